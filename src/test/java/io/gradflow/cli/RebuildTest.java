package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.store.Misstatement;
import io.gradflow.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.column.ParquetProperties;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.util.HadoopInputFile;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Notes that are gone or torn are named, nothing is lost by that, and the files tell all that is needed. */
@Tag("spark")
@Tag("faults")
class RebuildTest {
    private static final String CONFIGURATION = """
            sweep {
              name = small
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [tanh, relu]
              epochs = 20
              log-every = 2
              seed = "0..1"
            }
            execution { partitions = 2 }
            """;

    private static final Configuration HADOOP = Sessions.hadoop(Map.of());

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
        assertEquals(0, run(original).exitCode());
        assertEquals(0, run(original, "--set", "sweep.seed=0..3").exitCode());
        digest = digest(original);
    }

    @BeforeEach
    void copy() throws IOException {
        store = folder.resolve("store");
        copy(original, store);
    }

    private static void copy(Path from, Path to) throws IOException {
        for (var file : walk(from)) {
            Files.copy(file, to.resolve(from.relativize(file).toString()));
        }
    }

    private static List<Path> walk(Path from) throws IOException {
        try (var files = Files.walk(from)) {
            return files.sorted().toList();
        }
    }

    private static Invocation run(Path store, String... options) {
        return Invocation.of(Stream.concat(
                        Stream.of("run", shared.resolve("small.conf").toString(), "--master", "local[2]"),
                        Stream.concat(Stream.of("--store", store.toString()), Arrays.stream(options)))
                .toArray(String[]::new));
    }

    private static String digest(Path store) {
        var verified = Invocation.of("verify", "--store", store.toString(), "--digest", "--master", "local[2]");
        assertEquals(0, verified.exitCode(), verified.err());
        return verified.out();
    }

    private Invocation rebuild() {
        return Invocation.of("verify", "--rebuild", "--digest", "--store", store.toString(), "--master", "local[2]");
    }

    @Test
    void aFlippedBitOfAFooterIsDamageAndNoErrorOfReading() throws Exception {
        var wave = Store.existing(store.toString(), HADOOP).waves().get(0);
        var file = wave.files().get(0);
        var path = Path.of(wave.path(file).toUri().getPath());
        byte[] bytes = Files.readAllBytes(path);
        var random = new Random(0);
        for (int i = 0; i < 2000; i++) {
            byte[] flipped = bytes.clone();
            int position = bytes.length - 1 - random.nextInt(3000);
            flipped[position] ^= (byte) (1 << random.nextInt(8));
            Files.write(path, flipped);
            assertEquals(Optional.empty(), Misstatement.of(file, wave.path(file), HADOOP), "at " + position);
        }
    }

    private void assertRebuilt() {
        var rebuilt = rebuild();
        assertEquals(0, rebuilt.exitCode(), rebuilt.err());
        assertEquals(digest, rebuilt.out());
    }

    private Invocation status() {
        return Invocation.of("status", "--store", store.toString());
    }

    private void assertRefused(Invocation refused, String message) throws IOException {
        assertEquals(2, refused.exitCode(), refused.err());
        assertEquals("", refused.out());
        assertEquals(1, refused.errLines().size(), refused.err());
        assertTrue(refused.err().startsWith("gradflow: store " + store + " " + message), refused.err());
    }

    /** All files but the lock, with their bytes. */
    private Map<String, String> contents() throws IOException {
        var contents = new TreeMap<String, String>();
        for (var file : walk(store)) {
            if (Files.isRegularFile(file) && !file.endsWith("_lock")) {
                contents.put(file.toString(), Arrays.toString(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    private List<Path> parquetFiles() throws IOException {
        return walk(store.resolve("epochs")).stream()
                .filter(file -> file.toString().endsWith(".parquet"))
                .toList();
    }

    private Path manifest(int wave) {
        return store.resolve("epochs/wave=" + wave + "/_manifest.json");
    }

    @Test
    void aCopyWithoutNamesThatBeginWithAnUnderscoreIsRefusedAndRebuilt() throws IOException {
        for (var file : walk(store)) {
            if (file.getFileName().toString().startsWith("_")) {
                Files.delete(file);
            }
        }
        var before = contents();
        String message = "is damaged: " + manifest(0).getParent() + " has Parquet files and no manifest; "
                + "gradflow verify --rebuild ";
        assertRefused(status(), message);
        assertRefused(run(store), message);
        assertRefused(Invocation.of("compact", "--store", store.toString()), message);
        assertEquals(before, contents());
        assertRebuilt();
        var grown = run(store, "--set", "sweep.seed=0..3");
        assertTrue(grown.err().contains("\n0 networks trained in "), grown.err());
        assertEquals(digest, digest(store));
    }

    @Test
    void aStoreWithoutItsDescriptionIsNotNewAndIsRebuilt() throws Exception {
        var before = Store.existing(store.toString(), HADOOP).description();
        for (var json : List.of("", "{}", "{\"format\": 2, \"numer", "gone")) {
            Files.delete(store.resolve("store.json"));
            if (!json.equals("gone")) {
                Files.writeString(store.resolve("store.json"), json);
            }
            assertEquals(2, run(store, "--set", "execution.engine=breeze").exitCode(), json);
            assertEquals(2, run(store, "--set", "sweep.log-every=3").exitCode(), json);
            assertEquals(1, status().errLines().size(), json);
        }
        Files.delete(manifest(1));
        assertRebuilt();
        var after = Store.existing(store.toString(), HADOOP).description();
        assertEquals(before.numerics(), after.numerics());
        assertEquals(2, after.logEvery());
        assertEquals(before.keys(), after.keys());
        assertEquals(2, run(store, "--set", "sweep.log-every=3").exitCode());
        assertEquals(0, run(store, "--set", "sweep.seed=0..4").exitCode());
    }

    @Test
    void aManifestThatCannotBeReadIsNamedAndRebuilt() throws IOException {
        String whole = Files.readString(manifest(0));
        for (var json : List.of("", "{}", "null", whole.substring(0, whole.length() / 2), "{\"files\":[{}]}")) {
            Files.writeString(manifest(0), json);
            assertRefused(status(), "is damaged: " + manifest(0) + ": ");
        }
        Files.writeString(manifest(1), "{}");
        assertRebuilt();
        assertEquals(whole, Files.readString(manifest(0)));
        assertEquals("{}", Files.readString(store.resolve("_replaced/wave=1-_manifest.json")));
        assertTrue(rebuild().err().contains("nothing to rebuild"));
    }

    @Test
    void whatIsNotWholeIsKeptElsewhereAndTrainedAgain() throws IOException {
        var files = parquetFiles();
        var torn = Files.readAllBytes(files.get(0));
        Files.write(files.get(0), Arrays.copyOf(torn, torn.length / 2));
        var flipped = Files.readAllBytes(files.get(1));
        flipped[flipped.length / 3] ^= 1;
        Files.write(files.get(1), flipped);
        Files.delete(manifest(0));
        var notes = Files.writeString(manifest(0).resolveSibling("notes.txt"), "precious");
        Files.delete(manifest(1));
        var rebuilt = rebuild();
        assertEquals(1, rebuilt.exitCode(), rebuilt.err());
        assertTrue(rebuilt.errLines().contains("gradflow: foreign: " + notes), rebuilt.err());
        for (var file : files.subList(0, 2)) {
            assertTrue(rebuilt.err().contains("gradflow: kept in _replaced: " + file + ": "), rebuilt.err());
            assertTrue(Files.exists(store.resolve("_replaced/wave=0-" + file.getFileName())));
        }
        assertEquals("precious", Files.readString(notes));
        Files.delete(notes);
        assertEquals(0, run(store, "--set", "sweep.seed=0..3").exitCode());
        assertEquals(digest, digest(store));
    }

    /** Writes a file again with other metadata in its footer, as another version or engine would have it. */
    private void rewrite(Path file, Map<String, String> changes) throws IOException {
        var from = HadoopInputFile.fromPath(new org.apache.hadoop.fs.Path(file.toUri()), HADOOP);
        var to = file.resolveSibling("rewritten");
        try (var reader = ParquetFileReader.open(from)) {
            var footer = reader.getFileMetaData();
            var metadata = new HashMap<>(footer.getKeyValueMetaData());
            changes.forEach((key, value) -> metadata.compute(key, (same, old) -> value));
            try (var writer = new ParquetFileWriter(
                    HadoopOutputFile.fromPath(new org.apache.hadoop.fs.Path(to.toUri()), HADOOP),
                    footer.getSchema(),
                    ParquetFileWriter.Mode.CREATE,
                    ParquetWriter.DEFAULT_BLOCK_SIZE,
                    0,
                    ParquetProperties.DEFAULT_COLUMN_INDEX_TRUNCATE_LENGTH,
                    ParquetProperties.DEFAULT_STATISTICS_TRUNCATE_LENGTH,
                    ParquetProperties.DEFAULT_PAGE_WRITE_CHECKSUM_ENABLED)) {
                writer.start();
                writer.appendFile(from);
                writer.end(metadata);
            }
        }
        Files.move(to, file, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }

    /** The bytes of its files are those that were committed: nothing of them is set aside or trained again. */
    @Test
    void aManifestWithOtherCountsThanItsFilesIsNamedAndRebuilt() throws IOException {
        String whole = Files.readString(manifest(0));
        for (var field : List.of("rows", "completed", "diverged", "failed")) {
            Files.writeString(manifest(0), whole.replaceFirst("(\"" + field + "\"\\s*:\\s*)\\d+", "$1" + 77));
            for (var options : List.of(List.<String>of(), List.of("--digest", "--master", "local[2]"))) {
                var verified =
                        Invocation.of(Stream.concat(Stream.of("verify", "--store", store.toString()), options.stream())
                                .toArray(String[]::new));
                assertEquals(1, verified.exitCode(), verified.err());
                assertEquals(options.isEmpty() ? "" : digest, verified.out());
                assertTrue(
                        verified.err()
                                .contains("gradflow: misstated: " + manifest(0).getParent()),
                        verified.err());
                assertTrue(verified.err().contains(" 77 "), verified.err());
            }
            assertRebuilt();
            assertEquals(whole, Files.readString(manifest(0)));
        }
        var again = run(store, "--set", "sweep.seed=0..3");
        assertTrue(again.err().contains("\n0 networks trained in "), again.err());
        assertTrue(rebuild().err().contains("nothing to rebuild"));
    }

    @Test
    void textAfterTheEndOfANoteIsDamage() throws IOException {
        Files.writeString(manifest(0), Files.readString(manifest(0)) + "{}");
        assertRefused(status(), "is damaged: " + manifest(0));
        assertRebuilt();
    }

    @Test
    void filesThatTellNothingOfThemselvesNeedTheDescription() throws IOException {
        var nothing = new HashMap<String, String>();
        for (var key : List.of("gradflow.format", "gradflow.numerics", "gradflow.log-every", "gradflow.sweep")) {
            nothing.put(key, null);
        }
        for (var file : parquetFiles()) {
            rewrite(file, nothing);
        }
        Files.delete(manifest(0));
        Files.delete(manifest(1));
        assertRebuilt();
        // As a store of an earlier version.
        assertEquals(
                0,
                Invocation.of("compact", "--store", store.toString(), "--master", "local[2]")
                        .exitCode());
        assertEquals(digest, digest(store));

        Files.delete(store.resolve("store.json"));
        rewrite(parquetFiles().get(0), nothing);
        Files.delete(manifest(2));
        var before = contents();
        assertRefused(rebuild(), "cannot be rebuilt: ");
        assertEquals(before, contents());
    }

    @Test
    void whatContradictsItselfIsRefusedAndNothingChanges() throws IOException {
        var doubled = store.resolve("epochs/wave=5");
        copy(store.resolve("epochs/wave=0"), doubled);
        Files.delete(doubled.resolve("_manifest.json"));
        var before = contents();
        assertRefused(rebuild(), "cannot be rebuilt: task ");
        assertEquals(before, contents());

        for (var file : parquetFiles()) {
            if (file.startsWith(doubled)) {
                rewrite(file, Map.of("gradflow.numerics", "other-1"));
            }
        }
        before = contents();
        assertRefused(rebuild(), "cannot be rebuilt: format 2, numerics other-1, log-every 2 in ");
        assertEquals(before, contents());
        assertFalse(Files.exists(store.resolve("_replaced")));
    }

    @Test
    void aPlaceWithoutRowsIsRefused() throws IOException {
        var refused = Invocation.of("verify", "--rebuild", "--store", folder.toString());
        assertEquals(2, refused.exitCode());
        assertEquals(
                "gradflow: store " + folder + " has no folder of rows, must have folders epochs/wave=N\n",
                refused.err());
    }
}
