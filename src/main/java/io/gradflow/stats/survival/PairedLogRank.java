package io.gradflow.stats.survival;

import io.gradflow.stats.paired.SignTest;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * The log-rank test of two groups that is stratified by seed, with one run of each group for every seed, and with an
 * exact p-value.
 *
 * <p>A stratum of two contributes +-1/2 if one run has the event while the other is still at risk and has none at that
 * time, and else 0. Swapping its two runs changes the sign. So the permutation test within strata is the exact sign
 * test of the seeds that decide, for any number of them.
 *
 * @param firstEarlier the seeds whose first run had the event earlier, or had it while the second was followed without
 * @param secondEarlier the seeds with which it is the other way round
 * @param undecided the other seeds
 */
public record PairedLogRank(int firstEarlier, int secondEarlier, int undecided) {
    /**
     * Compares the groups 0 and 1.
     *
     * @throws IllegalArgumentException unless every stratum has one run of group 0, one of group 1 and no other
     */
    public static PairedLogRank of(Collection<StratifiedFollowUp> runs) {
        Map<Long, FollowUp[]> pairs = new HashMap<>();
        for (StratifiedFollowUp run : runs) {
            FollowUp[] pair = pairs.computeIfAbsent(run.stratum(), stratum -> new FollowUp[2]);
            if (run.group() > 1 || pair[run.group()] != null) {
                throw new IllegalArgumentException("stratum " + run.stratum()
                        + " must have one run of group 0 and one of group 1, but has another of group " + run.group());
            }
            pair[run.group()] = run.followUp();
        }
        int firstEarlier = 0;
        int secondEarlier = 0;
        for (Map.Entry<Long, FollowUp[]> entry : pairs.entrySet()) {
            FollowUp first = entry.getValue()[0];
            FollowUp second = entry.getValue()[1];
            if (first == null || second == null) {
                throw new IllegalArgumentException("stratum " + entry.getKey()
                        + " must have one run of group 0 and one of group 1, but has no run of group "
                        + (first == null ? 0 : 1));
            }
            if (isEarlier(first, second)) {
                firstEarlier++;
            } else if (isEarlier(second, first)) {
                secondEarlier++;
            }
        }
        return new PairedLogRank(firstEarlier, secondEarlier, pairs.size() - firstEarlier - secondEarlier);
    }

    /** The exact two-sided p-value. 1 if no seed decides. */
    public double pValue() {
        return SignTest.pValue(firstEarlier, secondEarlier);
    }

    private static boolean isEarlier(FollowUp one, FollowUp other) {
        boolean together = one.time() == other.time() && other.status() == EventStatus.EVENT;
        return one.status() == EventStatus.EVENT && one.time() <= other.time() && !together;
    }
}
