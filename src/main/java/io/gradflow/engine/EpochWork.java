package io.gradflow.engine;

import io.gradflow.sweep.Task;

/** What an epoch of a task takes: how many passes and updates. */
public final class EpochWork {
    private EpochWork() {}

    /**
     * Whether the one update of an epoch uses the gradient that the epoch's row tells: that over all training samples,
     * at the parameters themselves. Otherwise the updates have passes of their own, and the row's is made for logged
     * epochs.
     */
    public static boolean sharesGradient(Task task) {
        return updates(task) == 1
                && !task.batch().isShuffled()
                && !task.optimizer().looksAhead();
    }

    public static int updates(Task task) {
        return task.batch().updates(task.dataset().trainCount());
    }

    /** Samples that pass a network forwards and backwards in all. */
    public static double trainedSamples(Task task, long rows) {
        double train = task.dataset().trainCount();
        return task.epochs() * train + (sharesGradient(task) ? 0 : rows * train);
    }

    /** Samples that are measured in all. */
    public static double measuredSamples(Task task, long rows) {
        return (double) rows * task.dataset().trainCount();
    }

    /** Samples that pass a network forwards alone, in all. */
    public static double testedSamples(Task task, long rows) {
        return (double) rows * task.dataset().testCount();
    }

    /** Passes forwards and backwards in all, each over all training samples or over a batch. */
    public static double passes(Task task, long rows) {
        return (double) task.epochs() * updates(task) + (sharesGradient(task) ? 0 : rows);
    }
}
