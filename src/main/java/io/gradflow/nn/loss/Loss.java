package io.gradflow.nn.loss;

import io.gradflow.nn.function.ArrayFunctions;
import java.io.Serializable;
import java.util.List;

/**
 * A loss together with the output function it belongs to. The loss of several samples is the mean of theirs. Items are
 * computed on their own, each in the same order of operations, so an item's bits depend on its logits and its target
 * alone.
 */
public interface Loss extends Serializable {

    /**
     * How many outputs a network may have to tell that many classes apart, ascending; empty when this loss cannot tell
     * that many apart.
     */
    List<Integer> outputs(int classes);

    /**
     * Computes outputs and losses from logits and targets. A NaN among an item's logits makes its loss NaN, and its
     * outputs as the output function has it.
     *
     * @param block whose number of units is one of {@link #outputs}; its deltas are left with anything
     */
    void forward(OutputBlock block, ArrayFunctions functions);

    /**
     * Computes the deltas.
     *
     * @param block with the outputs of {@link #forward}
     */
    void backward(OutputBlock block);
}
