package io.gradflow.query;

import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A view that is defined by a query over the view {@code epochs}. Its columns follow from those of the rows: first the
 * keys that vary in the store, then what was measured, then the keys that are the same everywhere.
 *
 * <p>No view sorts rows, and each aggregate is an expression of its own. So Spark reads and aggregates only the metrics
 * that a query asks for, and conditions on keys and epochs reach the scan of the files.
 */
enum DerivedView {
    /** One row for each weight layer of a task at an epoch. */
    LAYERS("one weight layer of one task at one epoch") {
        @Override
        String sql(ViewColumns columns, SqlDialect dialect) {
            return select(
                            columns.varyingKeys(),
                            List.of("epoch"),
                            columns.schema().layers().fields().stream()
                                    .map(field ->
                                            dialect.ofElement(RowSchema.LAYERS, field.name()) + " AS " + field.name())
                                    .toList(),
                            columns.sameKeys(dialect),
                            List.of("task"))
                    + dialect.fromElements(RowSchema.LAYERS, Views.EPOCHS);
        }
    },
    /**
     * One row for each task that has ended. If epochs tie for the best accuracy, the earliest counts. Spark leaves the
     * join out for a query that does not ask for the best, because a task has at most one row in what is joined.
     */
    RUNS("one task") {
        @Override
        String sql(ViewColumns columns, SqlDialect dialect) {
            return select(
                            columns.varyingKeys(),
                            List.of("outcome", "epoch AS outcome_epoch"),
                            columns.metrics(),
                            List.of("best_test_acc", "best_test_acc_epoch"),
                            columns.sameKeys(dialect),
                            List.of("task"))
                    + " FROM (SELECT * FROM epochs WHERE outcome IS NOT NULL) LEFT JOIN"
                    + " (SELECT task, " + dialect.best("test_acc") + " AS best_test_acc, " + dialect.best("epoch")
                    + " AS best_test_acc_epoch FROM epochs GROUP BY task) USING (task)";
        }
    },
    /** One row for each cell, over its tasks that have ended. */
    CELLS("one cell: all keys but the seeds") {
        @Override
        String sql(ViewColumns columns, SqlDialect dialect) {
            return select(
                            columns.varyingCellKeys(),
                            List.of(
                                    "count(*) AS runs",
                                    count(MeasuredColumn.FINITE_RUN) + " AS finite",
                                    count(DIVERGED) + " AS diverged"),
                            statistics(columns, dialect),
                            columns.sameCellKeys(dialect))
                    + fromFinite(columns, List.of("outcome"), " WHERE outcome IS NOT NULL")
                    + groupBy(columns.varyingCellKeys());
        }
    },
    /**
     * One row for each cell at an epoch. A run that has diverged before has no row at the epoch, so its cell is not
     * finite there. The last row of such a run may be at an epoch that is not logged otherwise.
     */
    CURVES("one cell at one epoch") {
        @Override
        String sql(ViewColumns columns, SqlDialect dialect) {
            var cell = columns.varyingCellKeys();
            String perEpoch = select(
                            cell,
                            List.of("epoch", "count(*) AS runs", count(MeasuredColumn.FINITE_RUN) + " AS finite"),
                            statistics(columns, dialect))
                    + fromFinite(columns, List.of("epoch", "outcome"), "")
                    + groupBy(Stream.concat(cell.stream(), Stream.of("epoch")).toList());
            String perCell = select(
                            cell,
                            List.of("count(*) AS runs", "array_agg(epoch) FILTER (WHERE " + DIVERGED + ") AS ends"))
                    + " FROM epochs WHERE outcome IS NOT NULL" + groupBy(cell);
            String together = cell.stream()
                    .map(key -> "point." + key + " IS NOT DISTINCT FROM whole." + key)
                    .collect(Collectors.joining(" AND "));
            return select(
                            prefixed("point.", cell),
                            List.of(
                                    "point.epoch",
                                    "point.runs",
                                    "point.finite",
                                    "CAST(" + dialect.countUpTo("whole.ends", "point.epoch")
                                            + " AS BIGINT) AS diverged"),
                            forEach(
                                    columns.names(),
                                    metric -> CellStatistic.ofAllIf(
                                            columns.statistics(), "point.runs = whole.runs", metric)),
                            forEach(
                                    columns.survivors(),
                                    metric -> CellStatistic.namesOfSurvivors(columns.statistics(), metric)),
                            columns.sameCellKeys(dialect))
                    + " FROM (" + perEpoch + ") AS point JOIN (" + perCell + ") AS whole"
                    + " ON " + (cell.isEmpty() ? "true" : together);
        }
    },
    /**
     * One row for each cell: how its runs ended, each number with a confidence interval of its share. Whether a run got
     * stuck is known if its row has the share of the most frequent class, which older stores do not have.
     */
    OUTCOMES("one cell") {
        @Override
        String sql(ViewColumns columns, SqlDialect dialect) {
            String completed = isOutcome(Outcome.COMPLETED);
            String numbers = select(
                            columns.varyingCellKeys(),
                            List.of(
                                    "count(*) AS runs",
                                    count(completed) + " AS completed",
                                    count(DIVERGED) + " AS diverged",
                                    count(isOutcome(Outcome.FAILED)) + " AS failed",
                                    "if(" + count("train_majority IS NULL AND NOT " + isOutcome(Outcome.FAILED))
                                            + " = 0, " + count(completed + " AND train_acc <= train_majority")
                                            + ", NULL) AS stuck"))
                    + " FROM epochs WHERE outcome IS NOT NULL"
                    + groupBy(columns.varyingCellKeys());
            return select(
                            columns.varyingCellKeys(),
                            List.of("runs"),
                            Stream.of("completed", "diverged", "failed", "stuck")
                                    .flatMap(number -> WilsonInterval.columns(number, "runs"))
                                    .toList(),
                            columns.sameCellKeys(dialect))
                    + " FROM (" + numbers + ")";
        }
    },
    /** One row for each hidden unit of a task that has ended, in stores that measure units. */
    UNITS("one hidden unit of one task, where the group units is on") {
        @Override
        String sql(ViewColumns columns, SqlDialect dialect) {
            return select(
                            columns.varyingKeys(),
                            RowSchema.UNIT_FIELDS.stream()
                                    .map(field ->
                                            dialect.ofElement(RowSchema.UNITS, field.name()) + " AS " + field.name())
                                    .toList(),
                            List.of("outcome"),
                            columns.sameKeys(dialect),
                            List.of("task"))
                    + dialect.fromElements(RowSchema.UNITS, "(SELECT * FROM epochs WHERE outcome IS NOT NULL)");
        }

        @Override
        boolean isIn(DiagnosticGroups groups) {
            return groups.has(DiagnosticGroup.UNITS);
        }
    };

