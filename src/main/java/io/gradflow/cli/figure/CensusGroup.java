package io.gradflow.cli.figure;

import io.gradflow.query.figure.CensusQuery;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * The runs of a group in a panel.
 *
 * @param values of the keys of groups and panels, and of the layer if there is one
 * @param runs how many
 * @param diverged how many of them diverged
 * @param failed how many of them failed
 * @param finite how many have a finite number at their last epoch
 * @param lastEpoch the greatest last epoch of a run
 * @param mean of the finite numbers; NaN if there is none
 * @param median of the finite numbers; NaN if there is none
 * @param least of the finite numbers; NaN if there is none
 * @param most of the finite numbers; NaN if there is none
 */
record CensusGroup(
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

    static CensusGroup of(Row row, int keys) {
        return new CensusGroup(
                values(row, keys),
                row.<Long>getAs(CensusQuery.RUNS),
                row.<Long>getAs(CensusQuery.DIVERGED),
                row.<Long>getAs(CensusQuery.FAILED),
                row.<Long>getAs(CensusQuery.FINITE),
                row.<Integer>getAs(CensusQuery.LAST_EPOCH),
                number(row, CensusQuery.MEAN),
                number(row, CensusQuery.MEDIAN),
                number(row, CensusQuery.LEAST),
                number(row, CensusQuery.MOST));
    }

    /** The first values of a row. */
    static List<Object> values(Row row, int keys) {
        // Values may be null.
        return IntStream.range(0, keys).mapToObj(row::get).collect(Collectors.toList());
    }

    /** A number of a row; NaN where it is null. */
    static double number(Row row, String column) {
        Object value = row.getAs(column);
        return value == null ? Double.NaN : ((Number) value).doubleValue();
    }
}
