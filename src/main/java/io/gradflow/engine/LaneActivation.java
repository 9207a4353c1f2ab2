package io.gradflow.engine;

import io.gradflow.nn.Activation;
import io.gradflow.nn.ArrayActivation;
import io.gradflow.nn.ElementwiseActivation;

/** Applies an activation to tiles: by a kernel, or block by block by the activation's own code over arrays. */
final class LaneActivation {
    /** In doubles: the three arrays of a block lie in the cache with the tile. A multiple of every number of lanes. */
    private static final int BLOCK = 512;

    private final LaneKernels kernels;
    private final Activation activation;
    /** Arrays that have one index in common, without which the compiler makes no SIMD instructions. */
    private final double[] z = new double[BLOCK];

    private final double[] values = new double[BLOCK];
    private final double[] derivatives = new double[BLOCK];

    LaneActivation(LaneKernels kernels, Activation activation) {
        this.kernels = kernels;
        this.activation = activation;
    }

    /** Computes value and derivative of the first so many vectors of pre-activations. */
    void apply(LaneTile preActivations, LaneTile toValues, LaneTile toDerivatives, int count) {
        if (activation instanceof ElementwiseActivation elementwise) {
            kernels.activate(elementwise, preActivations, toValues, toDerivatives, count);
        } else if (activation instanceof ArrayActivation overArrays) {
            int size = count * kernels.lanes();
            for (int from = 0; from < size; from += BLOCK) {
                int length = Math.min(BLOCK, size - from);
                System.arraycopy(preActivations.data(), preActivations.offset() + from, z, 0, length);
                overArrays.apply(z, values, derivatives, 0, length, kernels);
                System.arraycopy(values, 0, toValues.data(), toValues.offset() + from, length);
                System.arraycopy(derivatives, 0, toDerivatives.data(), toDerivatives.offset() + from, length);
            }
        }
    }
}
