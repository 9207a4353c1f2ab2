package io.gradflow.cli.compare;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.share.CountedRun;
import io.gradflow.query.runs.ShareQuery;
import io.gradflow.stats.Direction;
import java.util.List;

/**
 * The answer to a {@link ShareQuery}.
 *
 * @param runs the rows
 * @param query the question
 */
public record ShareTable(RunTable runs, ShareQuery query) {
    /**
     * Requires runs that have what the property is about.
     *
     * @throws UsageException if a completed run has none of a metric that it names
     */
    public void requireMetrics() throws UsageException {
        runs.requireMetrics(ShareQuery.LACKS, query.property());
    }

    /** The runs. Of one that did not complete, and of which nothing can be said, the worse is assumed. */
    public List<CountedRun> countedRuns(Direction direction) {
        return runs.rows().stream()
                .map(row -> {
                    Boolean has = row.getAs(ShareQuery.HAS);
                    return new CountedRun(
                            runs.group(row),
                            runs.seed(row),
                            has == null ? direction == Direction.LOWER_IS_BETTER : has);
                })
                .toList();
    }
}
