package io.gradflow.engine.kernels;

import io.gradflow.diagnostics.HiddenStatistics;
import java.util.Arrays;

/** Sums and counts of one hidden layer in a training pass, with one vector for each quantity. */
public final class HiddenLayerSums {
    final int units;
    /** The sum of |z|, then the sum of |phi'|. */
    final double[] sums;
    /**
     * How many |phi'| are small, then how many |z| are not near zero. Meaningless in a lane that holds NaN.
     */
    final long[] counts;
    /** For each unit of each tile the product of |phi'| + {@link HiddenStatistics#LOG_OFFSET}. */
    final double[] products;
    /** How many doubles of {@link #products} are filled. */
    int productsEnd;

    private final int lanes;
    private final int elements;
    private final long[] atLimit;
    private final double[] logSums;

    /**
     * The sums of a pass in which nothing was added.
     *
     * @param samples of a training pass
     */
    public HiddenLayerSums(int samples, int units, int lanes) {
        this.units = units;
        this.lanes = lanes;
        elements = samples * units;
        sums = new double[2 * lanes];
        counts = new long[2 * lanes];
        atLimit = new long[lanes];
        products = new double[LaneTile.count(samples) * units * lanes];
        logSums = new double[lanes];
    }

    /** How many units the layer has. */
    public int units() {
        return units;
    }

    /** How many elements of each lane a pass adds: samples times units. */
    public int elements() {
        return elements;
    }

    /**
     * For each lane, how many z are in the activation's limit region; the array itself. Meaningless in a lane that
     * holds NaN.
     */
    public long[] atLimit() {
        return atLimit;
    }

    /** Begins a training pass. */
    public void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(counts, 0);
        Arrays.fill(atLimit, 0);
        productsEnd = 0;
    }

    /** Ends a training pass: adds up the logarithms of all products. */
    public void addLogs(FunctionKernels functions, SumKernels adders) {
        functions.log(products, products, 0, products.length);
        Arrays.fill(logSums, 0);
        adders.add(products, products.length / lanes, logSums);
    }

    /**
     * The statistics of a lane after a training pass.
     *
     * @param hasLimitRegion whether the activation has a limit region
     */
    public HiddenStatistics statistics(int lane, boolean hasLimitRegion) {
        return new HiddenStatistics(
                elements,
                counts[lane],
                elements - counts[lanes + lane],
                hasLimitRegion ? atLimit[lane] : HiddenStatistics.NO_LIMIT,
                sums[lanes + lane],
                logSums[lane],
                sums[lane]);
    }
}
