package io.gradflow.query.figure;

import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.exact.ExactAggregates;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * Statistics of a column over the runs that are finite there.
 *
 * @param n how many runs
 * @param mean NaN if there is no run, as all others
 * @param deviation the standard deviation of the population
 * @param least the least number
 * @param most the greatest number
 */
public record CellStatistics(long n, double mean, double deviation, double least, double most) {
    /** What stands before the place of a column in the names of its statistics. */
    private static final List<String> NAMES = List.of("n_", "mean_", "std_", "min_", "max_");

    private static final String MEDIAN = "median_";

    /** The columns' numbers of each row, under names of their own. */
    static List<String> numbers(List<MeasuredColumn> columns) {
        return IntStream.range(0, columns.size())
                .mapToObj(i -> DrawnRows.finite(columns.get(i).expression()) + " AS v" + i)
                .toList();
    }

    /** What is selected of a group of such rows. */
    static List<String> selected(int columns, int medians) {
        return IntStream.range(0, columns)
                .boxed()
                .flatMap(i -> Stream.concat(
                        Stream.of(
                                "count(v" + i + ") AS n_" + i,
                                ExactAggregates.mean("v" + i) + " AS mean_" + i,
                                ExactAggregates.std("v" + i) + " AS std_" + i,
                                "min(v" + i + ") AS min_" + i,
                                "max(v" + i + ") AS max_" + i),
                        i < medians
                                ? Stream.of(ExactAggregates.median("v" + i) + " AS " + MEDIAN + i)
                                : Stream.<String>empty()))
                .toList();
    }

    /** The statistics of the column at a place. */
    public static CellStatistics of(Row row, int place) {
        return new CellStatistics(
                row.<Long>getAs(NAMES.get(0) + place),
                number(row, NAMES.get(1) + place),
                number(row, NAMES.get(2) + place),
                number(row, NAMES.get(3) + place),
                number(row, NAMES.get(4) + place));
    }

    /** The median of the column at a place, where it was asked for; NaN if there is no run. */
    public static double median(Row row, int place) {
        return number(row, MEDIAN + place);
    }

    private static double number(Row row, String column) {
        Object value = row.getAs(column);
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }
}
