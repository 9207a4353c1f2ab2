package io.gradflow.engine;

import io.gradflow.random.Generator;
import io.gradflow.random.Purpose;
import io.gradflow.sweep.Task;
import java.util.Arrays;

/**
 * The order in which the updates of an epoch take the training samples. If they are shuffled, each epoch has a
 * permutation of its own, one after the other from the task's stream for that purpose.
 */
public final class BatchOrder {
    /** Null if the samples are taken in their own order. */
    private final Generator generator;

    private final int[] order;

    /** The order before the first epoch of a task. */
    public BatchOrder(Task task, int trainCount) {
        generator = task.batch().isShuffled() ? task.seeding().generator(task.seed(), Purpose.BATCHES) : null;
        order = new int[trainCount];
        Arrays.setAll(order, i -> i);
    }

    /**
     * The indices of the training samples in the order of the next epoch. The array is overwritten by the next call.
     */
    public int[] next() {
        if (generator != null) {
            generator.fillPermutation(order);
        }
        return order;
    }
}
