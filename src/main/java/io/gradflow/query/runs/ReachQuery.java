package io.gradflow.query.runs;

import io.gradflow.results.Outcome;
import java.util.List;

/**
 * Asks when each run that has ended first satisfied a condition, at its logged epochs. The row with which a run
 * diverged does not count, and none in which a metric that the condition names is NaN.
 *
 * @param reached the condition, in SQL over the columns of {@code epochs}
 * @param condition which runs count, in SQL over the columns of their last rows
 */
public record ReachQuery(String reached, String condition) {
    /** The name of the column with the first epoch; null if there is none. */
    public static final String FIRST_EPOCH = "first_epoch";

    /** The name of the column with the last epoch of the run. */
    public static final String LAST_EPOCH = "last_epoch";

    /** The name of the column that tells whether the run has none of a metric that the condition names. */
    public static final String LACKS = "lacks";

    /**
     * The query.
     *
     * @param keys the columns that come before the outcome
     */
    public String sql(List<String> keys) {
        return "SELECT " + EndedRuns.columns(keys) + ", epoch AS " + LAST_EPOCH + ", " + EndedRuns.lacks(reached)
                + " AS " + LACKS + ", " + FIRST_EPOCH + " FROM (SELECT *" + EndedRuns.from(condition)
                + ") LEFT JOIN (SELECT task, min(epoch) AS " + FIRST_EPOCH + " FROM epochs WHERE "
                + EndedRuns.withoutNaN(reached)
                + " AND coalesce(outcome, '') <> '" + Outcome.DIVERGED.column() + "' GROUP BY task) USING (task)";
    }
}
