package io.gradflow.engine.kernels;

/** The products of the forward pass. */
public interface ForwardKernels {

    /**
     * Multiplies the samples of a tile by a matrix and adds the biases: {@code c = a b + biases}. Each element of the
     * product is one chain of fused multiply-adds over the inner index, which begins with 0; the bias is added last.
     * The places of missing samples may be computed too.
     *
     * @param a {@code inner} units
     * @param b {@code (inner + 1) x columns}; the biases are the last row
     * @param c {@code columns} units; becomes the result
     * @param samples how many samples the tiles hold
     */
    void multiplyAndAddBiases(LaneTile a, PackedMatrix b, LaneTile c, int samples, int inner, int columns);
}
