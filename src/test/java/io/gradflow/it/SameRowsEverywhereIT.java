package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.it.Command.Finished;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests that a sweep gives the same rows, bit for bit, wherever it runs and however it is partitioned. */
class SameRowsEverywhereIT {
    /** A sweep in which half of the relu networks overflow. */
    private static final String SWEEP = """
            sweep {
              name = small
              dataset = { kind = xor, n = 80, noise = 0.1 }
              architecture = "2-6-5-1"
              activation = [relu, softsign]
              init = xavier
              scale = [0.5, 2.0]
              loss = binary-cross-entropy
              optimizer = [{ kind = gd, learning-rate = 0.1 }, { kind = gd, learning-rate = 1e200 }]
              epochs = 100
              seed = "0..4"
            }
            """;

    private static final String TWO_EXECUTORS = "local-cluster[2,1,1024]";

    /** Settings that make Spark wait for both executors before it hands out work, so that both get some. */
    private static final List<String> BOTH_EXECUTORS =
            List.of("--conf", "spark.cores.max=2", "--conf", "spark.scheduler.minRegisteredResourcesRatio=1.0");

    @TempDir
    private static Path temporary;

    private static Checkout checkout;
    private static Path sweep;
    private static Run first;
    private static byte[] rowsOfFirst;

    private record Run(Path store, Finished finished) {}

    @BeforeAll
    static void runOnOneCore() throws IOException, SQLException {
        checkout = Checkout.shared();
        sweep = Files.writeString(temporary.resolve("small sweep.conf"), SWEEP);
        first = run("local[1]");
        rowsOfFirst = DuckDb.rows(first.store);
        try (var duckdb = new DuckDb()) {
            duckdb.loadRows(first.store);
            assertEquals(
                    List.of(List.of("completed", "30"), List.of("diverged", "10")),
                    duckdb.query("SELECT outcome, count(*) FROM epochs WHERE outcome IS NOT NULL"
                            + " GROUP BY 1 ORDER BY 1"));
            assertTrue(duckdb.number("SELECT count(*) FROM epochs WHERE isnan(train_loss) OR isinf(train_loss)") > 0);
        }
    }

    /** Deletes the links first, because JUnit warns of each link that leads out of a folder that it deletes. */
    @AfterAll
    static void deleteLinks() throws IOException {
        try (var links = Files.find(temporary, 6, (file, attributes) -> attributes.isSymbolicLink())) {
            for (var link : links.toList()) {
                Files.delete(link);
            }
        }
    }

    @Test
    void onTwoCoresWithSparksLogShown() throws IOException, SQLException {
        var run = run("local[2]", "--verbose");

        assertSame(run);
        assertTrue(run.finished.stderr().contains("INFO SparkContext: Running Spark version"), run::toString);
        assertFalse(first.finished.stderr().contains("INFO"), first::toString);
    }

    @Test
    void inAnotherNumberOfPartitions() throws IOException, SQLException {
        // There are fewer partitions than packs, so some hold more packs than others.
        assertSame(run("local[2]", "--set", "execution.partitions=4"));
    }

    @Test
    void inOtherJvms() throws IOException, SQLException {
        assertSame(run(TWO_EXECUTORS, BOTH_EXECUTORS.toArray(String[]::new)));
        assertEquals(2, executorsThatRanTasks(checkout.home().resolve("target/spark")));
    }

    @Test
    void underSparkSubmit() throws IOException, SQLException {
        var sparkHome = temporary.resolve("spark");
        layOutSpark(sparkHome);
        var store = temporary.resolve("submitted");
        var line = new ArrayList<>(List.of(
                "@" + checkout.home().resolve("target/launcher/jvm-options"),
                "-cp",
                sparkHome.resolve("jars") + "/*",
                "org.apache.spark.deploy.SparkSubmit",
                "--master",
                TWO_EXECUTORS));
        line.addAll(BOTH_EXECUTORS);
        line.addAll(List.of(
                checkout.home().resolve("target/gradflow.jar").toString(),
                "run",
                sweep.toString(),
                "--store",
                store.toString()));
        var submitted = Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), line.toArray(String[]::new))
                .in(temporary)
                .with("SPARK_HOME", sparkHome)
                .with("SPARK_SCALA_VERSION", "2.13")
                .with("SPARK_LOCAL_IP", "127.0.0.1")
                .run()
                .assertExitCode(0);

        assertSame(new Run(store, submitted));
        assertEquals(2, executorsThatRanTasks(sparkHome));
    }

    /** Runs the sweep and checks that no process it starts can be reached from another machine. */
    private static Run run(String master, String... options) {
        var store = temporary.resolve(("store " + master + " " + String.join(" ", options)).strip());
        var arguments =
                new ArrayList<>(List.of("run", sweep.toString(), "--store", store.toString(), "--master", master));
        arguments.addAll(List.of(options));
        var listening = new HashSet<String>();
        Finished finished;
        try (var running = checkout.gradflow(arguments.toArray(String[]::new)).start()) {
            if (ListeningSockets.canBeSeen()) {
                running.whileAlive(
                        () -> running.tree().map(ListeningSockets::addresses).forEach(listening::addAll));
            }
            finished = running.await().assertExitCode(0);
        }
        if (ListeningSockets.canBeSeen()) {
            assertFalse(listening.isEmpty(), "not one socket was seen, so what follows proves nothing");
            listening.removeIf(ListeningSockets::isLoopback);
            assertEquals(Set.of(), listening);
        }
        return new Run(store, finished);
    }

    private static void assertSame(Run run) throws IOException, SQLException {
        assertEquals(first.finished.stdout(), run.finished.stdout());
        assertArrayEquals(rowsOfFirst, DuckDb.rows(run.store));
    }

    /** Lays out a folder like a Spark distribution. */
    private static void layOutSpark(Path home) throws IOException {
        Files.createDirectories(home.resolve("jars"));
        String classPath = Files.readString(checkout.home().resolve("target/launcher/spark-classpath"));
        for (var entry : classPath.strip().split(File.pathSeparator, -1)) {
            var jar = Path.of(entry);
            Files.createSymbolicLink(home.resolve("jars").resolve(jar.getFileName()), jar);
        }
    }

    /** The number of executors whose logs say that they ran a task. */
    private static int executorsThatRanTasks(Path folder) throws IOException {
        var executors = new TreeSet<String>();
        try (var logs = Files.find(folder, 5, (file, attributes) -> file.endsWith("stderr"))) {
            for (var log : logs.toList()) {
                if (Files.readString(log).contains("Running task ")) {
                    executors.add(log.getParent().toString());
                }
            }
        }
        return executors.size();
    }
}
