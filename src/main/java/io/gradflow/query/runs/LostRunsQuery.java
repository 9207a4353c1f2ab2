package io.gradflow.query.runs;

import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for the runs that did not complete, the first to end first.
 *
 * @param condition which runs count, as SQL over their last rows
 * @param keys columns that tell runs apart
 * @param most how many runs
 */
public record LostRunsQuery(String condition, List<String> keys, int most) {
    /** The query. */
    public String sql() {
        var columns = new ArrayList<>(keys);
        columns.add(RowSchema.TASK.name());
        columns.add(RowSchema.OUTCOME.name());
        columns.add(RowSchema.EPOCH.name());
        return "SELECT " + String.join(", ", columns) + EndedRuns.from(condition) + " AND outcome <> '"
                + Outcome.COMPLETED.column() + "' ORDER BY epoch, task LIMIT " + most;
    }
}