    private static final String DIVERGED = isOutcome(Outcome.DIVERGED);

    private final String row;

    DerivedView(String row) {
        this.row = row;
    }

    /** What a row of the view is about. */
    String row() {
        return row;
    }

    /** Whether the view needs the last rows of tasks alone, and makes no more rows of them. */
    boolean isOfLastRows() {
        return this == CELLS || this == OUTCOMES;
    }

    /** Whether a store has the view that was made with some groups of diagnostics. */
    boolean isIn(DiagnosticGroups groups) {
        return true;
    }

    /** The name in queries. */
    String viewName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The query that defines the view.
     *
     * @param columns those of {@code epochs}; metrics that are left out are missing in the view
     * @param dialect of the program that shall have the view
     */
    abstract String sql(ViewColumns columns, SqlDialect dialect);

    @SafeVarargs
    private static String select(List<String>... lists) {
        var columns = new ArrayList<String>();
        for (var list : lists) {
            columns.addAll(list);
        }
        return "SELECT " + String.join(", ", columns);
    }

    /** Rows of {@code epochs} with all that tells cells apart, and what is finite of the metrics. */
    private static String fromFinite(ViewColumns columns, List<String> others, String condition) {
        return " FROM ("
                + select(
                        columns.varyingCellKeys(),
                        others,
                        columns.measured().stream()
                                .map(CellStatistic::nullUnlessFinite)
                                .toList())
                + " FROM epochs" + condition + ")";
    }

    private static String groupBy(List<String> keys) {
        return keys.isEmpty() ? "" : " GROUP BY " + String.join(", ", keys);
    }

    private static List<String> statistics(ViewColumns columns, SqlDialect dialect) {
        return Stream.concat(
                        columns.names().stream()
                                .flatMap(metric -> CellStatistic.ofAll(columns.statistics(), metric, dialect)),
                        columns.survivors().stream()
                                .flatMap(metric -> CellStatistic.ofSurvivors(columns.statistics(), metric, dialect)))
                .toList();
    }

    private static List<String> forEach(List<String> metrics, Function<String, Stream<String>> columns) {
        return metrics.stream().flatMap(columns).toList();
    }

    private static List<String> prefixed(String prefix, List<String> names) {
        return names.stream().map(name -> prefix + name).toList();
    }

    private static String isOutcome(Outcome outcome) {
        return "outcome = '" + outcome.column() + "'";
    }

    private static String count(String condition) {
        return "count_if(" + condition + ")";
    }
}
