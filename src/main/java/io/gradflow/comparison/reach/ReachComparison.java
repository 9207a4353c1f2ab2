package io.gradflow.comparison.reach;

import io.gradflow.comparison.FamilyOfTests;
import io.gradflow.comparison.Pairing;
import io.gradflow.stats.survival.ChiSquared;
import io.gradflow.stats.survival.FollowUp;
import io.gradflow.stats.survival.GraysTest;
import io.gradflow.stats.survival.LogRankTest;
import io.gradflow.stats.survival.StratifiedFollowUp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * How long groups take to reach something.
 *
 * @param groups in the order in which they were given
 * @param until the epoch up to which means and shares are taken
 * @param tests all pairs of groups, or all with the baseline
 * @param overall all groups at once, as if seeds were not shared: Gray's test, or the log-rank test if risks are
 *     cause-specific; empty if the groups cannot be compared, or are too many
 * @param withinSeeds all groups at once, within seeds: the stratified log-rank test; empty as above
 */
public record ReachComparison(
        List<ReachSummary> groups,
        int until,
        FamilyOfTests<ReachPair> tests,
        Optional<ChiSquared> overall,
        Optional<ChiSquared> withinSeeds) {
    /** The work of the tests of all groups at once grows with the third power of their number. */
    public static final int MOST_GROUPS_AT_ONCE = 50;

    /**
     * Compares groups.
     *
     * @param baseline the group that all others are compared with; empty to compare each with each
     */
    public static ReachComparison of(List<ReachGroup> groups, Optional<ReachGroup> baseline, ReachSettings settings) {
        var risk = settings.risk();
        int until = settings.until().orElseGet(() -> knownUntil(groups, risk).orElseGet(() -> lastEpoch(groups)));
        var all = Pairing.of(groups, baseline).parallelStream()
                .map(pair -> ReachPair.of(pair.first(), pair.second(), risk))
                .toList();
        boolean isAtOnce = groups.size() <= MOST_GROUPS_AT_ONCE;
        return new ReachComparison(
                groups.stream()
                        .map(group -> ReachSummary.of(group, until, settings))
                        .toList(),
                until,
                FamilyOfTests.of(all, settings.level().alpha(), settings.adjustment()),
                isAtOnce ? overall(groups, risk) : Optional.empty(),
                isAtOnce ? logRank(groups, risk, true) : Optional.empty());
    }

    /** The last epoch that all groups have data for; empty if they have them for all epochs. */
    public static OptionalInt knownUntil(List<ReachGroup> groups, Risk risk) {
        return groups.stream()
                .map(group -> group.knownUntil(risk))
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .min();
    }

    private static int lastEpoch(List<ReachGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.bySeed().values().stream())
                .map(FollowedRun::followUp)
                .mapToInt(FollowUp::time)
                .max()
                .orElse(0);
    }

    private static Optional<ChiSquared> overall(List<ReachGroup> groups, Risk risk) {
        return switch (risk) {
            case COMPETING ->
                GraysTest.of(groups.stream().map(ReachGroup::table).toList());
            case CAUSE_SPECIFIC -> logRank(groups, risk, false);
        };
    }

    private static Optional<ChiSquared> logRank(List<ReachGroup> groups, Risk risk, boolean isWithinSeeds) {
        var runs = new ArrayList<StratifiedFollowUp>();
        for (int i = 0; i < groups.size(); i++) {
            for (var run : groups.get(i).bySeed().values()) {
                runs.add(new StratifiedFollowUp(isWithinSeeds ? run.seed() : 0, i, risk.seen(run.followUp())));
            }
        }
        return LogRankTest.of(runs).outcome();
    }
}
