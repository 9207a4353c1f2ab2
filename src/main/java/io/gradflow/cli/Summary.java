package io.gradflow.cli;

import io.gradflow.query.PrintFormat;
import io.gradflow.query.Query;
import io.gradflow.query.QueryException;
import io.gradflow.query.StoreViews;
import io.gradflow.results.Metric;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.TaskKey;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;

/** The table that a run ends with: accuracy over the seeds, for each cell. Its first columns are the keys that vary. */
final class Summary {
    /** A longer table is of little use to a reader, who had better write a query. */
    private static final int MAX_ROWS = 100;

    private final SparkSession spark;
    private final List<String> axes;
    private final long cells;

    private Summary(SparkSession spark, List<String> axes, long cells) {
        this.spark = spark;
        this.cells = cells;
        this.axes = axes.isEmpty() ? List.of("activation", "init", "scale") : axes;
    }

    /** The summary of a store that has the sweep and perhaps others. */
    static Summary of(Sweep sweep, Store store, SparkSession spark) throws StoreException {
        StoreViews.of(spark, store).registerCells(List.of(Metric.TEST_ACC, Metric.TRAIN_ACC));
        return store.description().configurations().size() == 1 ? ofSweep(sweep, spark) : ofStore(store, spark);
    }

    private static Summary ofSweep(Sweep sweep, SparkSession spark) {
        var axes = sweep.grid().values().entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1 && !entry.getKey().isSeed())
                .map(entry -> entry.getKey().column())
                .toList();
        return new Summary(spark, axes, sweep.grid().cells());
    }

    /** Finds the keys that have more than one value in the store. */
    private static Summary ofStore(Store store, SparkSession spark) throws StoreException {
        var keys = TaskKey.ofColumns(store.description().keys()).stream()
                .filter(key -> !key.isSeed())
                .map(TaskKey::column)
                .toList();
        var counts = spark.sql(keys.stream()
                        .map(key -> "count(DISTINCT " + key + ") + count(DISTINCT if(" + key + " IS NULL, 1, NULL))")
                        .collect(Collectors.joining(", ", "SELECT ", ", count(*) FROM cells")))
                .collectAsList()
                .get(0);
        var axes = IntStream.range(0, keys.size())
                .filter(i -> counts.getLong(i) > 1)
                .mapToObj(keys::get)
                .toList();
        return new Summary(spark, axes, counts.getLong(keys.size()));
    }

    void print(PrintFormat format) throws QueryException {
        new Query(spark, query(format)).printCollected(format, System.out);
        if (cells > MAX_ROWS) {
            System.err.println("the first " + MAX_ROWS + " of " + cells + " cells");
        }
    }

    private String query(PrintFormat format) {
        String columns = String.join(", ", axes);
        return "SELECT " + columns + ", runs, diverged, " + number("test_acc_mean", format) + ", "
                + number("test_acc_std", format) + ", " + number("train_acc_mean", format) + " FROM cells ORDER BY "
                + columns + " LIMIT " + MAX_ROWS;
    }

    /** A column with four decimals in the formats for people, and with all digits in those for programs. */
    private static String number(String column, PrintFormat format) {
        return switch (format) {
            case TABLE, MARKDOWN -> "cast(format_string('%.4f', " + column + ") AS STRING) AS " + column;
            case CSV, JSON -> column;
        };
    }
}
