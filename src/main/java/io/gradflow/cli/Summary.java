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
import java.io.PrintStream;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** A table of statistics over the seeds, for each cell. Its first columns are the keys that vary. */
final class Summary {
    /** A longer table is of little use to a reader at the end of a run, who had better write a query. */
    private static final int MAX_ROWS = 100;

    private final SparkSession spark;
    private final Columns columns;
    private final List<String> axes;
    private final long cells;

    private Summary(SparkSession spark, Columns columns, List<String> axes, long cells) {
        this.spark = spark;
        this.columns = columns;
        this.cells = cells;
        this.axes = axes.isEmpty() ? List.of("activation", "init", "scale") : axes;
    }

    /**
     * What is told of a cell.
     *
     * @param maxRows how many cells the table has at most
     */
    private record Columns(List<String> counts, List<Statistic> statistics, int maxRows) {
        /** At the end of a run. */
        static final Columns OF_RUN = new Columns(
                List.of("runs", "diverged"),
                List.of(
                        new Statistic(Metric.TEST_ACC, "mean"),
                        new Statistic(Metric.TEST_ACC, "std"),
                        new Statistic(Metric.TRAIN_ACC, "mean")),
                MAX_ROWS);

        /** In a publication, which has all cells. */
        static final Columns OF_PUBLICATION = new Columns(
                List.of("runs", "finite"),
                Stream.of(Metric.TEST_ACC, Metric.TRAIN_ACC, Metric.TEST_LOSS, Metric.TRAIN_LOSS)
                        .flatMap(metric -> Stream.of(new Statistic(metric, "mean"), new Statistic(metric, "std")))
                        .toList(),
                Integer.MAX_VALUE);

        List<Metric> metrics() {
            return statistics.stream().map(Statistic::metric).distinct().toList();
        }
    }

    /** A statistic of a metric over the runs of a cell, by its name in the view. */
    private record Statistic(Metric metric, String name) {
        /** Four decimals of an accuracy, and as many digits of a loss, in the formats for people; else all. */
        String column(PrintFormat format) {
            String column = metric.column() + "_" + name;
            String digits = switch (metric) {
                case TRAIN_ACC, TEST_ACC -> "%.4f";
                default -> "%.4g";
            };
            // Of null the function makes a text.
            return format.isForPeople()
                    ? "if(" + column + " IS NULL, NULL, cast(format_string('" + digits + "', " + column
                            + ") AS STRING)) AS " + column
                    : column;
        }
    }

    /** What a run ends with: the summary of a store that has the sweep and perhaps others. */
    static Summary ofRun(Sweep sweep, Store store, SparkSession spark) throws StoreException {
        if (store.description().configurations().size() > 1) {
            return ofStore(store, spark, Columns.OF_RUN);
        }
        registered(store, spark, Columns.OF_RUN);
        var axes = sweep.grid().values().entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1 && !entry.getKey().isSeed())
                .map(entry -> entry.getKey().column())
                .toList();
        return new Summary(spark, Columns.OF_RUN, axes, sweep.grid().cells());
    }

    /** All cells of a store with accuracies and losses, as readers of a publication want them. */
    static Summary ofPublication(Store store, SparkSession spark) throws StoreException {
        return ofStore(store, spark, Columns.OF_PUBLICATION);
    }

    /** Finds the keys that have more than one value in the store. */
    private static Summary ofStore(Store store, SparkSession spark, Columns columns) throws StoreException {
        var axes = registered(store, spark, columns).keysOfSeveralValues().stream()
                .filter(key -> !key.isSeed())
                .map(TaskKey::column)
                .toList();
        long cells = spark.table("cells").count();
        return new Summary(spark, columns, axes, cells);
    }

    private static StoreViews registered(Store store, SparkSession spark, Columns columns) throws StoreException {
        var views = StoreViews.of(spark, store);
        views.registerCells(columns.metrics());
        return views;
    }

    void print(PrintFormat format, PrintStream out) throws QueryException {
        new Query(spark, query(format)).printCollected(format, out);
        if (cells > columns.maxRows()) {
            System.err.println("the first " + columns.maxRows() + " of " + cells + " cells");
        }
    }

    private String query(PrintFormat format) {
        String keys = String.join(", ", axes);
        return Stream.of(
                                axes.stream(),
                                columns.counts().stream(),
                                columns.statistics().stream().map(statistic -> statistic.column(format)))
                        .flatMap(part -> part)
                        .collect(Collectors.joining(", ", "SELECT ", " FROM cells ORDER BY " + keys))
                + " LIMIT " + columns.maxRows();
    }
}
