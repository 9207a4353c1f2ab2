package io.gradflow.cli.compare;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.ScoredRun;
import io.gradflow.query.runs.ScoreQuery;
import io.gradflow.results.Outcome;
import io.gradflow.stats.Score;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.sql.Row;

/**
 * The answer to a {@link ScoreQuery}.
 *
 * @param runs the rows
 * @param query the question
 */
public record ScoreTable(RunTable runs, ScoreQuery query) {
    /**
     * Requires numbers to compare.
     *
     * @throws UsageException if no run of a group has one, or if a run lacks one that must have it
     */
    public void requireNumbers() throws UsageException {
        var completed = runs.rows().stream()
                .filter(row -> RunTable.outcome(row) == Outcome.COMPLETED)
                .toList();
        var withNumbers = new HashSet<List<Object>>();
        completed.stream()
                .filter(row -> row.<Long>getAs(ScoreQuery.NUMBERS) > 0)
                .forEach(row -> withNumbers.add(runs.group(row)));
        for (var row : completed) {
            if (!withNumbers.contains(runs.group(row))) {
                throw new UsageException("no completed run of " + runs.group(row) + " has a number as its "
                        + query.metric() + " there, must be a metric that these runs have, at epochs that they have"
                        + " logged");
            }
        }
        long without = completed.stream().filter(ScoreTable::hasNoScore).count();
        if (without > 0 && !query.moment().mayLackNumber()) {
            throw new UsageException(without + " of " + completed.size() + " completed runs have no " + query.metric()
                    + " there, must be at an epoch that all of them have logged");
        }
    }

    /** The runs. A run that did not complete, or has no finite number, has the worst score. */
    public List<ScoredRun> scoredRuns() {
        return runs.rows().stream()
                .map(row -> new ScoredRun(
                        runs.group(row), runs.seed(row), runs.within(row), RunTable.outcome(row), score(row)))
                .toList();
    }

    private static boolean hasNoScore(Row row) {
        return row.isNullAt(row.fieldIndex(ScoreQuery.SCORE));
    }

    private static Score score(Row row) {
        if (RunTable.outcome(row) != Outcome.COMPLETED || hasNoScore(row)) {
            return Score.WORST;
        }
        double score = row.getAs(ScoreQuery.SCORE);
        return Double.isFinite(score) ? Score.of(score) : Score.WORST;
    }
}
