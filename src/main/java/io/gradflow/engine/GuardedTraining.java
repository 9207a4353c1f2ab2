package io.gradflow.engine;

import io.gradflow.results.EpochRow;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The training of a pack, in which an engine that throws, or that needs more than the machine has, ends its own tasks
 * and nothing else: each task of the pack that had not ended gets a last row with outcome {@link Outcome#FAILED}, at
 * the epoch after its last good row.
 */
public final class GuardedTraining implements Iterator<EpochRow> {
    private final Pack pack;
    /** The next epoch of each task that has not ended. By identity: hashing a task for each row would cost time. */
    private final IdentityHashMap<Task, Integer> nextEpochs = new IdentityHashMap<>();

    private final Queue<EpochRow> failures = new ArrayDeque<>();
    private final BiConsumer<Set<Task>, Throwable> onFailure;
    private Iterator<EpochRow> rows;

    /**
     * Starts the training of a pack.
     *
     * @param onFailure gets the tasks that end because the engine threw, and what it threw
     */
    public GuardedTraining(Trainer trainer, Pack pack, Logging logging, BiConsumer<Set<Task>, Throwable> onFailure) {
        this.pack = pack;
        this.onFailure = onFailure;
        pack.tasks().forEach(task -> nextEpochs.put(task, 0));
        try {
            rows = trainer.train(pack, logging);
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    @Override
    public boolean hasNext() {
        return !nextEpochs.isEmpty() || !failures.isEmpty();
    }

    @Override
    public EpochRow next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        if (failures.isEmpty()) {
            try {
                var row = rows.next();
                if (row.outcome() == null) {
                    nextEpochs.put(row.task(), row.epoch() + 1);
                } else {
                    nextEpochs.remove(row.task());
                }
                return row;
            } catch (RuntimeException | Error e) {
                fail(e);
            }
        }
        return failures.remove();
    }

    private void fail(Throwable e) {
        // The training is dropped first: its arrays may be what there is no memory for.
        rows = Collections.emptyIterator();
        onFailure.accept(Set.copyOf(nextEpochs.keySet()), e);
        for (var task : pack.tasks()) {
            var epoch = nextEpochs.remove(task);
            if (epoch != null) {
                failures.add(new EpochRow(task, epoch, null, Outcome.FAILED));
            }
        }
    }
}
