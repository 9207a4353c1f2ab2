package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.cli.compare.ReachTable;
import io.gradflow.cli.compare.RunQuestions;
import io.gradflow.query.PrintFormat;
import io.gradflow.query.StoreQueries;
import io.gradflow.query.runs.ReachQuery;
import io.gradflow.spark.Sessions;
import io.gradflow.store.Store;
import io.gradflow.sweep.TaskKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of one session about a store in which rows are committed meanwhile. */
@Tag("spark")
class GrowingStoreTest {
    @TempDir
    private static Path folder;

    private static void run(Path store, String... options) throws IOException {
        var configuration = Files.writeString(
                folder.resolve("a.conf"),
                "sweep { dataset.n = 40, architecture = 2-3-1, activation = [tanh, relu], epochs = 2, seed = 0 }");
        var arguments = new ArrayList<>(
                List.of("run", configuration.toString(), "--store", store.toString(), "--master", "local[2]"));
        arguments.addAll(List.of(options));
        var run = Invocation.of(arguments.toArray(String[]::new));
        assertEquals(0, run.exitCode(), run.err());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            // What tells of files comes after the files.
            for (var file : files.sorted(Comparator.comparing(path -> path.endsWith("store.json")))
                    .toList()) {
                var copied = to.resolve(from.relativize(file).toString());
                if (!Files.isDirectory(copied)) {
                    Files.copy(file, copied, StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
    }

    @Test
    void eachQuerySeesWhatIsCommittedWhenItIsAsked() throws Exception {
        var grown = folder.resolve("grown");
        var store = folder.resolve("store");
        run(grown);
        copy(grown, store);
        run(grown, "--set", "sweep.seed=0..2", "--set", "sweep.scale=[1, 2]");
        try (var spark = Sessions.start("local[2]", Map.of())) {
            var queries = new StoreQueries(
                    spark,
                    Store.existing(store.toString(), new Configuration()),
                    new StoreQueries.Options(false, false));
            assertEquals(List.of("a,b", "2,2"), csv(queries, "SELECT count(*) AS a, sum(runs) AS b FROM cells"));
            var cells = spark.table("cells").queryExecution();
            assertEquals(
                    List.of("activation", "relu", "tanh"), csv(queries, "SELECT activation FROM cells ORDER BY 1"));
            assertEquals(cells.analyzed(), spark.table("cells").queryExecution().analyzed());
            assertEquals("activation", queries.columnNames("runs").get(0));

            copy(grown, store);
            assertEquals(List.of("a,b", "4,12"), csv(queries, "SELECT count(*) AS a, sum(runs) AS b FROM cells"));
            assertEquals(
                    List.of("activation", "scale", "seed"),
                    queries.columnNames("runs").subList(0, 3));
        }
    }

    @Test
    void questionsAboutRunsSeeTheRowsThatOtherAnswersAreOf() throws Exception {
        var grown = folder.resolve("more");
        var store = folder.resolve("kept");
        run(grown);
        copy(grown, store);
        run(grown, "--set", "sweep.seed=0..2");
        try (var spark = Sessions.start("local[2]", Map.of())) {
            var queries = new StoreQueries(
                    spark,
                    Store.existing(store.toString(), new Configuration()),
                    new StoreQueries.Options(false, false));
            queries.keepRows();
            copy(grown, store);
            var reach = new ReachQuery("epoch > 0", "true");

            var runs = new RunQuestions(queries, TaskKey.ofColumns(List.of("activation")), "true")
                    .ask(reach::sql, List.of(), List.of(), List.of("epoch > 0"), false);

            assertEquals(2, new ReachTable(runs, reach).followedRuns().size());
            assertEquals(List.of("n", "2"), csv(queries, "SELECT sum(runs) AS n FROM cells"));
        }
    }

    @Test
    void columnsOverTheSurvivorsAreForQueriesThatNameThem() throws Exception {
        var store = folder.resolve("survivors");
        run(store);
        try (var spark = Sessions.start("local[2]", Map.of())) {
            var queries = new StoreQueries(
                    spark,
                    Store.existing(store.toString(), new Configuration()),
                    new StoreQueries.Options(false, false));
            assertFalse(csv(queries, "SELECT * FROM cells").get(0).contains("_finite"));
            assertEquals(List.of("n", "1", "1"), csv(queries, "SELECT test_acc_finite AS n FROM cells"));
            assertFalse(csv(queries, "SELECT * FROM cells").get(0).contains("_finite"));
            assertTrue(queries.columnNames("cells").contains("test_acc_finite_mean"));
            assertFalse(List.of(queries.columns("cells").fieldNames()).contains("test_acc_finite_mean"));
        }
    }

    private static List<String> csv(StoreQueries queries, String text) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            queries.query(text).print(PrintFormat.CSV, out);
        }
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
