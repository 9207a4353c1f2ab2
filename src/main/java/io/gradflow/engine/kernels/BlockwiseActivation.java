package io.gradflow.engine.kernels;

import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.ActivationArrays;
import io.gradflow.nn.function.ArrayFunctions;

/** Applies an activation without a kernel to tiles: block by block, by the activation's own code over arrays. */
final class BlockwiseActivation implements LaneActivation {
    /** In doubles: the arrays of a block fit into the cache beside the tile. A multiple of every number of lanes. */
    private static final int BLOCK = 512;

    private final Activation activation;
    private final int lanes;
    private final ArrayFunctions functions;
    private final ActivationArrays block = ActivationArrays.ofSize(BLOCK);

    BlockwiseActivation(Activation activation, int lanes, ArrayFunctions functions) {
        this.activation = activation;
        this.lanes = lanes;
        this.functions = functions;
    }

    @Override
    public void apply(LaneTile z, LaneTile values, LaneTile derivatives, int count) {
        int size = count * lanes;
        for (int from = 0; from < size; from += BLOCK) {
            int length = Math.min(BLOCK, size - from);
            System.arraycopy(z.data(), z.offset() + from, block.z(), 0, length);
            activation.apply(block, length, functions);
            System.arraycopy(block.values(), 0, values.data(), values.offset() + from, length);
            System.arraycopy(block.derivatives(), 0, derivatives.data(), derivatives.offset() + from, length);
        }
    }
}
