package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradflow.it.Command.Finished;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A sweep of some seconds, in waves of one second each, for tests that disturb it. The class holds the store of an
 * undisturbed run, which is made once for all test classes of this JVM. It also reads the state of a store from its
 * folder.
 */
final class ShortSweep {
    static final int NETWORKS = 256;

    /** A sweep in which an eighth of the networks overflow. */
    private static final String CONFIGURATION = """
            sweep {
              name = short
              dataset = { kind = xor, n = 300, noise = 0.1 }
              architecture = "2-16-16-1"
              activation = [relu, tanh, arctan, softsign]
              init = xavier
              scale = [0.5, 2.0]
              optimizer = [{ kind = gd, learning-rate = 0.05 }, { kind = gd, learning-rate = 1e200 }]
              epochs = 1200
              seed = "0..15"
              log-every = 20
            }
            execution { wave-seconds = 1 }
            """;

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Makes the sweep when the first test class asks for it. */
    private static final class Shared {
        private static final ShortSweep SWEEP = make();

        private static ShortSweep make() {
            try {
                return new ShortSweep();
            } catch (IOException | SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final Checkout checkout;
    private final Path configuration;
    private final Path undisturbed;
    private final Duration duration;
    private final byte[] rows;
    private final List<String> counts;

    private ShortSweep() throws IOException, SQLException {
        var folder = TemporaryFolder.deletedAtExit();
        checkout = Checkout.shared();
        configuration = Files.writeString(folder.resolve("short.conf"), CONFIGURATION);
        undisturbed = folder.resolve("undisturbed");
        var begin = Instant.now();
        run(undisturbed).run().assertExitCode(0);
        duration = Duration.between(begin, Instant.now());
        verify(undisturbed).assertExitCode(0);
        rows = DuckDb.rows(undisturbed);
        counts = counts(undisturbed);
        assertTrue(waves(undisturbed).size() >= 3, "too few waves to disturb");
    }

    static ShortSweep get() {
        return Shared.SWEEP;
    }

    Command gradflow(String... arguments) {
        return checkout.gradflow(arguments);
    }

    /** The command that every test repeats. */
    Command run(Path store, String... options) {
        return gradflow(Stream.concat(
                        Stream.of("run", configuration.toString(), "--store", store.toString(), "--master", "local[2]"),
                        Arrays.stream(options))
                .toArray(String[]::new));
    }

    Finished verify(Path store) {
        return gradflow("verify", "--store", store.toString(), "--master", "local[2]")
                .run();
    }

    /** The file with the configuration. */
    Path configuration() {
        return configuration;
    }

    /** The store that the undisturbed run left. */
    Path undisturbed() {
        return undisturbed;
    }

    /** The duration of the undisturbed run, from the start of the process to its end. */
    Duration duration() {
        return duration;
    }

    /** The number of model-epochs of all networks. */
    long modelEpochs() {
        return Long.parseLong(counts.get(4));
    }

    /** Checks that each file is as committed, and that the store has each row of the undisturbed run once. */
    void assertWhole(Path store) throws IOException, SQLException {
        verify(store).assertExitCode(0);
        assertArrayEquals(rows, DuckDb.rows(store), () -> "other rows in " + store);
        assertEquals(counts, counts(store));
    }

    /** The numbers of rows, of distinct rows, of networks, of last rows and of model-epochs. */
    private static List<String> counts(Path store) throws SQLException {
        try (var duckdb = new DuckDb()) {
            var counts = duckdb.query("SELECT count(*), count(DISTINCT (task, epoch)), count(DISTINCT task),"
                            + " count(outcome), sum(epoch) FILTER (WHERE outcome IS NOT NULL) FROM "
                            + DuckDb.parquetOf(store))
                    .get(0);
            assertEquals(counts.get(0), counts.get(1), "a row is there twice");
            assertEquals(List.of(String.valueOf(NETWORKS), String.valueOf(NETWORKS)), counts.subList(2, 4));
            return counts;
        }
    }

    /** The number of model-epochs of the networks in each file, by {@code wave=N/name}. */
    static Map<String, Long> modelEpochs(Path store) throws SQLException {
        try (var duckdb = new DuckDb()) {
            return duckdb
                    .query("SELECT regexp_extract(filename, 'wave=[^/]+/[^/]+$'),"
                            + " sum(epoch) FILTER (WHERE outcome IS NOT NULL) FROM " + DuckDb.parquetOf(store)
                            + " GROUP BY 1")
                    .stream()
                    .collect(Collectors.toMap(row -> row.get(0), row -> Long.parseLong(row.get(1))));
        }
    }

    /** A committed wave according to its manifest: the number of rows of each file, by name. */
    record CommittedWave(Path folder, Map<String, Long> rows) {
        long sum() {
            return rows.values().stream().mapToLong(Long::longValue).sum();
        }

        List<Path> files() {
            return rows.keySet().stream().map(folder::resolve).toList();
        }
    }

    /** The committed waves according to their manifests, in the order of the commits. */
    static List<CommittedWave> waves(Path store) {
        var waves = new TreeMap<Integer, CommittedWave>();
        for (var folder : list(store.resolve("epochs"))) {
            var rows = new TreeMap<String, Long>();
            for (var file : json(folder.resolve("_manifest.json")).get("files")) {
                rows.put(file.get("name").asText(), file.get("rows").asLong());
            }
            String number = folder.getFileName().toString().substring("wave=".length());
            waves.put(Integer.parseInt(number), new CommittedWave(folder, rows));
        }
        return List.copyOf(waves.values());
    }

    static List<Path> committedFiles(Path store) {
        return waves(store).stream().flatMap(wave -> wave.files().stream()).toList();
    }

    /** The number of model-epochs that the last run has recorded. */
    static long notedModelEpochs(Path store) {
        var progress = store.resolve("_progress.json");
        return Files.exists(progress) ? json(progress).get("model_epochs").asLong() : 0;
    }

    /** Inode, time of change and size of each file: equal if and only if the files were not touched. */
    static Map<Path, String> states(List<Path> files) throws IOException {
        var states = new TreeMap<Path, String>();
        for (var file : files) {
            states.put(
                    file,
                    Files.readAttributes(file, "unix:ino,lastModifiedTime,size").toString());
        }
        return states;
    }

    /** The folders of waves that are not committed yet, finished or not. */
    static List<Path> stagedWaves(Path store) {
        return list(store.resolve("_staging"));
    }

    /** The Parquet files below a folder, in which files may come and go. If there is no folder, there are none. */
    static List<Path> parquetFiles(Path folder) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet")).toList();
        } catch (UncheckedIOException e) {
            return ifMissing(e.getCause());
        } catch (IOException e) {
            return ifMissing(e);
        }
    }

    /** An empty list if a file was renamed or removed since it was listed, or does not exist yet. */
    private static List<Path> ifMissing(IOException e) {
        if (e instanceof NoSuchFileException) {
            return List.of();
        }
        throw new UncheckedIOException(e);
    }

    private static List<Path> list(Path folder) {
        try (var children = Files.list(folder)) {
            return children.toList();
        } catch (IOException e) {
            return ifMissing(e);
        }
    }

    private static JsonNode json(Path file) {
        try {
            return JSON.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
