package io.gradflow.cli.figure;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.figure.Figure;
import io.gradflow.query.StoreQueries;
import io.gradflow.query.figure.DrawnRows;
import io.gradflow.query.figure.Spread;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** The figures of a report that are the same as those of the command figure. */
public final class ReportFigures {
    private static final int DOTS = 1600;

    private final Answers answers;
    private final String where;

    /**
     * Figures.
     *
     * @param queries that see the rows that they shall be of
     * @param where which runs count, as SQL over their last rows
     */
    public ReportFigures(StoreQueries queries, String where) {
        answers = new Answers(queries);
        this.where = where;
    }

    /**
     * The rows of the runs that count.
     *
     * @param keys whose values tell cells apart
     * @throws UsageException if chance tells which runs count
     */
    public DrawnRows rows(List<TaskKey> keys) throws Exception {
        return answers.drawn(new Request(
                false,
                List.of(),
                keys,
                List.of(),
                where,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Spread.NONE,
                Request.Ends.FREE,
                Request.Ends.FREE,
                Optional.empty(),
                Optional.empty(),
                DOTS));
    }

    /**
     * The share of runs that have satisfied a condition, by epoch.
     *
     * @param keys of which the first makes groups and the last two make panels, all others groups too
     * @throws UsageException if runs of a group share a seed, or have no such metric
     */
    public Figure survival(List<TaskKey> keys, String reach) throws Exception {
        return FigureKind.SURVIVAL.figure(
                request(List.of(), keys, Optional.of(reach), "Share of runs with " + reach), answers);
    }

    /**
     * The differences of groups at the last epoch.
     *
     * @param keys as of {@link #survival}
     * @throws UsageException if runs of a group share a seed, or have no such metric
     */
    public Figure forest(List<TaskKey> keys, String metric) throws Exception {
        return FigureKind.FOREST.figure(
                request(List.of(metric), keys, Optional.empty(), "Differences of " + metric + " at the last epoch"),
                answers);
    }

    private Request request(List<String> metrics, List<TaskKey> keys, Optional<String> reach, String title) {
        int facets = Math.max(0, Math.min(2, keys.size() - 1));
        var panels = keys.subList(keys.size() - facets, keys.size());
        return new Request(
                false,
                metrics,
                keys.subList(0, keys.size() - facets),
                panels,
                where,
                OptionalInt.empty(),
                OptionalInt.empty(),
                Spread.CI,
                Request.Ends.FREE,
                Request.Ends.FREE,
                reach,
                Optional.of(title),
                DOTS);
    }
}
