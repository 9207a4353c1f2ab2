package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.schema.Type;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store grows, and is mended, by what it lacks alone. */
@Tag("spark")
class ResumeTest {
    /** Other tests of growing stores run it too. */
    static final String CONFIGURATION = """
            sweep {
              name = small
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [tanh, relu]
              scale = [0.5, 2]
              epochs = 20
              seed = "0..4"
            }
            execution { partitions = 3 }
            """;

    @TempDir
    private Path folder;

    private String store;

    @BeforeEach
    void configure() throws IOException {
        Files.writeString(folder.resolve("small.conf"), CONFIGURATION);
        store = folder.resolve("store").toString();
    }

    private Invocation run(String... options) {
        return runInto(store, options);
    }

    private Invocation runInto(String into, String... options) {
        return Invocation.of(Stream.concat(
                        Stream.of(
                                "run",
                                folder.resolve("small.conf").toString(),
                                "--store",
                                into,
                                "--master",
                                "local[2]"),
                        Arrays.stream(options))
                .toArray(String[]::new));
    }

    private void assertTrains(int networks, int found, Invocation run) {
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("\n" + networks + " networks trained in "), run.err());
        assertEquals(found > 0, run.err().contains("; " + found + " were there"), run.err());
    }

    private Invocation verify(String... options) {
        return Invocation.of(
                Stream.concat(Stream.of("verify", "--store", store, "--master", "local[2]"), Arrays.stream(options))
                        .toArray(String[]::new));
    }

    private String digest(String of) {
        var verified = Invocation.of("verify", "--store", of, "--digest", "--master", "local[2]");
        assertEquals(0, verified.exitCode(), verified.err());
        assertTrue(verified.out().matches("[0-9a-f]{64}\n"), verified.out());
        return verified.out();
    }

    /** The digest of a store that was made in one go. */
    private String digestOfUndisturbed(String... options) {
        String other = folder.resolve("undisturbed").toString();
        assertEquals(0, runInto(other, options).exitCode());
        return digest(other);
    }

    private List<Path> parquetFiles() throws IOException {
        try (var files = Files.walk(Path.of(store, "epochs"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .sorted()
                    .toList();
        }
    }

    /** What tells whether a file is the same and untouched. */
    private Map<Path, String> untouched(List<Path> files) throws IOException {
        var states = new TreeMap<Path, String>();
        for (var file : files) {
            states.put(
                    file,
                    Files.readAttributes(file, "unix:ino,lastModifiedTime,size").toString());
        }
        return states;
    }

    @Test
    void aFinishedSweepTrainsNothing() throws IOException {
        assertTrains(20, 0, run());
        var before = untouched(parquetFiles());
        var again = run();
        assertTrains(0, 20, again);
        assertEquals(6, again.outLines().size(), again.out());
        assertEquals(before, untouched(parquetFiles()));
    }

    @Test
    void moreSeedsTrainTheNewOnesAlone() throws IOException {
        assertTrains(20, 0, run());
        var before = untouched(parquetFiles());
        assertTrains(180, 20, run("--set", "sweep.seed=0..49"));
        assertEquals(before, untouched(List.copyOf(before.keySet())));
        assertEquals(digestOfUndisturbed("--set", "sweep.seed=0..49"), digest(store));
    }

    @Test
    void anotherSweepMayHaveOtherKeys() {
        assertTrains(20, 0, run());
        var grown = run("--set", "sweep.activation=[{kind=elu,alpha=2},tanh]", "--set", "sweep.seed=3..5");
        // Of elu 2 scales x 3 seeds, of tanh 2 scales x the new seed.
        assertTrains(8, 4, grown);
        // The cells of both sweeps, told apart by what varies in the store.
        assertTrue(grown.outLines().get(0).contains("activation"), grown.out());
        assertEquals(8, grown.outLines().size(), grown.out());
        var answer = Invocation.of(
                "sql",
                "--store",
                store,
                "--format=csv",
                "SELECT activation, activation_alpha, count(*) AS runs FROM runs GROUP BY 1, 2 ORDER BY 1");
        assertEquals(
                List.of("activation,activation_alpha,runs", "elu,2.0,6", "relu,,10", "tanh,,12"), answer.outLines());
        assertTrains(0, 20, run());
    }

    private List<String> columns(Path file) throws IOException {
        var path = new org.apache.hadoop.fs.Path(file.toUri());
        try (var reader = ParquetFileReader.open(HadoopInputFile.fromPath(path, Sessions.hadoop(Map.of())))) {
            return reader.getFileMetaData().getSchema().getFields().stream()
                    .map(Type::getName)
                    .toList();
        }
    }

    @Tag("faults")
    @Test
    void newFilesHaveAllColumnsOfTheStoreAndThePageTellsHowToReadOlderOnes() throws Exception {
        assertTrains(20, 0, run());
        assertTrains(20, 0, run("--set", "sweep.activation=[{kind=leaky_relu,slope=[0.1,0.2]}]"));
        var second = parquetFiles();
        assertTrains(10, 10, run("--set", "sweep.activation=tanh", "--set", "sweep.seed=0..9"));
        var third = new ArrayList<>(parquetFiles());
        third.removeAll(second);

        for (var file : third) {
            assertTrue(columns(file).contains("activation_slope"), file::toString);
            assertEquals(columns(second.get(second.size() - 1)), columns(file));
        }
        // The digest does not see a column that is null everywhere.
        String other = folder.resolve("alone").toString();
        assertEquals(0, runInto(other, "--set", "sweep.seed=0..9").exitCode());
        assertEquals(
                0,
                runInto(other, "--set", "sweep.activation=[{kind=leaky_relu,slope=[0.1,0.2]}]")
                        .exitCode());
        assertEquals(0, run("--set", "sweep.seed=0..9").exitCode());
        assertEquals(digest(other), digest(store));

        String page = Files.readString(Path.of("src/site/markdown/store.md"));
        int start = page.indexOf("```sql\n") + "```sql\n".length();
        String query = page.substring(start, page.indexOf("```", start)).replace("runs/study", store);
        try (var duckdb = DriverManager.getConnection("jdbc:duckdb:");
                var statement = duckdb.createStatement();
                var rows = statement.executeQuery(query)) {
            var found = new ArrayList<String>();
            while (rows.next()) {
                found.add(rows.getString(1) + " " + rows.getString(2) + " " + rows.getLong(3));
            }
            assertEquals(List.of("leaky_relu 0.1 10", "leaky_relu 0.2 10", "relu null 20", "tanh null 20"), found);
        }
    }

    @Test
    void ofManyCellsTheSummaryHasTheFirstAndSaysSo() {
        var first = run("--set", "sweep.scale=1..60", "--set", "sweep.seed=0", "--set", "sweep.epochs=1");
        assertTrains(120, 0, first);
        assertEquals(102, first.outLines().size());
        assertTrue(first.errLines().contains("the first 100 of 120 cells"), first.err());
        // Counted in the store when it has more than one configuration.
        var second = run("--set", "sweep.scale=61", "--set", "sweep.seed=0", "--set", "sweep.epochs=1");
        assertTrue(second.errLines().contains("the first 100 of 122 cells"), second.err());
    }

    @Tag("faults")
    @Test
    void damageIsNamedAndTrainedAgain() throws IOException {
        assertTrains(20, 0, run());
        String whole = digest(store);
        var files = parquetFiles();
        assertEquals(3, files.size());
        var bytes = Files.readAllBytes(files.get(0));
        Files.write(files.get(0), Arrays.copyOf(bytes, bytes.length / 2));
        Files.delete(files.get(1));
        var flipped = Files.readAllBytes(files.get(2));
        flipped[flipped.length / 3] ^= 1;
        Files.write(files.get(2), flipped);

        var verified = verify("--digest");
        assertEquals(1, verified.exitCode());
        assertEquals("", verified.out());
        var lines = verified.errLines();
        assertTrue(
                lines.contains("gradflow: damaged: " + files.get(0) + ": torn: has " + bytes.length / 2
                        + " bytes, was committed with " + bytes.length),
                verified.err());
        assertTrue(lines.contains("gradflow: damaged: " + files.get(1) + ": missing"), verified.err());
        assertTrue(verified.err().contains("gradflow: damaged: " + files.get(2) + ": changed"), verified.err());
        assertTrue(lines.contains("0 of 3 files are as they were committed, 420 rows"), verified.err());

        var mended = run();
        assertTrains(20, 0, mended);
        assertTrue(mended.err().contains("damaged, to be trained again: " + files.get(1) + ": missing"), mended.err());
        assertEquals(whole, digest(store));
    }

    @Tag("faults")
    @Test
    void whatIsLostOfOtherSweepsIsNoMatterOfThisOne() throws IOException {
        assertTrains(20, 0, run());
        String[] other = {"--set", "sweep.seed=5", "--set", "execution.partitions=1"};
        assertTrains(4, 0, run(other));
        String whole = digest(store);
        Files.delete(parquetFiles().get(0));
        var mended = run(other);
        assertTrains(0, 4, mended);
        assertTrue(mended.err().contains("of the other sweeps in the store is trained by the runs of those"));
        assertEquals(0, run().exitCode());
        assertEquals(whole, digest(store));
    }

    @Tag("faults")
    @Test
    void onlyTheTasksOfDamagedFilesAreTrainedAgain() throws IOException {
        assertTrains(20, 0, run());
        String whole = digest(store);
        var files = parquetFiles();
        Files.write(files.get(1), new byte[0]);
        var rest = untouched(List.of(files.get(0), files.get(2)));
        var mended = run();
        assertEquals(0, mended.exitCode(), mended.err());
        assertFalse(mended.err().contains("\n20 networks trained"), mended.err());
        assertEquals(rest, untouched(List.copyOf(rest.keySet())));
        assertEquals(whole, digest(store));
    }

    @Tag("faults")
    @Test
    void aForeignFileIsNamedAndLeftAloneAndNeverRead() throws IOException {
        assertTrains(20, 0, run());
        String whole = digest(store);
        var foreign = Files.copy(parquetFiles().get(0), Path.of(store, "epochs/wave=0/copy.parquet"));
        var verified = verify();
        assertEquals(1, verified.exitCode());
        assertTrue(verified.errLines().contains("gradflow: foreign: " + foreign), verified.err());
        assertTrains(0, 20, run());
        assertTrue(Files.exists(foreign));
        var answer = Invocation.of("sql", "--store", store, "--format=csv", "SELECT count(*) AS n FROM epochs");
        assertEquals(List.of("n", "420"), answer.outLines());
        Files.delete(foreign);
        assertEquals(whole, digest(store));
    }

    @Tag("faults")
    @Test
    void aRunWaitsForAnotherAsLongAsItIsToldTo() throws Exception {
        var lock = Store.writable(store, Sessions.hadoop(Map.of())).lock();
        var refused = run("--wait", "1");
        assertEquals(2, refused.exitCode(), refused.err());
        assertTrue(
                refused.errLines()
                        .get(0)
                        .startsWith("gradflow: waiting, for 1 s at most: store " + store + " is being"),
                refused.err());
        assertTrue(refused.errLines().get(1).endsWith("; wait for its end, or end it"), refused.err());
        var negative = run("--wait", "-1");
        assertEquals(2, negative.exitCode());
        assertEquals(List.of("gradflow: --wait -1: must be a number of seconds, 0 or more"), negative.errLines());
        CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS).execute(lock::close);
        assertTrains(20, 0, run("--wait", "600"));
    }

    @Tag("faults")
    @Test
    void whatAKilledRunLeftIsRemovedAndItsCommittedWavesStay() throws IOException {
        assertTrains(10, 0, run("--set", "sweep.activation=relu"));
        var before = untouched(parquetFiles());
        var staged = Path.of(store, "_staging", UUID.randomUUID().toString());
        Files.createDirectories(staged.resolve("_temporary/0"));
        Files.writeString(staged.resolve("part-r-00000.zstd.parquet"), "torn");
        assertTrains(10, 10, run());
        assertFalse(Files.exists(Path.of(store, "_staging")));
        assertEquals(before, untouched(List.copyOf(before.keySet())));
        assertEquals(digestOfUndisturbed(), digest(store));
    }

    @Tag("faults")
    @Test
    void aRunThatWasKilledBeforeItsFirstCommitIsBegunAgain() throws IOException {
        assertTrains(20, 0, run());
        for (var file : parquetFiles()) {
            Files.delete(file);
        }
        Files.delete(Path.of(store, "epochs/wave=0/_manifest.json"));
        Files.delete(Path.of(store, "epochs/wave=0"));
        Files.delete(Path.of(store, "epochs"));
        assertTrains(20, 0, run("--set", "sweep.log-every=5"));
    }

    @Test
    void rowsThatMustNotMixAreRefused() throws IOException {
        assertTrains(20, 0, run());
        var before = untouched(parquetFiles());
        for (var option : List.of("sweep.log-every=5", "execution.engine=breeze")) {
            var refused = run("--set", option);
            assertEquals(2, refused.exitCode(), refused.err());
            assertTrue(refused.err().startsWith("gradflow: store " + store + " holds rows of "), refused.err());
            assertEquals(1, refused.errLines().size(), refused.err());
        }
        assertEquals(before, untouched(parquetFiles()));
    }

    @Test
    void aSecondRunStopsAtOnceAndTouchesNothing() throws Exception {
        assertTrains(20, 0, run());
        var lock = Store.writable(store, Sessions.hadoop(Map.of())).lock();
        try {
            var second = run("--set", "sweep.seed=0..9");
            assertEquals(2, second.exitCode());
            assertTrue(second.err().contains("is being written by another run: process "), second.err());
            assertTrue(status().stream().anyMatch(line -> line.startsWith("under-way,1,\"process ")));
        } finally {
            lock.close();
        }
        assertTrains(20, 20, run("--set", "sweep.seed=0..9"));
    }

    private List<String> status(String... options) {
        var status = Invocation.of(
                Stream.concat(Stream.of("status", "--store", store, "--format=csv"), Arrays.stream(options))
                        .toArray(String[]::new));
        assertEquals(0, status.exitCode(), status.err());
        return status.outLines();
    }

    @Test
    void statusCountsByOutcomeAndListsFiles() throws IOException {
        assertEquals(
                0,
                run("--set", "sweep.optimizer={kind=gd,learning-rate=[0.1,1e300]}")
                        .exitCode());
        var status = status();
        var outcomes = Invocation.of(
                "sql",
                "--store",
                store,
                "--format=csv",
                "SELECT concat(outcome, ',', count(*)) FROM runs GROUP BY outcome ORDER BY 1");
        assertEquals(3, outcomes.outLines().size(), "some diverge and some do not: " + outcomes.out());
        var expected = new ArrayList<>(List.of("tasks,40", "failed,0", "files,3"));
        outcomes.outLines().stream().skip(1).map(line -> line.replace("\"", "")).forEach(expected::add);
        expected.removeIf(start -> status.stream().anyMatch(line -> line.startsWith(start + ",")));
        assertEquals(List.of(), expected, status.toString());
        assertTrue(status.contains("left,0,it came to its end"), status.toString());
        assertEquals(parquetFiles().stream().map(Path::toString).toList(), status("--files"));
    }

    @Test
    void planTellsWhatTheStoreHolds() {
        assertTrains(20, 0, run());
        var plan = Invocation.of(
                "plan",
                folder.resolve("small.conf").toString(),
                "--set",
                "sweep.seed=0..9",
                "--store",
                store,
                "--format=csv");
        assertEquals(0, plan.exitCode(), plan.err());
        assertTrue(plan.outLines().stream().anyMatch(line -> line.startsWith("found,20,")), plan.out());
        assertTrue(plan.outLines().stream().anyMatch(line -> line.startsWith("lacking,20,")), plan.out());
    }

    @Test
    void theDigestIsOfTheRowsNotOfTheFiles() throws IOException {
        assertTrains(20, 0, run());
        assertEquals(
                digest(store),
                digestOfUndisturbed("--set", "execution.partitions=1", "--set", "execution.lane-width=2"));
        assertEquals(0, run("--set", "sweep.seed=9").exitCode());
        assertNotEquals(digest(store), digest(folder.resolve("undisturbed").toString()));
    }
}
