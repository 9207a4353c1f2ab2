package io.gradflow.parquet;

import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * The values that are the same in all rows of a task. The writer compares tasks by object identity, so all rows of a
 * task must come with the same object.
 *
 * @param id the task's identity
 * @param keys the task's values of the keys that have columns, in the order of the columns; null where a key has no
 *     effect
 */
public record TaskValues(String id, List<Object> keys) {

    /** Does not copy the list, which may hold nulls. */
    public TaskValues {
        keys = Collections.unmodifiableList(keys);
    }

    /**
     * The values of a task that is trained.
     *
     * @param keysOfSweep the keys that are not null in all tasks of its sweep
     */
    static TaskValues of(Task task, List<TaskKey> keys, List<TaskKey> keysOfSweep) {
        return new TaskValues(
                task.id(),
                Arrays.asList(keys.stream()
                        .map(key -> keysOfSweep.contains(key) ? key.value(task) : null)
                        .toArray()));
    }
}
