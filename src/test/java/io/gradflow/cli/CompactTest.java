package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.Wave;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetReader;
import org.apache.parquet.hadoop.example.GroupReadSupport;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compacting changes files and never rows. */
@Tag("spark")
@Tag("faults")
class CompactTest {
    /** With rows that end in infinity and NaN. */
    private static final String CONFIGURATION = """
            sweep {
              name = small
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [tanh, relu]
              optimizer = { kind = gd, learning-rate = [0.1, 1e300] }
              epochs = 20
              seed = "0..1"
            }
            execution { partitions = 3 }
            """;

    private static final int TASKS = 16;
    private static final int FILES = 4;

    private static final String CELLS = "SELECT * FROM cells ORDER BY activation, learning_rate";
    private static final String RUNS = "SELECT * FROM runs ORDER BY task";

    @TempDir
    private static Path shared;

    /** A store of two waves, and its digest. */
    private static Path original;

    private static String digest;

    @TempDir
    private Path folder;

    private Path store;

    @BeforeAll
    static void train() throws IOException {
        Files.writeString(shared.resolve("small.conf"), CONFIGURATION);
        original = shared.resolve("store");
        assertTrains(8, run(original));
        assertTrains(8, run(original, "--set", "sweep.seed=0..3"));
        digest = digest(original);
    }

    @BeforeEach
    void copy() throws IOException {
        store = folder.resolve("store");
        copy(original, store);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private static Invocation run(Path store, String... options) {
        return Invocation.of(Stream.concat(
                        Stream.of(
                                "run",
                                shared.resolve("small.conf").toString(),
                                "--store",
                                store.toString(),
                                "--master",
                                "local[2]"),
                        Arrays.stream(options))
                .toArray(String[]::new));
    }

    private static void assertTrains(int networks, Invocation run) {
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("\n" + networks + " networks trained in "), run.err());
    }

    private static String digest(Path store) {
        var verified = Invocation.of("verify", "--store", store.toString(), "--digest", "--master", "local[2]");
        assertEquals(0, verified.exitCode(), verified.err());
        return verified.out();
    }

    private Invocation compact() {
        return Invocation.of("compact", "--store", store.toString(), "--master", "local[2]");
    }

    private Invocation compacted() {
        var compacted = compact();
        assertEquals(0, compacted.exitCode(), compacted.err());
        assertEquals("", compacted.out());
        return compacted;
    }

    private String sql(String query) {
        var answer = Invocation.of("sql", "--store", store.toString(), "--master", "local[2]", "--format=csv", query);
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.out();
    }

