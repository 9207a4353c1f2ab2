package io.gradflow.cli;

import io.gradflow.diagnostics.Metric;
import io.gradflow.query.OutputFormat;
import io.gradflow.query.Query;
import io.gradflow.query.QueryException;
import io.gradflow.query.Views;
import io.gradflow.store.Store;
import io.gradflow.sweep.Sweep;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** The table that a run ends with: accuracy over the seeds, for each cell. */
final class Summary {
    /** Beyond this a person asks a question instead of reading on. */
    private static final int MAX_ROWS = 100;

    private final List<String> axes;
    private final long cells;

    private Summary(List<String> axes, long cells) {
        this.axes = axes;
        this.cells = cells;
    }

    static Summary of(Sweep sweep) {
        var varying = sweep.grid().values().entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1 && !entry.getKey().isSeed())
                .map(entry -> entry.getKey().column())
                .toList();
        var axes = varying.isEmpty() ? List.of("activation", "init", "scale") : varying;
        return new Summary(axes, sweep.grid().cells());
    }

    void print(SparkSession spark, Store store, OutputFormat format) throws QueryException {
        var query = query(format);
        Views.registerCells(spark, store, List.of(Metric.TEST_ACC, Metric.TRAIN_ACC));
        new Query(spark, query).printCollected(format, System.out);
        if (cells > MAX_ROWS) {
            System.err.println("the first " + MAX_ROWS + " of " + cells + " cells");
        }
    }

    private String query(OutputFormat format) {
        String columns = String.join(", ", axes);
        return "SELECT " + columns + ", runs, diverged, " + number("test_acc_mean", format) + ", "
                + number("test_acc_std", format) + ", " + number("train_acc_mean", format) + " FROM cells ORDER BY "
                + columns + " LIMIT " + MAX_ROWS;
    }

    /** Four decimals for people, all of them for programs. */
    private static String number(String column, OutputFormat format) {
        return switch (format) {
            case TABLE, MARKDOWN -> "cast(format_string('%.4f', " + column + ") AS STRING) AS " + column;
            case CSV, JSON -> column;
        };
    }
}
