package io.gradflow.engine.kernels;

/** The products of the backward pass. */
public interface BackwardKernels {

    /**
     * Multiplies the samples of a tile by a matrix, and the product by factors, element by element:
     * {@code c = (a b) o factors}. Each element of the product is one chain of fused multiply-adds over the inner
     * index, which begins with 0. The places of missing samples may be computed too.
     *
     * @param a {@code inner} units
     * @param b {@code inner x columns}
     * @param factors {@code columns} units
     * @param c {@code columns} units; becomes the result; may be the same tile as the factors
     * @param samples how many samples the tiles hold
     */
    void multiplyAndScale(
            LaneTile a, PackedMatrix b, LaneTile factors, LaneTile c, int samples, int inner, int columns);

    /**
     * Multiplies the samples of a tile by a matrix, and the product of each sample by a vector. The elements of the
     * product are those of {@link #multiplyAndScale} before they are scaled. The result is one chain of fused
     * multiply-adds over the columns, which begins with 0. The places of missing samples may be computed too.
     *
     * @param a {@code inner} units
     * @param b {@code inner x columns}
     * @param vectors {@code columns} units
     * @param samples how many samples the tiles hold
     * @param results become the results, one vector for each place of a sample from index {@code resultsFrom} on
     */
    void multiplyTwice(
            LaneTile a,
            PackedMatrix b,
            LaneTile vectors,
            int samples,
            int inner,
            int columns,
            double[] results,
            int resultsFrom);
}
