package io.gradflow.query;

import io.gradflow.query.exact.ExactAggregates;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** What differs between the SQL of programs that have the views. */
enum SqlDialect {
    /** Spark's, with the functions of {@link io.gradflow.query.exact.ExactAggregates}. */
    SPARK {
        @Override
        String mean(String column) {
            return ExactAggregates.mean(column);
        }

        @Override
        String std(String column) {
            return ExactAggregates.std(column);
        }

        @Override
        String median(String column) {
            return ExactAggregates.median(column);
        }

        @Override
        String best(String field) {
            return "earliest_best(test_acc, epoch)." + field;
        }

        // Exploding the structs would read all their fields.
        @Override
        String fromElements(String list, String rows) {
            return " FROM " + rows + " LATERAL VIEW posexplode(" + list + ".layer) exploded_" + list
                    + " AS place, number";
        }

        @Override
        String ofElement(String list, String field) {
            return field.equals("layer") ? "number" : "get(" + list + "." + field + ", place)";
        }

        @Override
        String countUpTo(String list, String bound) {
            return "size(filter(" + list + ", x -> x <= " + bound + "))";
        }

        // Its bytes: what a quoted text means depends on settings, and ${...} in it would be substituted.
        @Override
        String quoted(String text) {
            String bytes = HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
            return "CAST(X'" + bytes + "' AS STRING)";
        }
    },
    /** DuckDB's. Its sums are compensated but not exact, and deviations of numbers above 1e150 are infinite. */
    DUCKDB {
        @Override
        String mean(String column) {
            return "favg(" + column + ")";
        }

        @Override
        String std(String column) {
            // The squares of larger numbers are no doubles, for which some versions end the query.
            return "CASE WHEN min(" + column + ") = max(" + column + ") THEN 0e0 WHEN max(abs(" + column
                    + ")) > 1e150 THEN CAST('Infinity' AS DOUBLE) ELSE stddev_pop(" + column + ") FILTER (WHERE abs("
                    + column + ") <= 1e150) END";
        }

        @Override
        String median(String column) {
            return "median(" + column + ")";
        }

        @Override
        String best(String field) {
            String best = "max({'test_acc': test_acc, 'minus_epoch': -epoch}) FILTER (WHERE NOT isnan(test_acc))";
            return field.equals("epoch") ? "-(" + best + ").minus_epoch" : "(" + best + ")." + field;
        }

        @Override
        String fromElements(String list, String rows) {
            return " FROM (SELECT *, unnest(" + list + ") AS l FROM " + rows + ")";
        }

        @Override
        String ofElement(String list, String field) {
            return "l." + field;
        }

        @Override
        String countUpTo(String list, String bound) {
            return "coalesce(len(list_filter(" + list + ", lambda x: x <= " + bound + ")), 0)";
        }

        @Override
        String quoted(String text) {
            return "'" + text.replace("'", "''") + "'";
        }
    };

    /** The mean of a column of a group of rows; nulls are left out. */
    abstract String mean(String column);

    /** The standard deviation of a population, of a column of a group of rows; nulls are left out. */
    abstract String std(String column);

    /** The median of a column of a group of rows; nulls are left out. */
    abstract String median(String column);

    /** The field {@code test_acc} or {@code epoch} of a group's row of the best accuracy, of those the earliest. */
    abstract String best(String field);

    /**
     * Where a query gets a row for each element of a list of some rows.
     *
     * @param list the column of lists, whose elements are structs with a field {@code layer}
     * @param rows the rows, as SQL has them after {@code FROM}
     */
    abstract String fromElements(String list, String rows);

    /** A field of the list's element that such a row is of. */
    abstract String ofElement(String list, String field);

    /** How many elements of a list are not above a bound. */
    abstract String countUpTo(String list, String bound);

    /** A text, which a stranger may have written, as an expression that has it for its value. */
    abstract String quoted(String text);
}
