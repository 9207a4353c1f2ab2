package io.gradflow.parquet;

import java.util.List;

/**
 * The order in which buffered rows are written. The rows of a task follow one another: values that are the same for all
 * of them then make long runs, and values that change slowly during a training compress well.
 */
final class RowOrder {
    private final int[] rows;
    private final int[] taskOf;
    private final List<TaskValues> tasks;

    /**
     * Orders rows by their tasks, and the rows of a task as they were added.
     *
     * @param tasks in the order in which they are written
     * @param taskOf the task of each row, as an index into {@code tasks}
     * @param count how many rows there are
     */
    RowOrder(List<TaskValues> tasks, int[] taskOf, int count) {
        this.tasks = tasks;
        this.taskOf = taskOf;
        int[] next = new int[tasks.size() + 1];
        for (int row = 0; row < count; row++) {
            next[taskOf[row] + 1]++;
        }
        for (int task = 0; task < tasks.size(); task++) {
            next[task + 1] += next[task];
        }
        rows = new int[count];
        for (int row = 0; row < count; row++) {
            rows[next[taskOf[row]]++] = row;
        }
    }

    /** The tasks of the rows, in the order in which they are written. */
    List<TaskValues> tasks() {
        return tasks;
    }

    /** The buffered row that is written at a place. */
    int row(int place) {
        return rows[place];
    }

    /** The task of the row that is written at a place, as an index into {@link #tasks}. */
    int task(int place) {
        return taskOf[rows[place]];
    }
}
