package io.gradflow.it;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.it.Command.Finished;
import io.gradflow.it.Command.Running;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests {@code scripts/cluster} and runs sweeps on a cluster whose processes are killed. The rows must be the same as
 * on one machine.
 */
class ClusterIT {
    /** A sweep that takes two cores some seconds, so that a killed process is at work. */
    private static final String SWEEP = """
            sweep {
              name = clustered
              dataset = { kind = xor, n = 300, noise = 0.1 }
              architecture = "2-16-16-1"
              activation = [relu, softsign]
              init = xavier
              scale = [0.5, 1.0, 2.0]
              loss = binary-cross-entropy
              optimizer = { kind = gd, learning-rate = 0.2 }
              epochs = 3000
              seed = "0..9"
              log-every = 50
            }
            """;

    private static final Pattern PROCESS = Pattern.compile("(master|worker \\d+|executor), process (\\d+)\\b.*");

    /** The line in an executor's log about a Spark task that was tried before or is being tried elsewhere. */
    private static final Pattern SECOND_ATTEMPT = Pattern.compile("Running task \\d+\\.[1-9]");

    @TempDir
    private static Path temporary;

    private static Checkout checkout;
    private static Path folder;
    private static Path sweep;
    private static byte[] expectedRows;

    /** The URL of the cluster's master. */
    private String url;

    private Set<Path> earlierApplications;

    @BeforeAll
    static void runOnThisMachine() throws IOException, SQLException {
        checkout = Checkout.shared();
        folder = temporary.resolve("a cluster");
        sweep = Files.writeString(temporary.resolve("clustered.conf"), SWEEP);
        var store = temporary.resolve("here");
        gradflow("run", sweep.toString(), "--store", store.toString(), "--master", "local[2]")
                .run()
                .assertExitCode(0);
        expectedRows = DuckDb.rows(store);
    }

    @AfterAll
    static void stop() {
        if (folder != null) {
            cluster("stop").run().assertExitCode(0);
            cluster("status").run().assertExitCode(3);
        }
    }

    /** Restarts the cluster unless it has both workers, because the test before may have killed one. */
    @BeforeEach
    void start() throws IOException {
        var status = cluster("status").run();
        if (status.exitCode() != 0 || !status.stdout().endsWith("\n2 of 2 workers registered\n")) {
            cluster("stop").run().assertExitCode(0);
            cluster("start", "--memory", "700m").run().assertExitCode(0);
            status = cluster("status").run().assertExitCode(0);
        }
        url = status.stdout().lines().findFirst().orElseThrow();
        earlierApplications = applications();
    }

