package io.gradflow.engine.lanes;

import io.gradflow.diagnostics.HiddenStatistics;
import java.util.Arrays;

/** What the lane kernels add up of one hidden layer in a training pass. One vector for each quantity. */
final class HiddenSums {
    final int units;
    /** How many elements a pass has: samples times units. */
    final int count;
    /** Sum of |z|, then of |phi'|. */
    final double[] sums;
    /** How often |phi'| is small, then how often |z| is not near zero. Of no use in a lane that holds NaN. */
    final long[] counts;
    /** How often z is in the activation's limit region. Of no use in a lane that holds NaN. */
    final long[] atLimit;
    /** For each unit of each tile the product of |phi'| + {@link HiddenStatistics#LOG_OFFSET}. */
    final double[] products;

    int productsEnd;
    final double[] logSums;

    HiddenSums(int samples, int units, int lanes) {
        this.units = units;
        count = samples * units;
        sums = new double[2 * lanes];
        counts = new long[2 * lanes];
        atLimit = new long[lanes];
        products = new double[LaneTile.count(samples) * units * lanes];
        logSums = new double[lanes];
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
        kernels.add(products, products.length / logSums.length, logSums);
    }
}
