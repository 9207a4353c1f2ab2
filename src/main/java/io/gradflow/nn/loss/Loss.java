package io.gradflow.nn.loss;

import io.gradflow.nn.function.ArrayFunctions;
import java.io.Serializable;
import java.util.List;

/**
 * A loss together with its output function. The loss of several samples is the mean of their losses. Each item is
 * computed independently and with the same order of operations, so its bits depend only on its logits and its target.
 */
public interface Loss extends Serializable {

    /**
     * The numbers of outputs, in ascending order, with which a network can tell {@code classes} classes apart. The list
     * is empty if this loss cannot tell that many apart.
     */
    List<Integer> outputs(int classes);

    /**
     * Computes outputs and losses from logits and targets. A NaN among an item's logits makes its loss NaN; what its
     * outputs become depends on the output function.
     *
     * @param block has a number of units that {@link #outputs} allows; its deltas may be overwritten with intermediate
     *     results
     */
    void forward(OutputBlock block, ArrayFunctions functions);

    /**
     * Computes the deltas.
     *
     * @param block has the outputs of {@link #forward}
     */
    void backward(OutputBlock block);
}
