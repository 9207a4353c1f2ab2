package io.gradflow.parquet;

import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * What is the same for all rows of a task. The writer tells tasks apart by identity: all rows of a task must come with
 * the same object.
 *
 * @param id of the task
 * @param keys its values of the keys that have columns, in their order; null where a key has no effect
 */
public record TaskValues(String id, List<Object> keys) {

    /** Takes the list as it is. */
    public TaskValues {
        keys = Collections.unmodifiableList(keys);
    }

    static TaskValues of(Task task, List<TaskKey> keys) {
        return new TaskValues(
                task.id(),
                Arrays.asList(keys.stream().map(key -> key.value(task)).toArray()));
    }
}
