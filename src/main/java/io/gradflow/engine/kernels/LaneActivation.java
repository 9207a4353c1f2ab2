package io.gradflow.engine.kernels;

/** An activation, with its parameters, over tiles. */
@FunctionalInterface
public interface LaneActivation {

    /**
     * Computes value and derivative of the first vectors of a tile. NaN in a lane gives NaN in the value of that lane
     * and anything in its derivative.
     *
     * @param z the pre-activations
     * @param values becomes phi(z)
     * @param derivatives becomes phi'(z)
     * @param count how many vectors, from the tiles' offsets on
     */
    void apply(LaneTile z, LaneTile values, LaneTile derivatives, int count);
}
