package io.gradflow.engine.lanes;

import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.ActivationArrays;
import io.gradflow.nn.activation.ElementwiseActivation;

/** Applies an activation to tiles: by a kernel, or block by block by the activation's own code over arrays. */
final class LaneActivation {
    /** In doubles: the arrays of a block lie in the cache with the tile. A multiple of every number of lanes. */
    private static final int BLOCK = 512;

    private final LaneKernels kernels;
    private final Activation activation;
    private final ActivationArrays block = ActivationArrays.ofSize(BLOCK);

    LaneActivation(LaneKernels kernels, Activation activation) {
        this.kernels = kernels;
        this.activation = activation;
    }

    /** Computes value and derivative of the first so many vectors of pre-activations. */
    void apply(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        if (activation instanceof ElementwiseActivation elementwise) {
            kernels.activate(elementwise, z, values, derivatives, count);
            return;
        }
        int size = count * kernels.lanes();
        for (int from = 0; from < size; from += BLOCK) {
            int length = Math.min(BLOCK, size - from);
            System.arraycopy(z.data(), z.offset() + from, block.z(), 0, length);
            activation.apply(block, length, kernels);
            System.arraycopy(block.values(), 0, values.data(), values.offset() + from, length);
            System.arraycopy(block.derivatives(), 0, derivatives.data(), derivatives.offset() + from, length);
        }
    }
}
