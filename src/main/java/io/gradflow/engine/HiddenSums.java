package io.gradflow.engine;

import io.gradflow.diagnostics.HiddenStatistics;
import java.util.Arrays;

/** What the lane kernels add up of one hidden layer in a training pass. One vector for each quantity. */
final class HiddenSums {
    /** How many elements a pass has: samples times units. */
    final int count;
    /** Sum of |z|, then of |phi'|. */
    final double[] sums;
    /** How often |phi'| is small, then how often |z| is not near zero. Of no use in a lane that holds NaN. */
    final long[] counts;
    /** How often z is in the activation's limit region. Of no use in a lane that holds NaN. */
    final long[] atLimit;
    /**
     * For each group of {@link HiddenStatistics#FACTORS_PER_LOG} elements, the last may be smaller, the product of |phi'| +
     * {@link HiddenStatistics#LOG_OFFSET}.
     */
    final double[] products;

    int productsEnd;
    final double[] logSums;

    HiddenSums(int count, int lanes) {
        this.count = count;
        sums = new double[2 * lanes];
        counts = new long[2 * lanes];
        atLimit = new long[lanes];
        products = new double[groups(count) * lanes];
        logSums = new double[lanes];
    }

    private static int groups(int elements) {
        return (elements + HiddenStatistics.FACTORS_PER_LOG - 1) / HiddenStatistics.FACTORS_PER_LOG;
    }

    void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
        Arrays.fill(atLimit, 0);
        productsEnd = 0;
    }

    /** Takes the logarithms of all products and adds them up. */
    void addLogs(LaneKernels kernels) {
        kernels.log(products, products, 0, products.length);
        Arrays.fill(logSums, 0);
        for (int i = 0; i < products.length; i += kernels.lanes()) {
            for (int lane = 0; lane < logSums.length; lane++) {
                logSums[lane] += products[i + lane];
            }
        }
    }
}
