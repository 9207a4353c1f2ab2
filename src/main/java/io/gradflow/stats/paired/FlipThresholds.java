package io.gradflow.stats.paired;

import io.gradflow.random.Generator;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import java.util.Arrays;
import org.apache.commons.numbers.arrays.Selection;

/**
 * A list of sign vectors, each as the hypotheses with which it is at least as extreme as the data.
 *
 * <p>A sign vector splits the differences into those it keeps and those it flips. For a hypothetical mean below the
 * observed one, its sum is at least as extreme as the observed sum exactly if the mean of one of the two parts is at
 * most the hypothetical mean; above, if one is at least that. So the vector is at least as extreme up from the lesser
 * and down from the greater of the two means. Flipping none or all is always as extreme.
 *
 * @see <a href="https://doi.org/10.1080/01621459.1969.10501057">J. A. Hartigan, Using Subsample Values as Typical
 *     Values, JASA 64 (1969)</a>
 */
final class FlipThresholds implements NullDistribution {
    private static final int WORD_BITS = 32;

    private final DifferenceGrid grid;
    private final long sum;
    private final double[] lesser;
    private final double[] greater;

    private FlipThresholds(DifferenceGrid grid, int vectors) {
        this.grid = grid;
        sum = grid.sum();
        lesser = new double[vectors];
        greater = new double[vectors];
    }

    /** All sign vectors. A vector and its opposite are one entry, because both are as extreme. */
    static FlipThresholds enumerate(DifferenceGrid grid) {
        long[] multiples = grid.multiples();
        int vectors = 1 << (multiples.length - 1);
        var thresholds = new FlipThresholds(grid, vectors);
        long flippedSum = 0;
        thresholds.set(0, 0, 0);
        for (int i = 1; i < vectors; i++) {
            // Gray's code: successive vectors differ in one sign. The last difference is never flipped.
            int changed = Integer.numberOfTrailingZeros(i);
            int flipped = i ^ (i >>> 1);
            boolean flips = (flipped >>> changed & 1) == 1;
            flippedSum += flips ? multiples[changed] : -multiples[changed];
            thresholds.set(i, flippedSum, Integer.bitCount(flipped));
        }
        return thresholds;
    }

    /** The identity and random sign vectors: 32 signs from each {@code rng.integers(0, 2**32)}. */
    static FlipThresholds draw(DifferenceGrid grid, int replicates, Generator generator) {
        long[] multiples = grid.multiples();
        var thresholds = new FlipThresholds(grid, replicates + 1);
        thresholds.set(0, 0, 0);
        for (int b = 1; b <= replicates; b++) {
            long flippedSum = 0;
            int flippedCount = 0;
            for (int from = 0; from < multiples.length; from += WORD_BITS) {
                int used = Math.min(WORD_BITS, multiples.length - from);
                long word = generator.integers(0, 1L << WORD_BITS) & ((1L << used) - 1);
                flippedCount += Long.bitCount(word);
                for (int i = 0; i < used; i++) {
                    // All ones if the sign is flipped, else 0.
                    long mask = -(word >>> i & 1);
                    flippedSum += multiples[from + i] & mask;
                }
            }
            thresholds.set(b, flippedSum, flippedCount);
        }
        return thresholds;
    }

    private void set(int index, long flippedSum, int flippedCount) {
        int kept = grid.multiples().length - flippedCount;
        if (flippedCount == 0 || kept == 0) {
            lesser[index] = Double.NEGATIVE_INFINITY;
            greater[index] = Double.POSITIVE_INFINITY;
            return;
        }
        // A quotient has the sign of its exact sum, so 0 is on the right side of every threshold.
        double flippedMean = (double) flippedSum / flippedCount;
        double keptMean = (double) (sum - flippedSum) / kept;
        lesser[index] = Math.min(flippedMean, keptMean);
        greater[index] = Math.max(flippedMean, keptMean);
    }

    @Override
    public double pValue() {
        if (sum == 0) {
            return 1;
        }
        long extreme = sum > 0
                ? Arrays.stream(lesser).filter(threshold -> threshold <= 0).count()
                : Arrays.stream(greater).filter(threshold -> threshold >= 0).count();
        return (double) extreme / lesser.length;
    }

    @Override
    public Interval interval(ConfidenceLevel level) {
        int rejected = mostRejected(level.alpha());
        double low = select(lesser, rejected);
        double high = select(greater, greater.length - 1 - rejected);
        return new Interval(low * grid.step(), high * grid.step());
    }

    /** How many extreme vectors still give a p-value of at most alpha, with the divisions of {@link #pValue}. */
    private int mostRejected(double alpha) {
        double all = lesser.length;
        int most = (int) (alpha * all);
        while ((most + 1) / all <= alpha) {
            most++;
        }
        while (most / all > alpha) {
            most--;
        }
        return most;
    }

    private static double select(double[] values, int index) {
        double[] copy = values.clone();
        Selection.select(copy, index);
        return copy[index];
    }
}
