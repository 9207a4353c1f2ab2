package io.gradflow.cli.replay;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.query.QueryException;
import io.gradflow.query.StoreQueries;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.InvalidSweepException;
import io.gradflow.sweep.SweepReader;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * A run that has ended, and the task that it was trained from.
 *
 * @param task made of the values in the run's columns
 * @param outcome how it ended
 */
public record StoredRun(Task task, Outcome outcome) {
    /** How many runs a message names. */
    private static final int NAMED = 3;

    /**
     * Finds the one run that satisfies a condition.
     *
     * @param condition SQL over the columns of {@code runs}
     * @param asked what the user wrote, for messages
     * @throws UsageException if there is no such run, or if there are several
     * @throws StoreException if the run's columns tell another task than its identity
     */
    public static StoredRun find(StoreQueries queries, Store store, String condition, String asked)
            throws StoreException, QueryException, UsageException {
        var keys = TaskKey.ofColumns(store.description().keys());
        String columns = Stream.concat(
                        Stream.of(RowSchema.TASK.name(), RowSchema.OUTCOME.name()),
                        keys.stream().map(TaskKey::column))
                .collect(Collectors.joining(", "));
        var rows = queries.query("SELECT " + columns + " FROM runs WHERE " + condition + " ORDER BY "
                        + RowSchema.TASK.name() + " LIMIT " + (NAMED + 1))
                .rows();
        if (rows.isEmpty()) {
            throw new UsageException("no run of the store has ended where " + asked
                    + ", must name one; SELECT task FROM runs lists them");
        }
        if (rows.size() > 1) {
            throw new UsageException((rows.size() > NAMED ? "more than " + NAMED : rows.size())
                    + " runs have ended where " + asked + ", must name one of them: "
                    + rows.stream().limit(NAMED).map(StoredRun::id).collect(Collectors.joining(", "))
                    + (rows.size() > NAMED ? ", ..." : ""));
        }
        var row = rows.get(0);
        return new StoredRun(
                task(row, keys),
                Outcome.valueOf(row.<String>getAs(RowSchema.OUTCOME.name()).toUpperCase(Locale.ROOT)));
    }

    private static String id(Row row) {
        return row.getAs(RowSchema.TASK.name());
    }

    private static Task task(Row row, List<TaskKey> keys) throws StoreException {
        var values = new HashMap<TaskKey, Object>();
        for (var key : keys) {
            Object value = row.getAs(key.column());
            if (value != null) {
                values.put(key, value);
            }
        }
        try {
            var task = SweepReader.task(values);
            if (task.id().equals(id(row))) {
                return task;
            }
            throw new StoreException(
                    "the columns of run " + id(row) + " are those of task " + task.id() + ": its rows were changed");
        } catch (InvalidSweepException e) {
            throw new StoreException("the columns of run " + id(row) + " are those of no task: " + e.getMessage());
        }
    }
}
