package io.gradflow.engine.kernels;

/**
 * Packing of a layer's parameters into the order in which products read them. The parameters of a layer are a row-major
 * matrix of {@code fanIn} rows of weights and, as one more row, the biases, with {@code fanOut} columns.
 */
public interface PackingKernels {

    /**
     * Packs weights and biases, for {@link ForwardKernels}.
     *
     * @param parameters holds the layer's parameters from index {@code from} on
     * @param packed {@code (fanIn + 1) x fanOut}
     */
    void packWeights(double[] parameters, int from, PackedMatrix packed, int fanIn, int fanOut);

    /**
     * Packs the transposed weights, without the biases, for {@link BackwardKernels}.
     *
     * @param parameters holds the layer's parameters from index {@code from} on
     * @param packed {@code fanOut x fanIn}
     */
    void packTransposedWeights(double[] parameters, int from, PackedMatrix packed, int fanIn, int fanOut);
}
