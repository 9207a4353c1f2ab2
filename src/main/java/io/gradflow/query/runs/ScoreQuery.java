package io.gradflow.query.runs;

import io.gradflow.query.column.MeasuredColumn;
import java.util.List;
import java.util.OptionalInt;

/**
 * Asks for one number of each run that has ended.
 *
 * @param metric a metric of networks, or of layers if there is a layer
 * @param layer the number of a weight layer, from 1
 * @param moment which epochs of the run count
 * @param condition which runs count, in SQL over the columns of their last rows
 */
public record ScoreQuery(String metric, OptionalInt layer, Moment moment, String condition) {
    /** The name of the column with the number. It is null where a run has none. */
    public static final String SCORE = "score";

    /** The name of the column with how many rows of the run have a number that is not NaN, of those that count. */
    public static final String NUMBERS = "numbers";

    /** Which epochs of a run count, and how. */
    public sealed interface Moment {
        /** The condition on rows that count, as the end of a query; null if only the last row does. */
        String rows();

        /** The one number of all rows that count, in SQL, for the number of each row. */
        String ofRows(String value);

        /** Whether a run that has completed may have no number. */
        default boolean mayLackNumber() {
            return false;
        }

        /** The last row of the run. */
        record Last() implements Moment {
            @Override
            public String rows() {
                return null;
            }

            @Override
            public String ofRows(String value) {
                return value;
            }
        }

        /** The row of an epoch. */
        record AtEpoch(int epoch) implements Moment {
            @Override
            public String rows() {
                return " WHERE epoch = " + epoch;
            }

            @Override
            public String ofRows(String value) {
                return "max(" + value + ")";
            }
        }

        /** The best of all rows. */
        record Best(boolean isHigherBetter) implements Moment {
            @Override
            public String rows() {
                return "";
            }

            @Override
            public String ofRows(String value) {
                // NaN is the greatest number for Spark.
                return (isHigherBetter ? "max(" : "min(") + value + ") FILTER (WHERE NOT isnan(" + value + "))";
            }
        }

        /** The mean over all rows that have a number, which is the area under the curve for each of their epochs. */
        record Mean() implements Moment {
            @Override
            public String rows() {
                return "";
            }

            @Override
            public String ofRows(String value) {
                // In the order of epochs, since sums of doubles depend on it.
                return "aggregate(array_sort(collect_list(struct(epoch, " + value + " AS v)) FILTER (WHERE " + value
                        + " IS NOT NULL)), 0e0, (sum, row) -> sum + row.v) / nullif(count(" + value + "), 0)";
            }
        }

        /** The first epoch at which the metric is at a threshold or beyond. */
        record FirstReaching(boolean isAbove, double threshold) implements Moment {
            @Override
            public String rows() {
                return "";
            }

            @Override
            public String ofRows(String value) {
                return "min(epoch) FILTER (WHERE " + value + (isAbove ? " >= " : " <= ") + "CAST('" + threshold
                        + "' AS DOUBLE) AND NOT isnan(" + value + "))";
            }

            @Override
            public boolean mayLackNumber() {
                return true;
            }
        }
    }

    /**
     * The query.
     *
     * @param keys the columns that come before the outcome and the number
     */
    public String sql(List<String> keys) {
        String columns = EndedRuns.columns(keys);
        String ended = EndedRuns.from(condition);
        String value = "CAST(" + value() + " AS DOUBLE)";
        if (moment.rows() == null) {
            return "SELECT " + columns + ", " + value + " AS " + SCORE + ", CAST(if(" + value + " IS NULL OR isnan("
                    + value + "), 0, 1) AS BIGINT) AS " + NUMBERS + ended;
        }
        return "SELECT " + columns + ", CAST(" + SCORE + " AS DOUBLE) AS " + SCORE + ", coalesce(" + NUMBERS
                + ", 0) AS "
                + NUMBERS + " FROM (SELECT *" + ended + ") LEFT JOIN (SELECT task, " + moment.ofRows(value) + " AS "
                + SCORE + ", count(" + value + ") FILTER (WHERE NOT isnan(" + value + ")) AS " + NUMBERS
                + " FROM epochs"
                + moment.rows() + " GROUP BY task) USING (task)";
    }

    private String value() {
        return layer.isEmpty() ? metric : MeasuredColumn.ofLayer(metric, layer.getAsInt());
    }
}
