package io.gradflow.stats.paired;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import java.util.Arrays;

/**
 * All sign vectors of differences that are small multiples of a quantum, by dynamic programming over how many are
 * flipped and what these add up to. It answers as {@link FlipThresholds#enumerate} does: the probabilities are
 * multiples of 2^-n, exact up to 52 differences and to rounding beyond, and the ends of intervals are means of subsets.
 */
final class LatticeFlips implements NullDistribution {
    /** The most of {@link #work}: some 50 ms. */
    static final double MAX_WORK = 1e8;

    /** With more differences the probability of a single sign vector would lose digits, and then vanish. */
    static final int MAX_DIFFERENCES = 1000;

    private final double quantum;
    private final long sum;
    private final Tail below;
    private final Tail above;

    LatticeFlips(DifferenceGrid grid) {
        quantum = grid.step();
        sum = grid.sum();
        long[] negated =
                Arrays.stream(grid.multiples()).map(multiple -> -multiple).toArray();
        below = new Tail(grid.multiples());
        above = new Tail(negated);
    }

    /** True if these differences are on a lattice that is not too fine for their number. */
    static boolean canDo(DifferenceGrid grid) {
        return grid.lattice() && grid.multiples().length <= MAX_DIFFERENCES && work(grid) <= MAX_WORK;
    }

    /** The square of the number of differences, times the sum of their absolute multiples. */
    static double work(DifferenceGrid grid) {
        double n = grid.multiples().length;
        return n * n * Arrays.stream(grid.multiples()).mapToDouble(Math::abs).sum();
    }

    @Override
    public double pValue() {
        if (sum == 0) {
            return 1;
        }
        return (sum > 0 ? below : above).pValue(0);
    }

    @Override
    public Interval interval(ConfidenceLevel level) {
        return new Interval(below.end(level.alpha()) * quantum, -above.end(level.alpha()) * quantum);
    }

    /** The hypothetical means below the observed one, in quanta. */
    private static final class Tail {
        private final long least;
        private final long greatest;

        /** What the negative multiples add up to is at this index. */
        private final int zero;

        /** For each size, the probability of a subset of that size with a sum of at most index - zero. */
        private final double[][] atMost;

        Tail(long[] multiples) {
            least = Arrays.stream(multiples).min().orElseThrow();
            greatest = Arrays.stream(multiples).max().orElseThrow();
            zero = (int)
                    -Arrays.stream(multiples).filter(multiple -> multiple < 0).sum();
            int width = zero
                    + 1
                    + (int) Arrays.stream(multiples)
                            .filter(multiple -> multiple > 0)
                            .sum();
            atMost = new double[multiples.length + 1][width];
            atMost[0][zero] = 1;
            for (int i = 0; i < multiples.length; i++) {
                include((int) multiples[i], i);
            }
            for (double[] row : atMost) {
                for (int j = 1; j < width; j++) {
                    row[j] += row[j - 1];
                }
            }
        }

        /** Takes one more difference into every subset with probability 1/2. */
        private void include(int multiple, int before) {
            int width = atMost[0].length;
            int from = Math.max(0, multiple);
            int to = Math.min(width, width + multiple);
            // From the largest size on, so that the smaller one is still without this difference.
            for (int size = before + 1; size > 0; size--) {
                double[] row = atMost[size];
                double[] smaller = atMost[size - 1];
                for (int j = 0; j < width; j++) {
                    row[j] *= 0.5;
                }
                for (int j = from; j < to; j++) {
                    row[j] += 0.5 * smaller[j - multiple];
                }
            }
            atMost[0][zero] *= 0.5;
        }

        /** Twice the probability that no difference is flipped, or some whose mean is at most the hypothesis. */
        double pValue(double hypothesis) {
            double probability = atMost[0][zero];
            for (int size = 1; size < atMost.length; size++) {
                double index = Math.floor(hypothesis * size) + zero;
                if (index >= 0) {
                    probability += atMost[size][(int) Math.min(index, atMost[size].length - 1.0)];
                }
            }
            return Math.min(1, 2 * probability);
        }

        /** The least hypothesis whose p-value exceeds alpha: the mean of a subset, or negative infinity. */
        double end(double alpha) {
            if (2 * atMost[0][zero] > alpha) {
                return Double.NEGATIVE_INFINITY;
            }
            int n = atMost.length - 1;
            double rejected = least - 1;
            double kept = greatest;
            // Different quotients of integers with divisors up to n are at least 1/n^2 apart.
            while (kept - rejected > 0.25 / n / n) {
                double middle = (rejected + kept) / 2;
                if (pValue(middle) > alpha) {
                    kept = middle;
                } else {
                    rejected = middle;
                }
            }
            double end = kept;
            for (int size = 1; size <= n; size++) {
                end = Math.min(end, (Math.floor(rejected * size) + 1) / size);
            }
            return end;
        }
    }
}
