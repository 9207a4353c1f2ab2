package io.gradflow.query;

import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.sweep.TaskKey;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A view that is defined by a query over the view {@code epochs}. Its columns follow from those of the rows.
 *
 * <p>Means and standard deviations over seeds do not depend on how Spark divided the work: the rows of a cell are
 * brought together and sorted by seed before they are added up.
 */
enum DerivedView {
    /** One row for each weight layer of a task at an epoch. */
    LAYERS {
        @Override
        String sql(RowSchema schema) {
            String fields = joined(schema.layers().fields().stream().map(field -> "l." + field.name()));
            return "SELECT task, " + keys(schema) + ", epoch, " + fields
                    + " FROM epochs LATERAL VIEW explode(layers) AS l";
        }
    },
    /** One row for each task that has ended. If epochs tie for the best accuracy, the earliest counts. */
    RUNS {
        @Override
        String sql(RowSchema schema) {
            return "SELECT task, " + keys(schema) + ", outcome, epoch AS outcome_epoch, "
                    + forEachMetric(schema, m -> m)
                    + ", best.acc AS best_test_acc,"
                    + " if(best.acc IS NULL, NULL, -best.minus_epoch) AS best_test_acc_epoch"
                    + " FROM epochs JOIN"
                    + " (SELECT task, max(named_struct('acc', test_acc, 'minus_epoch', -epoch)) AS best"
                    + " FROM epochs GROUP BY task) USING (task)"
                    + " WHERE outcome IS NOT NULL";
        }
    },
    /** One row for each cell, over its tasks that have ended. */
    CELLS {
        @Override
        String sql(RowSchema schema) {
            String cell = cellKeys(schema);
            String completed = "outcome = '" + Outcome.COMPLETED.column() + "'";
            return "SELECT " + cell + ", count(*) AS runs, "
                    + count(Outcome.DIVERGED) + " AS diverged, "
                    + meansAndDeviations(schema, completed)
                    + " FROM (SELECT * FROM epochs WHERE outcome IS NOT NULL"
                    + " DISTRIBUTE BY " + cell + " SORT BY " + keys(schema) + ") GROUP BY " + cell;
        }
    },
    /**
     * One row for each cell at an epoch. A run that has diverged before has no row at the epoch, so its cell is not
     * finite there. The last row of such a run may be at an epoch that is not logged otherwise.
     */
    CURVES {
        @Override
        String sql(RowSchema schema) {
            String cell = cellKeys(schema);
            String running = "coalesce(outcome, 'running') IN ('running', '" + Outcome.COMPLETED.column() + "')";
            String perEpoch = "SELECT " + cell + ", epoch, count(*) AS runs, " + count(Outcome.DIVERGED)
                    + " AS diverging, " + meansAndDeviations(schema, running)
                    + " FROM (SELECT * FROM epochs DISTRIBUTE BY " + cell
                    + " SORT BY " + cell + ", epoch, " + keys(schema) + ") GROUP BY " + cell + ", epoch";
            String complete = "runs = max(runs) OVER (PARTITION BY " + cell + ")";
            return "SELECT " + cell + ", epoch, runs, "
                    + "sum(diverging) OVER (PARTITION BY " + cell + " ORDER BY epoch) AS diverged, "
                    + forEachMetric(
                            schema,
                            metric -> joined(Stream.of(metric + "_mean", metric + "_std")
                                    .map(column -> "if(" + complete + ", " + column + ", double('NaN')) AS " + column)))
                    + " FROM (" + perEpoch + ")";
        }
    };

    /** The name in queries. */
    String viewName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The query that defines the view.
     *
     * @param schema the columns of {@code epochs}; metrics that are left out are missing in the view
     */
    abstract String sql(RowSchema schema);

    private static String keys(RowSchema schema) {
        return joined(schema.keys().stream().map(TaskKey::column));
    }

    private static String cellKeys(RowSchema schema) {
        return joined(schema.keys().stream().filter(key -> !key.isSeed()).map(TaskKey::column));
    }

    private static String forEachMetric(RowSchema schema, Function<String, String> expression) {
        return joined(schema.metrics().stream().map(Metric::column).map(expression));
    }

    private static String meansAndDeviations(RowSchema schema, String condition) {
        return forEachMetric(
                schema,
                metric -> finite(metric, condition, "avg") + " AS " + metric + "_mean, "
                        + finite(metric, condition, "stddev_pop") + " AS " + metric + "_std");
    }

    /** The aggregate of a metric, or NaN unless the metric is finite and the condition holds in every run. */
    private static String finite(String metric, String condition, String aggregate) {
        // In Spark SQL NaN is greater than any other number, infinity included.
        return "if(bool_and(coalesce(" + condition + " AND abs(" + metric + ") < double('Infinity'), false)), "
                + aggregate + "(" + metric + "), double('NaN'))";
    }

    private static String count(Outcome outcome) {
        return "count_if(outcome = '" + outcome.column() + "')";
    }

    private static String joined(Stream<String> expressions) {
        return expressions.collect(Collectors.joining(", "));
    }
}
