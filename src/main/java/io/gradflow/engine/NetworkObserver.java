package io.gradflow.engine;

import io.gradflow.nn.Architecture;
import io.gradflow.sweep.Task;

/** Sees the networks of a training at the epochs that have rows. */
@FunctionalInterface
public interface NetworkObserver {
    /**
     * Sees a network just before its row is made.
     *
     * @param epoch from 0, at which the network is untrained
     * @param parameters its weights and biases at that epoch, as {@link Architecture} lays them out; a copy
     */
    void observe(Task task, int epoch, double[] parameters);
}
