package io.gradflow.engine.kernels;

/** What makes a gradient: products that are added up tile by tile, and the division by the number of samples. */
public interface GradientKernels {

    /**
     * Adds the products of all pairs of units, summed over the samples, to a row-major matrix: {@code sums += a b^T}.
     * Each element of the product is one chain of fused multiply-adds over the samples, which begins with 0.
     *
     * @param a {@code rows} units
     * @param b {@code columns} units
     * @param sums {@code rows x columns} from index {@code sumsFrom} on
     * @param samples how many samples the tiles hold
     */
    void addProducts(LaneTile a, LaneTile b, double[] sums, int sumsFrom, int samples, int rows, int columns);

    /** Divides elements in place: {@code x / divisor}. */
    void divide(double[] x, int from, int count, double divisor);
}