    @Test
    void nothingIsReachableFromOtherMachinesOrReadableByOthers() throws IOException, SQLException {
        var settings = folder.resolve("conf/spark-defaults.conf");
        var secret = Files.readAllLines(settings).stream()
                .filter(line -> line.startsWith("spark.authenticate.secret "))
                .map(line -> line.substring(line.indexOf(' ') + 1))
                .findFirst()
                .orElseThrow();
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(settings)));

        var daemons =
                pids("").stream().flatMap(pid -> ProcessHandle.of(pid).stream()).toList();
        var listening = new HashSet<String>();
        var commandLines = new HashSet<String>();
        assertSameRows(run(
                "plain",
                running -> running.whileAlive(() -> Stream.concat(
                                running.tree(),
                                daemons.stream()
                                        .flatMap(daemon -> Stream.concat(Stream.of(daemon), daemon.descendants())))
                        .forEach(process -> {
                            listening.addAll(ListeningSockets.addresses(process));
                            process.info().commandLine().ifPresent(commandLines::add);
                        }))));

        if (ListeningSockets.canBeSeen()) {
            assertFalse(listening.isEmpty(), "not one socket was seen, so what follows proves nothing");
            listening.removeIf(ListeningSockets::isLoopback);
            assertEquals(Set.of(), listening);
        }
        assertTrue(commandLines.stream().anyMatch(line -> line.contains("CoarseGrainedExecutorBackend")));
        assertFalse(commandLines.stream().anyMatch(line -> line.contains(secret)));
        for (var log : executorLogs()) {
            assertFalse(Files.readString(log).contains(secret), log::toString);
        }
    }

    @Test
    void anExecutorIsKilled() throws IOException, SQLException {
        var run = run("executor killed", running -> {
            awaitRows(running, "executor killed");
            // The worker starts another executor.
            kill(ProcessHandle.of(pids("worker 1").get(0))
                    .orElseThrow()
                    .children()
                    .findAny()
                    .orElseThrow()
                    .pid());
        });

        assertSameRows(run);
        assertTrue(hasSecondAttempts(), run::toString);
    }

    @Test
    void aWorkerIsKilled() throws IOException, SQLException {
        var run = run("worker killed", running -> {
            awaitRows(running, "worker killed");
            kill(pids("worker 1").get(0));
        });

        assertSameRows(run);
        assertTrue(hasSecondAttempts(), run::toString);
        var status = cluster("status").run().assertExitCode(0);
        assertEquals(1, pids("worker").size(), status::toString);
        assertTrue(status.stdout().endsWith("\n1 of 2 workers registered\n"), status::toString);
    }

    /**
     * Runs under {@code spark-submit} of a Spark distribution, which finds the secret in SPARK_HOME. With these
     * speculation settings, Spark counts a task as slow soon after its start. Thus the last task is tried a second time
     * by the worker that has nothing left to do, however alike the durations of the tasks are.
     */
    @Test
    void speculationUnderSparkSubmit() throws IOException, SQLException {
        var store = temporary.resolve("submitted");
        var submitted = Command.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + checkout.home().resolve("target/launcher/jvm-options"),
                        "-cp",
                        folder.resolve("jars") + "/*",
                        "org.apache.spark.deploy.SparkSubmit",
                        "--master",
                        url,
                        "--class",
                        "io.gradflow.cli.Main",
                        "--conf",
                        "spark.speculation=true",
                        "--conf",
                        "spark.speculation.interval=10ms",
                        "--conf",
                        "spark.speculation.multiplier=0.1",
                        "--conf",
                        "spark.speculation.minTaskRuntime=0ms",
                        "--conf",
                        "spark.speculation.efficiency.enabled=false",
                        "--conf",
                        "spark.speculation.quantile=0.1",
                        checkout.home().resolve("target/gradflow.jar").toString(),
                        "run",
                        sweep.toString(),
                        "--store",
                        store.toString())
                .in(temporary)
                .with("SPARK_HOME", folder)
                .with("SPARK_LOCAL_IP", "127.0.0.1")
                .run()
                .assertExitCode(0);

        assertArrayEquals(expectedRows, DuckDb.rows(store), submitted::toString);
        assertTrue(hasSecondAttempts(), submitted::toString);
    }

    @Test
    void aSecondStartChangesNothing() {
        var before = cluster("status").run();

        var second = cluster("start").run().assertExitCode(0);
        assertEquals(url + "\n", second.stdout(), second::toString);
        assertTrue(second.stderr().startsWith("cluster: runs already; 2 of 2 workers "), second::toString);
        var larger = cluster("start", "--workers", "3").run().assertExitCode(1);
        assertTrue(larger.stderr().startsWith("cluster: runs already, with 2 workers of "), larger::toString);
        assertEquals("", larger.stdout(), larger::toString);

        assertEquals(before.stdout(), cluster("status").run().stdout());
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void aMistakeIsReportedInOneLine(List<String> arguments, String told) {
        var finished = cluster(arguments.toArray(String[]::new)).run().assertExitCode(2);

        assertEquals("", finished.stdout(), finished::toString);
        assertEquals(1, finished.stderr().lines().count(), finished::toString);
        assertTrue(finished.stderr().startsWith("cluster: "), finished::toString);
        assertTrue(finished.stderr().contains(told), finished::toString);
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of(List.of("restart"), "'restart'"),
                Arguments.of(List.of("start", "stop"), "one command at a time"),
                Arguments.of(List.of("stop", "--workers", "3"), "--workers is for start"),
                Arguments.of(List.of("start", "--workers"), "--workers needs a value"),
                Arguments.of(List.of("start", "--workers", "0"), "'0'"),
                Arguments.of(List.of("start", "--cores=two"), "'two'"),
                Arguments.of(List.of("start", "--memory", "1000"), "'1000'"),
                Arguments.of(List.of("start", "--memory", "400m"), "at least 512m"));
    }

    @Test
    void aFolderThatHoldsSomethingElseIsLeftAlone() throws IOException {
        var finished =
                cluster("start").with("GRADFLOW_CLUSTER", checkout.home()).run().assertExitCode(2);

        assertTrue(finished.stderr().contains("holds something else"), finished::toString);
    }

    private static Command cluster(String... arguments) {
        return Command.of(checkout.home().resolve("scripts/cluster").toString(), arguments)
                .in(temporary)
                .with("GRADFLOW_CLUSTER", folder);
    }

    private static Command gradflow(String... arguments) {
        return checkout.gradflow(arguments).with("GRADFLOW_CLUSTER", folder);
    }

    private record Run(Path store, Finished finished) {}

    /** Runs the sweep on the cluster, and runs {@code meanwhile} after its start. */
    private Run run(String storeName, Consumer<Running> meanwhile) {
        var store = temporary.resolve(storeName);
        try (var running = gradflow("run", sweep.toString(), "--store", store.toString(), "--master", url)
                .start()) {
            meanwhile.accept(running);
            return new Run(store, running.await().assertExitCode(0));
        }
    }

    private static void assertSameRows(Run run) throws IOException, SQLException {
        assertArrayEquals(expectedRows, DuckDb.rows(run.store), run::toString);
    }

    /** Waits until both cores of the cluster write rows that are not committed yet. */
    private static void awaitRows(Running running, String storeName) {
        var staging = temporary.resolve(storeName).resolve("_staging");
        running.awaitThat("two Spark tasks write rows", () -> uncommittedFiles(staging) >= 2);
    }

    private static long uncommittedFiles(Path staging) {
        try (var files = Files.walk(staging)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).count();
        } catch (NoSuchFileException e) {
            return 0;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                // The file was renamed or removed since it was listed.
                return 0;
            }
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void kill(long pid) {
        Command.of("kill", "-KILL", String.valueOf(pid)).run().assertExitCode(0);
    }

    /** The ids of the cluster's processes whose role begins with {@code role}, in the order of {@code status}. */
    private static List<Long> pids(String role) {
        return cluster("status")
                .run()
                .stdout()
                .lines()
                .map(PROCESS::matcher)
                .filter(line -> line.matches() && line.group(1).startsWith(role))
                .map(line -> Long.valueOf(line.group(2)))
                .toList();
    }

    /** The folders of the executors' logs, one for each worker and application. */
    private static Set<Path> applications() throws IOException {
        try (var folders = Files.find(
                folder.resolve("executors"),
                2,
                (file, attributes) -> file.getFileName().toString().startsWith("app-"))) {
            return folders.collect(toSet());
        }
    }

    /** The logs of the executors of the application that ran last. */
    private List<Path> executorLogs() throws IOException {
        var logs = new ArrayList<Path>();
        for (var application : applications()) {
            if (!earlierApplications.contains(application)) {
                try (var files = Files.find(application, 2, (file, attributes) -> file.endsWith("stderr"))) {
                    files.forEach(logs::add);
                }
            }
        }
        return logs;
    }

    private boolean hasSecondAttempts() throws IOException {
        for (var log : executorLogs()) {
            if (SECOND_ATTEMPT.matcher(Files.readString(log)).find()) {
                return true;
            }
        }
        return false;
    }
}
