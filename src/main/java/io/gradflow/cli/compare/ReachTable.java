package io.gradflow.cli.compare;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.reach.FollowedRun;
import io.gradflow.query.runs.ReachQuery;
import io.gradflow.results.Outcome;
import io.gradflow.stats.survival.EventStatus;
import io.gradflow.stats.survival.FollowUp;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * The answer to a {@link ReachQuery}.
 *
 * @param runs the rows
 * @param query the question
 */
public record ReachTable(RunTable runs, ReachQuery query) {
    /**
     * Requires runs that have what the condition is about.
     *
     * @throws UsageException if a completed run has none of a metric that it names
     */
    public void requireMetrics() throws UsageException {
        runs.requireMetrics(ReachQuery.LACKS, query.reached());
    }

    /** The runs. The rows of a failed run must not be trusted, so it has reached nothing. */
    public List<FollowedRun> followedRuns() {
        return runs.rows().stream()
                .map(row -> new FollowedRun(
                        runs.group(row), runs.seed(row), RunTable.outcome(row), followUp(row, RunTable.outcome(row))))
                .toList();
    }

    private static FollowUp followUp(Row row, Outcome outcome) {
        Integer first = row.getAs(ReachQuery.FIRST_EPOCH);
        if (first != null && outcome != Outcome.FAILED) {
            return new FollowUp(first, EventStatus.EVENT);
        }
        return new FollowUp(
                row.<Integer>getAs(ReachQuery.LAST_EPOCH),
                outcome == Outcome.COMPLETED ? EventStatus.CENSORED : EventStatus.COMPETING);
    }
}
