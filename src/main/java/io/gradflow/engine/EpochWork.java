package io.gradflow.engine;

import io.gradflow.sweep.Task;

/** How many passes, updates and samples the epochs of a task take. */
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

    /** The number of updates in an epoch. */
    public static int updates(Task task) {
        return task.batch().updates(task.dataset().trainCount());
    }

    /** The number of samples that pass the network forwards and backwards, over all epochs. */
    public static double trainedSamples(Task task, long rows) {
        double train = task.dataset().trainCount();
        return task.epochs() * train + (sharesGradient(task) ? 0 : rows * train);
    }

    /** The number of samples whose hidden units are measured, over all rows. */
    public static double measuredSamples(Task task, long rows) {
        return (double) rows * task.dataset().trainCount();
    }

    /** The number of samples that only pass the network forwards, over all rows. */
    public static double testedSamples(Task task, long rows) {
        return (double) rows * task.dataset().testCount();
    }

    /** The number of passes forwards and backwards over all training samples or over a batch, over all epochs. */
    public static double passes(Task task, long rows) {
        return (double) task.epochs() * updates(task) + (sharesGradient(task) ? 0 : rows);
    }
}
