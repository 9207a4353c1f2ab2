package io.gradflow.stats.survival;

import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * The log-rank test of whether groups have their events at the same rate, within strata. The competing event is taken
 * as censoring. The results are those of R's {@code survdiff(Surv(time, status) ~ group + strata(stratum))}.
 *
 * <p>With many groups and times the work grows with groups^2 times times times strata.
 *
 * @param observed the events of each group
 * @param expected those expected if all groups were alike
 * @param outcome the test over the groups with an expected event. Empty if there are fewer than two, or if they cannot
 *     be compared because they are never at risk together.
 * @see <a href="https://doi.org/10.2307/2344317">R. Peto and J. Peto, Asymptotically Efficient Rank Invariant Test
 *     Procedures, JRSS A 135 (1972)</a>
 */
public record LogRankTest(double[] observed, double[] expected, Optional<ChiSquared> outcome) {
    /**
     * Compares groups.
     *
     * @param runs the runs of all groups, whose numbers are 0 to the largest; in any order
     * @throws IllegalArgumentException if there is no run
     */
    public static LogRankTest of(Collection<StratifiedFollowUp> runs) {
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("a log-rank test needs at least one run");
        }
        // Within a time the order makes no difference, so neither does that of the collection.
        var sorted = runs.toArray(StratifiedFollowUp[]::new);
        Arrays.sort(
                sorted,
                Comparator.comparingLong(StratifiedFollowUp::stratum)
                        .thenComparingInt(run -> run.followUp().time()));
        int groups = 1 + runs.stream().mapToInt(StratifiedFollowUp::group).max().orElseThrow();
        var sums = new Sums(groups);
        int from = 0;
        while (from < sorted.length) {
            int to = from;
            while (to < sorted.length && sorted[to].stratum() == sorted[from].stratum()) {
                to++;
            }
            sums.addStratum(sorted, from, to);
            from = to;
        }
        return new LogRankTest(sums.observed, sums.expected, sums.test());
    }

    /** The sums over the times of all strata. */
    private static final class Sums {
        private final double[] observed;
        private final double[] expected;
        private final double[][] covariance;
        private final double[] atRisk;
        private final double[] events;

        Sums(int groups) {
            observed = new double[groups];
            expected = new double[groups];
            covariance = new double[groups][groups];
            atRisk = new double[groups];
            events = new double[groups];
        }

        void addStratum(StratifiedFollowUp[] runs, int from, int to) {
            Arrays.fill(atRisk, 0);
            for (int i = from; i < to; i++) {
                atRisk[runs[i].group()]++;
            }
            int first = from;
            while (first < to) {
                int time = runs[first].followUp().time();
                Arrays.fill(events, 0);
                double all = 0;
                int next = first;
                for (; next < to && runs[next].followUp().time() == time; next++) {
                    if (runs[next].isEvent()) {
                        events[runs[next].group()]++;
                        all++;
                    }
                }
                if (all > 0) {
                    addTime(all, (double) to - first);
                }
                for (; first < next; first++) {
                    atRisk[runs[first].group()]--;
                }
            }
        }

        /** The events of a group are hypergeometric, given how many there are at the time. */
        private void addTime(double all, double n) {
            double scale = n > 1 ? all * (n - all) / (n - 1) : 0;
            for (int g = 0; g < atRisk.length; g++) {
                double share = atRisk[g] / n;
                observed[g] += events[g];
                expected[g] += all * share;
                for (int h = 0; h < atRisk.length; h++) {
                    covariance[g][h] += scale * share * ((g == h ? 1 : 0) - atRisk[h] / n);
                }
            }
        }

        Optional<ChiSquared> test() {
            int[] comparable = IntStream.range(0, expected.length)
                    .filter(g -> expected[g] > 0)
                    .toArray();
            if (comparable.length < 2) {
                return Optional.empty();
            }
            // The scores of all groups add up to 0, so one of them says nothing.
            int degrees = comparable.length - 1;
            var scores = new double[degrees];
            var matrix = new double[degrees][degrees];
            for (int i = 0; i < degrees; i++) {
                scores[i] = observed[comparable[i]] - expected[comparable[i]];
                for (int j = 0; j < degrees; j++) {
                    matrix[i][j] = covariance[comparable[i]][comparable[j]];
                }
            }
            return ChiSquared.of(scores, matrix);
        }
    }
}
