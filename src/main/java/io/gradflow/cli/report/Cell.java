package io.gradflow.cli.report;

import io.gradflow.query.figure.CellEndsQuery;
import io.gradflow.query.figure.CellStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.apache.spark.sql.Row;

/**
 * A cell: runs that differ in their seeds alone.
 *
 * @param values of the keys; null where it has none
 * @param number as {@link CellEndsQuery#CELL}
 * @param runs how many
 * @param completed how many of them completed
 * @param diverged how many diverged
 * @param failed how many failed
 * @param stuck how many of those that completed got stuck; empty if that is not known
 * @param last the metrics of networks at the last epoch
 * @param medians the medians of the first of those metrics; NaN where no run is finite
 */
record Cell(
        List<Object> values,
        long number,
        long runs,
        long completed,
        long diverged,
        long failed,
        OptionalLong stuck,
        List<CellStatistics> last,
        List<Double> medians) {

    static Cell of(Row row, int keys, int metrics, int withMedians) {
        var values = new ArrayList<Object>();
        for (int i = 0; i < keys; i++) {
            values.add(row.get(i));
        }
        var last = new ArrayList<CellStatistics>();
        var medians = new ArrayList<Double>();
        for (int i = 0; i < metrics; i++) {
            last.add(CellStatistics.of(row, i));
        }
        for (int i = 0; i < withMedians; i++) {
            medians.add(CellStatistics.median(row, i));
        }
        Long stuck = row.getAs(CellEndsQuery.STUCK);
        return new Cell(
                values,
                row.<Long>getAs(CellEndsQuery.CELL),
                row.<Long>getAs(CellEndsQuery.RUNS),
                row.<Long>getAs(CellEndsQuery.COMPLETED),
                row.<Long>getAs(CellEndsQuery.DIVERGED),
                row.<Long>getAs(CellEndsQuery.FAILED),
                stuck == null ? OptionalLong.empty() : OptionalLong.of(stuck),
                last,
                medians);
    }

    /** The mean of a metric over the finite runs; NaN if there is none. */
    double mean(int metric) {
        return last.get(metric).mean();
    }

    /** The cell with the values of some keys alone. */
    Cell withValues(int[] places) {
        var some = new ArrayList<Object>();
        for (int place : places) {
            some.add(values.get(place));
        }
        return new Cell(some, number, runs, completed, diverged, failed, stuck, last, medians);
    }
}
