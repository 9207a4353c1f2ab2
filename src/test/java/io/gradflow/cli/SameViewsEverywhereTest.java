package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.query.PrintFormat;
import io.gradflow.query.QueryException;
import io.gradflow.query.StoreQueries;
import io.gradflow.spark.Sessions;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The views of the same rows have the same bits, in however many files the rows are, on however many cores, whether
 * Spark compiles them or not.
 */
@Tag("spark")
class SameViewsEverywhereTest {
    /** 128 networks; some cells have runs that diverge. */
    private static final String CONFIGURATION = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [relu, tanh]
              optimizer = { kind = gd, learning-rate = [0.1, 1e300] }
              epochs = 4
              seed = "0..31"
            }
            execution.lane-width = 2
            """;

    private static final List<String> QUERIES = List.of(
            "SELECT task, test_loss, best_test_acc, best_test_acc_epoch FROM runs",
            "SELECT activation, learning_rate, runs, finite, diverged, test_loss_mean, test_loss_std, test_loss_median,"
                    + " z_mean_abs_finite_mean, z_mean_abs_finite_std, z_mean_abs_finite_median FROM cells",
            "SELECT activation, learning_rate, epoch, runs, finite, diverged, test_loss_mean, test_loss_std,"
                    + " test_loss_median, z_mean_abs_finite_mean, z_mean_abs_finite_std FROM curves",
            "SELECT * FROM outcomes");

    @TempDir
    private Path folder;

    private String store(String name, Path configuration, String... options) {
        String store = folder.resolve(name).toString();
        var run = Invocation.of(Stream.concat(
                        Stream.of("run", configuration.toString(), "--store", store, "--master", "local[2]"),
                        Arrays.stream(options))
                .toArray(String[]::new));
        assertEquals(0, run.exitCode(), run.err());
        return store;
    }

    private static long files(String store) throws IOException {
        try (var paths = Files.walk(Path.of(store, "epochs"))) {
            return paths.filter(path -> path.toString().endsWith(".parquet")).count();
        }
    }

    /** The answers to all queries, with all digits. */
    private static String views(SparkSession spark, String store) throws StoreException, QueryException {
        var answers = new ByteArrayOutputStream();
        var out = new PrintStream(answers, true, StandardCharsets.UTF_8);
        var queries = new StoreQueries(
                spark,
                Store.existing(store, spark.sparkContext().hadoopConfiguration()),
                new StoreQueries.Options(false, false));
        for (var query : QUERIES) {
            queries.query(query + " ORDER BY ALL").print(PrintFormat.CSV, out);
        }
        return answers.toString(StandardCharsets.UTF_8);
    }

    @Test
    void viewsHaveTheSameBitsInAnyNumberOfFilesAndOnAnyNumberOfCores() throws Exception {
        var configuration = Files.writeString(folder.resolve("sweep.conf"), CONFIGURATION);
        var stores = new ArrayList<String>();
        for (long files : List.of(1L, 7L, 64L)) {
            String store = store("files-" + files, configuration, "--set", "execution.partitions=" + files);
            assertEquals(files, files(store));
            stores.add(store);
        }
        store("resumed", configuration, "--set", "sweep.seed=[3, 9, 20]");
        stores.add(store("resumed", configuration));
        String compacted = store("compacted", configuration, "--set", "execution.partitions=7");
        assertEquals(0, Invocation.of("compact", "--store", compacted).exitCode());
        stores.add(compacted);

        var answers = new ArrayList<String>();
        for (int cores = 1; cores <= 2; cores++) {
            try (var spark = Sessions.start("local[" + cores + "]", Map.of("spark.sql.shuffle.partitions", "3"))) {
                if (cores == 2) {
                    // As sql does where there are few rows.
                    Sessions.preferInterpretation(spark);
                }
                // Every other store on one core, because a session takes a while for the first queries.
                for (int i = cores - 1; i < stores.size(); i += 2) {
                    answers.add(views(spark, stores.get(i)));
                    assertEquals(answers.get(0), answers.get(answers.size() - 1), stores.get(i));
                }
            }
        }
        assertEquals(stores.size(), answers.size());
    }
}
