package io.gradflow.query;

import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.results.Metric;
import io.gradflow.spark.Sessions;
import io.gradflow.store.Store;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/**
 * Questions about a store of the study in a warm session of Spark, beside the same of DuckDB over the same views of the
 * same files. Spark's answers are printed as CSV, to nowhere; of DuckDB's, every value is read as text.
 *
 * <p>{@code scripts/bench sql}
 */
public final class QuerySpeed {
    /** Not counted, since compilers and caches are at work. */
    private static final int WARM_UP_ROUNDS = 3;

    private static final int ROUNDS = 5;

    private static final Map<String, String> QUERIES = queries();

    private QuerySpeed() {}

    private static Map<String, String> queries() {
        String all = MeasuredColumn.of(Metric.of(DiagnosticGroups.DEFAULT), 0).stream()
                .flatMap(column -> Stream.of(column.name() + "_mean", column.name() + "_std"))
                .collect(Collectors.joining(", "));
        var queries = new LinkedHashMap<String, String>();
        queries.put("cells", "SELECT * FROM cells");
        queries.put(
                "curves of one metric at one scale",
                "SELECT activation, epoch, test_acc_mean, test_acc_std FROM curves WHERE scale = 1.0");
        queries.put("curves of one metric", "SELECT activation, scale, epoch, test_acc_mean, test_acc_std FROM curves");
        queries.put("curves of all metrics", "SELECT activation, scale, epoch, " + all + " FROM curves");
        queries.put("runs below 0.6", "SELECT * FROM runs WHERE test_acc < 0.6");
        return queries;
    }

    /** Expects the folder of a store. */
    public static void main(String... arguments) throws Exception {
        var times = new LinkedHashMap<String, double[][]>();
        try (var spark = Sessions.start("local[2]", Map.of());
                var connection = DriverManager.getConnection("jdbc:duckdb:");
                var duckdb = connection.createStatement()) {
            var hadoop = spark.sparkContext().hadoopConfiguration();
            var store = Store.existing(arguments[0], hadoop);
            StoreViews.of(spark, store).register(QueryNames.ALL + " " + String.join(" ", Views.NAMES));
            duckdb.execute("SET threads = 2");
            duckdb.execute(DuckDbViews.script(store, hadoop));
            for (var query : QUERIES.entrySet()) {
                times.put(query.getKey(), new double[][] {
                    seconds(() -> ofSpark(spark, query.getValue())), seconds(() -> ofDuckDb(duckdb, query.getValue()))
                });
            }
        }
        System.out.printf("%-36s %26s %26s %8s%n", "seconds, median (least to most)", "gradflow", "DuckDB", "ratio");
        times.forEach((query, of) -> System.out.printf(
                Locale.ROOT,
                "%-36s %26s %26s %8.2f%n",
                query,
                told(of[0]),
                told(of[1]),
                of[0][ROUNDS / 2] / of[1][ROUNDS / 2]));
    }

    private static String told(double... sorted) {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", sorted[ROUNDS / 2], sorted[0], sorted[ROUNDS - 1]);
    }

    /** The seconds that something takes, the least first. */
    private static double[] seconds(Callable<Long> work) throws Exception {
        var seconds = new double[ROUNDS];
        for (int round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
            long begin = System.nanoTime();
            if (work.call() == 0) {
                throw new IllegalStateException("there is no answer");
            }
            if (round >= 0) {
                seconds[round] = (System.nanoTime() - begin) * 1e-9;
            }
        }
        Arrays.sort(seconds);
        return seconds;
    }

    private static long ofSpark(SparkSession spark, String query) throws QueryException {
        var counter = new Counter();
        new Query(spark, query).print(PrintFormat.CSV, new PrintStream(counter, false, StandardCharsets.UTF_8));
        return counter.bytes;
    }

    private static long ofDuckDb(Statement duckdb, String query) throws SQLException {
        long cells = 0;
        try (var result = duckdb.executeQuery(query)) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                for (int i = 1; i <= columns; i++) {
                    String text = result.getString(i);
                    cells += text == null ? 0 : 1;
                }
            }
        }
        return cells;
    }

    private static final class Counter extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytes += length;
        }
    }
}
