package io.gradflow.engine;

import io.gradflow.sweep.Task;

/** What an epoch of a task takes: how many passes and updates. */
final class EpochWork {
    private EpochWork() {}

    /**
     * Whether the one update of an epoch uses the gradient that the epoch's row tells: that over all training samples, at
     * the parameters themselves. Otherwise the updates have passes of their own, and the row's is made for logged epochs.
     */
    static boolean sharesGradient(Task task) {
        return updates(task) == 1
                && !task.batch().isShuffled()
                && !task.optimizer().looksAhead();
    }

    static int updates(Task task) {
        return task.batch().updates(task.dataset().trainCount());
    }

    /** Samples that pass a network in a logged epoch. */
    static double samples(Task task) {
        double train = task.dataset().trainCount();
        return (sharesGradient(task) ? train : 2 * train) + task.dataset().testCount();
    }

    /** Passes of training samples in a logged epoch. */
    static int passes(Task task) {
        return sharesGradient(task) ? 1 : 1 + updates(task);
    }
}
