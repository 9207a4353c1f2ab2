package io.gradflow.engine;

import io.gradflow.results.EpochRow;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.Serializable;
import java.util.Iterator;

/**
 * Trains networks. Implementations hold no state between packs; a task's numbers depend on its configuration alone,
 * not on the pack that it travels in.
 */
public interface Trainer extends Serializable {

    /** Names the engine and the version of its arithmetic: rows of different numerics may differ in their last bits. */
    String numerics();

    /** How many tasks this engine prefers to train at once. */
    int packSize();

    /**
     * Trains the tasks of a pack. Training happens in the iterator's {@code next}, so memory does not grow with the
     * number of epochs.
     *
     * @param logging which epochs give a row, and what is measured for it
     * @return the rows, in order of epoch for each task; those of different tasks may be interleaved; each with the
     *     task that the pack holds, not a copy
     */
    Iterator<EpochRow> train(Pack pack, Logging logging);

    /**
     * The predicted core-seconds of training a task, as its share of a full pack. Tasks that may share a pack have
     * equal predictions.
     *
     * @param rows how many of the task's epochs give a row
     */
    double predictedSeconds(Task task, long rows);

    /** The tasks of a sweep, in packs of the size that this engine prefers. */
    default Packs packs(Sweep sweep) {
        return new Packs(
                sweep.grid(),
                packSize(),
                task -> sweep.logging().costFactor(task.epochs()) * predictedSeconds(task, sweep.rows(task.epochs()))
                        + JacobianPoints.predictedSeconds(sweep.logging(), task));
    }
}
