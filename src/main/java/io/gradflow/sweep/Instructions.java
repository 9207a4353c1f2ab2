package io.gradflow.sweep;

import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.batch.Batching;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.optimizer.Optimizer;

/**
 * What decides which instructions train a network; all else of a task is numbers that they work on. The one rule for
 * what may share a {@link Pack}.
 */
record Instructions(
        Architecture architecture,
        Activation activation,
        int trainCount,
        int testCount,
        Loss loss,
        int epochs,
        Batching batch,
        Class<? extends Optimizer> optimizer) {

    static Instructions of(Task task) {
        return new Instructions(
                task.architecture(),
                task.activation(),
                task.dataset().trainCount(),
                task.dataset().testCount(),
                task.loss(),
                task.epochs(),
                task.batch(),
                task.optimizer().getClass());
    }
}
