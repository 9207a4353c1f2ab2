package io.gradflow.cli.figure.census;

import io.gradflow.query.figure.CensusQuery;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * The runs of a group in a panel.
 *
 * @param values of the keys of groups and panels
 * @param runs how many
 * @param diverged how many of them diverged
 * @param failed how many of them failed
 * @param finite how many have a finite number at their last epoch
 * @param lastEpoch the greatest last epoch of a run
 * @param mean of the finite numbers; NaN if there is none, or if they were only counted
 * @param median of the finite numbers; NaN if there is none, or if they were only counted
 * @param least of the finite numbers; NaN if there is none, or if they were only counted
 * @param most of the finite numbers; NaN if there is none, or if they were only counted
 */
public record CensusGroup(
        List<Object> values,
        long runs,
        long diverged,
        long failed,
        long finite,
        int lastEpoch,
        double mean,
        double median,
        double least,
        double most) {

    /** A group by the answer to a {@link CensusQuery}, with one of its numbers. */
    public static CensusGroup of(Row row, int keys, int number) {
        return of(row, keys, number, statistic -> number(row, CensusQuery.of(statistic, number)));
    }

    /** A group by the answer to a {@link CensusQuery} that only counts, without the statistics of its numbers. */
    public static CensusGroup counted(Row row, int keys, int number) {
        return of(row, keys, number, statistic -> Double.NaN);
    }

    private static CensusGroup of(Row row, int keys, int number, ToDoubleFunction<String> statistic) {
        return new CensusGroup(
                values(row, keys),
                row.<Long>getAs(CensusQuery.RUNS),
                row.<Long>getAs(CensusQuery.DIVERGED),
                row.<Long>getAs(CensusQuery.FAILED),
                row.<Long>getAs(CensusQuery.of(CensusQuery.FINITE, number)),
                row.<Integer>getAs(CensusQuery.LAST_EPOCH),
                statistic.applyAsDouble(CensusQuery.MEAN),
                statistic.applyAsDouble(CensusQuery.MEDIAN),
                statistic.applyAsDouble(CensusQuery.LEAST),
                statistic.applyAsDouble(CensusQuery.MOST));
    }

    /** The same runs under other values. */
    public CensusGroup withValues(List<Object> others) {
        return new CensusGroup(others, runs, diverged, failed, finite, lastEpoch, mean, median, least, most);
    }

    /** The same runs, of which so many have a finite number somewhere else than at their last epoch. */
    public CensusGroup withFinite(long number) {
        return new CensusGroup(values, runs, diverged, failed, number, lastEpoch, mean, median, least, most);
    }

    /** How many have another outcome, but no finite number. */
    public long without() {
        return runs - finite - diverged - failed;
    }

    /** The first values of a row. */
    public static List<Object> values(Row row, int keys) {
        // Values may be null.
        return IntStream.range(0, keys).mapToObj(row::get).collect(Collectors.toList());
    }

    /** A number of a row; NaN where it is null. */
    public static double number(Row row, String column) {
        Object value = row.getAs(column);
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }
}
