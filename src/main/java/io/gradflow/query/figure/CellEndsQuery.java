package io.gradflow.query.figure;

import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Asks for the last rows of each cell: how its runs ended, and statistics of columns over those of them that are
 * finite.
 *
 * @param rows of which runs; their keys tell cells apart
 * @param columns what has statistics; those of the column at place i are {@link CellStatistics}
 * @param medians how many of the first columns have medians as well, which take longer
 */
public record CellEndsQuery(DrawnRows rows, List<MeasuredColumn> columns, int medians) {
    /** A number that is the same for the same values of the keys, and nearly always differs for others. */
    public static final String CELL = "cell";

    public static final String RUNS = "runs";
    public static final String COMPLETED = "completed";
    public static final String DIVERGED = "diverged";
    public static final String FAILED = "failed";

    /** How many got stuck; null where that is not known. */
    public static final String STUCK = "stuck";

    /** The greatest share of the most frequent class; null for regression. */
    public static final String MAJORITY = "majority";

    /** How many weight layers the deepest network has; null if all have failed. */
    public static final String LAYERS = "layers";

    /** The greatest last epoch of a run. */
    public static final String LAST_EPOCH = "last_epoch";

    /** The query. */
    public String sql() {
        String isCompleted = isOutcome(Outcome.COMPLETED);
        var selected = new ArrayList<String>(rows.keys());
        selected.add(cell(rows.keys()) + " AS " + CELL);
        selected.add("count(*) AS " + RUNS);
        for (var outcome : Outcome.values()) {
            selected.add("count_if(" + isOutcome(outcome) + ") AS " + outcome.column());
        }
        String majority = Metric.TRAIN_MAJORITY.column();
        selected.add("if(count_if(" + majority + " IS NULL AND NOT " + isOutcome(Outcome.FAILED) + ") = 0, count_if("
                + isCompleted + " AND " + Metric.TRAIN_ACC.column() + " <= " + majority + "), NULL) AS " + STUCK);
        selected.add("max(" + majority + ") AS " + MAJORITY);
        selected.add("max(size(layers)) AS " + LAYERS);
        selected.add("max(epoch) AS " + LAST_EPOCH);
        selected.addAll(CellStatistics.selected(columns.size(), medians));
        return "SELECT " + String.join(", ", selected) + " FROM (SELECT *, "
                + String.join(", ", CellStatistics.numbers(columns)) + rows.fromLast() + ")" + rows.clause("GROUP BY");
    }

    /** The number of a cell. */
    static String cell(List<String> keys) {
        return keys.isEmpty() ? "0L" : "xxhash64(" + String.join(", ", keys) + ")";
    }

    private static String isOutcome(Outcome outcome) {
        return "outcome = '" + outcome.column() + "'";
    }
}
