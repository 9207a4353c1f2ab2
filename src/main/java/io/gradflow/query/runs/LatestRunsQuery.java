package io.gradflow.query.runs;

import java.util.ArrayList;
import java.util.List;

/**
 * Asks for the runs that were the last to satisfy a condition, the latest first.
 *
 * @param reach when each run first satisfied it
 * @param keys columns that tell runs apart
 * @param most how many runs
 */
public record LatestRunsQuery(ReachQuery reach, List<String> keys, int most) {
    /** The query. */
    public String sql() {
        var columns = new ArrayList<>(keys);
        columns.add(StrangeRunsQuery.TASK);
        return "SELECT " + String.join(", ", columns) + ", " + ReachQuery.FIRST_EPOCH + " FROM (" + reach.sql(columns)
                + ") WHERE " + ReachQuery.FIRST_EPOCH + " IS NOT NULL ORDER BY " + ReachQuery.FIRST_EPOCH
                + " DESC, task LIMIT " + most;
    }
}