    private static List<Path> parquetFiles(Path below) throws IOException {
        var found = new ArrayList<Path>();
        Files.walkFileTree(below, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (file.toString().endsWith(".parquet")) {
                    found.add(file);
                }
                return FileVisitResult.CONTINUE;
            }
        });
        return found.stream().sorted().toList();
    }

    private static ParquetFileReader footer(Path file) throws IOException {
        return ParquetFileReader.open(
                HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), new Configuration(false)));
    }

    @Test
    void aDescriptionOfAnEarlierTimeIsRefusedBeforeItCostsAKey() throws IOException {
        var description = store.resolve("store.json");
        var earlier = Files.readString(description);
        assertEquals(
                0,
                run(store, "--set", "sweep.activation={kind=leaky_relu, slope=[0.01, 0.3]}")
                        .exitCode());
        var present = Files.readString(description);
        var grown = digest(store);
        Files.writeString(description, earlier);
        for (var command : List.of(
                List.of("sql", "--store", store.toString(), "SELECT activation, runs FROM cells"),
                List.of("export", "--store", store.toString(), "--as", "duckdb"),
                List.of("compact", "--store", store.toString()))) {
            var refused = Invocation.of(command.toArray(String[]::new));

            assertEquals(2, refused.exitCode(), command + refused.err());
            assertTrue(refused.err().contains(" has the key activation_slope, which store.json lacks"), refused.err());
        }
        Files.writeString(description, present);
        assertEquals(grown, digest(store));

        Files.delete(description);
        assertEquals(
                0,
                Invocation.of("verify", "--rebuild", "--store", store.toString())
                        .exitCode());
        assertEquals(grown, digest(store));
    }

    @Test
    void rowsStayWhatTheyWereInOneFile() throws IOException {
        String cells = sql(CELLS);
        String runs = sql(RUNS);
        var compacted = compacted();
        var lines = compacted.errLines();
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("before: 2 waves, 4 files, ")), compacted.err());
        assertTrue(lines.stream().anyMatch(line -> line.startsWith("after:  1 wave, 1 file, ")), compacted.err());
        assertEquals(
                List.of("wave=2/part-r-00000.zstd.parquet"),
                parquetFiles(store.resolve("epochs")).stream()
                        .map(file -> store.resolve("epochs").relativize(file).toString())
                        .toList());
        assertEquals(digest, digest(store));
        assertEquals(cells, sql(CELLS));
        assertEquals(runs, sql(RUNS));
        assertEquals(
                List.of("16"), sql("SELECT count(*) FROM runs").lines().skip(1).toList());
    }

    @Test
    void whatARunWouldTrainIsTheSameAndTheFormerFilesGoWithTheNextOne() throws IOException {
        compacted();
        assertEquals(FILES, parquetFiles(store.resolve("_replaced")).size());
        assertTrains(0, run(store, "--set", "sweep.seed=0..3"));
        assertFalse(Files.exists(store.resolve("_replaced")));
        assertEquals(digest, digest(store));

        assertTrains(4, run(store, "--set", "sweep.seed=0..4"));
        String grown = digest(store);
        compacted();
        assertEquals(grown, digest(store));
        assertEquals(1, parquetFiles(store.resolve("epochs")).size());
    }

    @Test
    void whatIsCompactIsLeftAlone() throws IOException {
        compacted();
        var file = parquetFiles(store.resolve("epochs")).get(0);
        var key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        var again = compacted();
        assertTrue(again.err().contains("nothing to compact: 1 wave, 1 file, "), again.err());
        assertEquals(key, Files.readAttributes(file, BasicFileAttributes.class).fileKey());
        assertFalse(Files.exists(store.resolve("_replaced")));
        assertEquals(digest, digest(store));
    }

    @Test
    void rowsAreSortedByCellSeedAndEpochAndTheLastOnesAreByThemselves() throws IOException {
        var schema = schema(parquetFiles(store.resolve("epochs")).get(0));
        compacted();
        var file = parquetFiles(store.resolve("epochs")).get(0);
        assertEquals(schema, schema(file));
        try (var footer = footer(file)) {
            long withOutcome = 0;
            for (var rowGroup : footer.getRowGroups()) {
                long nulls = rowGroup.getColumns().stream()
                        .filter(column -> column.getPath().toDotString().equals("outcome"))
                        .mapToLong(column -> column.getStatistics().getNumNulls())
                        .sum();
                assertTrue(nulls == 0 || nulls == rowGroup.getRowCount(), nulls + " of " + rowGroup.getRowCount());
                withOutcome += rowGroup.getRowCount() - nulls;
            }
            assertEquals(TASKS, withOutcome);
            assertEquals(2, footer.getRowGroups().size());
        }
        var order = Comparator.<Group, String>comparing(row -> row.getString("activation", 0))
                .thenComparingDouble(row -> row.getDouble("learning_rate", 0))
                .thenComparingLong(row -> row.getLong("seed", 0))
                .thenComparingInt(row -> row.getInteger("epoch", 0));
        var rows = rows(file);
        var running = rows.stream()
                .filter(row -> row.getFieldRepetitionCount("outcome") == 0)
                .toList();
        assertEquals(running.stream().sorted(order).map(Group::toString).toList(), texts(running));
        var last = rows.subList(running.size(), rows.size());
        assertEquals(TASKS, last.size());
        assertEquals(last.stream().sorted(order).map(Group::toString).toList(), texts(last));
    }

    private static String schema(Path file) throws IOException {
        try (var footer = footer(file)) {
            return footer.getFileMetaData().getSchema().toString();
        }
    }

    private static List<Group> rows(Path file) throws IOException {
        var rows = new ArrayList<Group>();
        try (var reader = ParquetReader.builder(new GroupReadSupport(), new org.apache.hadoop.fs.Path(file.toUri()))
                .build()) {
            for (var row = reader.read(); row != null; row = reader.read()) {
                rows.add(row);
            }
        }
        return rows;
    }

    private static List<String> texts(List<Group> rows) {
        return rows.stream().map(Group::toString).toList();
    }

    @Test
    void sweepsOfOtherKeysGoIntoOneFile() throws IOException {
        assertTrains(4, run(store, "--set", "sweep.activation={kind=elu,alpha=2}"));
        String all = digest(store);
        compacted();
        assertEquals(all, digest(store));
        assertEquals(1, parquetFiles(store.resolve("epochs")).size());
        assertEquals(
                List.of("activation_alpha,n", ",16", "2.0,4"),
                sql("SELECT activation_alpha, count(*) AS n FROM runs GROUP BY 1 ORDER BY 1")
                        .lines()
                        .toList());
    }

    @Test
    void damageIsNamedAndNothingChanges() throws IOException {
        var files = parquetFiles(store.resolve("epochs"));
        Files.write(files.get(1), new byte[0]);
        Files.delete(files.get(2));
        var refused = compact();
        assertEquals(1, refused.exitCode(), refused.err());
        assertTrue(refused.err().contains("gradflow: damaged: " + files.get(1) + ": torn"), refused.err());
        assertTrue(refused.err().contains("gradflow: damaged: " + files.get(2) + ": missing"), refused.err());
        assertEquals(FILES - 1, parquetFiles(store).size());
        assertEquals(0, run(store, "--set", "sweep.seed=0..3").exitCode());
        compacted();
        assertEquals(digest, digest(store));
        // What was found damaged is kept.
        assertEquals(0, run(store, "--set", "sweep.seed=0..3").exitCode());
        assertEquals(
                List.of(files.get(1).getParent().getFileName() + "-"
                        + files.get(1).getFileName()),
                parquetFiles(store.resolve("_replaced")).stream()
                        .map(file -> file.getFileName().toString())
                        .toList());
    }

    @Test
    void aForeignFileAmongTheCommittedIsNamedAndNothingChanges() throws IOException {
        var foreign = Files.writeString(store.resolve("epochs/wave=0/notes.txt"), "precious");
        Files.writeString(store.resolve("thesis.tex"), "in nobody's way");
        var refused = compact();
        assertEquals(1, refused.exitCode(), refused.err());
        assertTrue(refused.errLines().contains("gradflow: foreign: " + foreign), refused.err());
        assertFalse(refused.err().contains("thesis.tex"), refused.err());
        assertEquals(FILES, parquetFiles(store).size());
        Files.delete(foreign);
        compacted();
        assertTrue(Files.exists(store.resolve("thesis.tex")));
    }

    @Test
    void aPlaceThatIsNoStoreIsRefused() {
        var refused =
                Invocation.of("compact", "--store", folder.resolve("nothing").toString());
        assertEquals(2, refused.exitCode());
        assertFalse(Files.exists(folder.resolve("nothing")));
    }

    @Test
    void oneWritesAtATime() throws Exception {
        try (var lock = Store.writable(store.toString(), new Configuration()).lock()) {
            var refused = compact();
            assertEquals(2, refused.exitCode(), refused.err() + lock);
            assertTrue(refused.err().contains("is being written by another run"), refused.err());
        }
    }

    /** Where a kill can come. */
    enum Kill {
        WHILE_WRITING,
        BEFORE_THE_FIRST_RENAME,
        BETWEEN_THE_RENAMES,
        AFTER_THE_RENAMES,
        WHILE_DELETING_WHAT_WAS
    }

    /** Leaves what a kill leaves at that moment. */
    private void kill(Kill when) throws IOException {
        var before = store.resolve("epochs");
        var other = folder.resolve("other");
        copy(store, other);
        var compacted = Invocation.of("compact", "--store", other.toString(), "--master", "local[2]");
        assertEquals(0, compacted.exitCode(), compacted.err());
        String staged = "_staging/" + UUID.randomUUID() + "/epochs";
        var after = store.resolve(staged);
        Files.createDirectories(after.getParent());
        Files.createDirectories(store.resolve("_replaced"));
        Files.move(other.resolve("epochs"), after);
        if (when == Kill.WHILE_WRITING) {
            Files.delete(parquetFiles(after).get(0).resolveSibling("_manifest.json"));
            return;
        }
        Files.writeString(
                store.resolve("_compaction.json"),
                "{\"staged\": \"" + staged + "\", \"replaced\": \"_replaced/epochs-x\"}");
        if (when == Kill.BEFORE_THE_FIRST_RENAME) {
            return;
        }
        Files.move(before, store.resolve("_replaced/epochs-x"));
        if (when == Kill.BETWEEN_THE_RENAMES) {
            return;
        }
        Files.move(after, before);
        if (when == Kill.AFTER_THE_RENAMES) {
            return;
        }
        Files.delete(store.resolve("_compaction.json"));
        Files.delete(parquetFiles(store.resolve("_replaced")).get(0));
    }

    @ParameterizedTest
    @EnumSource(Kill.class)
    void aKillAtAnyMomentLosesNothing(Kill when) throws IOException {
        kill(when);
        // Readers change nothing.
        assertEquals(digest, digest(store));
        assertEquals(
                List.of("16"), sql("SELECT count(*) FROM runs").lines().skip(1).toList());
        var status = Invocation.of("status", "--store", store.toString(), "--format=csv");
        assertTrue(status.outLines().stream().anyMatch(line -> line.startsWith("tasks,16,")), status.out());
        for (var file :
                Invocation.of("status", "--store", store.toString(), "--files").outLines()) {
            assertTrue(Files.exists(Path.of(file)), file);
        }

        assertTrains(0, run(store, "--set", "sweep.seed=0..3"));
        assertEquals(digest, digest(store));
        assertFalse(Files.exists(store.resolve("_staging")));
        assertFalse(Files.exists(store.resolve("_compaction.json")));
        if (when.compareTo(Kill.BETWEEN_THE_RENAMES) >= 0) {
            assertTrue(compacted().err().contains("nothing to compact"));
            assertFalse(Files.exists(store.resolve("_replaced")));
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BEFORE_THE_FIRST_RENAME", "BETWEEN_THE_RENAMES"})
    void compactingAgainAfterAKillLosesNothing(Kill when) throws IOException {
        kill(when);
        compacted();
        assertEquals(digest, digest(store));
        assertEquals(1, parquetFiles(store.resolve("epochs")).size());
    }

    @Test
    void whoReadsMeanwhileCountsTheSameRowsOrFindsThemGone() throws Exception {
        long rows =
                Wave.sum(Store.existing(store.toString(), new Configuration()).waves(), CommittedFile::rows);
        var end = new AtomicBoolean();
        // Of the common pool two readers may share a thread, and the second would wait for the first.
        var readers = Executors.newFixedThreadPool(2);
        var byManifests = readers.submit(() -> countWhile(end, this::countCommitted));
        var byListing = readers.submit(() -> countWhile(end, this::countListed));
        try {
            compacted();
        } finally {
            end.set(true);
            readers.shutdown();
        }
        assertEquals(List.of(rows), byManifests.get());
        assertEquals(List.of(rows), byListing.get());
    }

    @FunctionalInterface
    private interface Count {
        long get() throws Exception;
    }

    /** The counts that there were, each once. */
    private static List<Long> countWhile(AtomicBoolean end, Count count) {
        var counts = new ArrayList<Long>();
        do {
            try {
                long found = count.get();
                if (!counts.contains(found)) {
                    counts.add(found);
                }
            } catch (IOException e) {
                // Gone: who reads knows that it must read again.
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        } while (!end.get());
        return counts;
    }

    private long countCommitted() throws Exception {
        var waves = Store.existing(store.toString(), new Configuration()).waves();
        var files = waves.stream()
                .flatMap(wave -> wave.files().stream()
                        .map(file -> Path.of(wave.path(file).toUri())))
                .collect(Collectors.toList());
        long rows = rowsOf(files);
        assertEquals(Wave.sum(waves, CommittedFile::rows), rows);
        return rows;
    }

    /** As DuckDB reads {@code STORE/epochs/**}{@code /*.parquet}. */
    private long countListed() throws IOException {
        return rowsOf(parquetFiles(store.resolve("epochs")));
    }

    private static long rowsOf(List<Path> files) throws IOException {
        long rows = 0;
        for (var file : files) {
            try (var footer = footer(file)) {
                rows += footer.getRecordCount();
            }
        }
        return rows;
    }
}
