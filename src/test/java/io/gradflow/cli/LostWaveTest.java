package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.FaultyFileSystem;
import io.gradflow.store.Store;
import io.gradflow.store.Wave;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What Spark tasks have finished of a wave is kept when the run ends before the wave is complete. The runs have one
 * core, so that two of three partitions are finished when the third opens its file.
 */
@Tag("spark")
class LostWaveTest {
    private static final long NETWORKS = 20;

    @TempDir
    private Path folder;

    private final Configuration hadoop = FaultyFileSystem.configured(Sessions.hadoop(Map.of()));
    private String undisturbed;

    @BeforeEach
    void trainUndisturbed() throws Exception {
        Files.writeString(folder.resolve("small.conf"), ResumeTest.CONFIGURATION);
        String store = folder.resolve("undisturbed").toString();
        assertEquals(0, run(store).exitCode());
        undisturbed = digest(store);
    }

    private Invocation run(String store, String... options) {
        return invoke(Stream.concat(
                Stream.of("run", folder.resolve("small.conf").toString(), "--store", store), Arrays.stream(options)));
    }

    private String digest(String store) {
        var verified = invoke(Stream.of("verify", "--digest", "--store", store));
        assertEquals(0, verified.exitCode(), verified.err());
        return verified.out();
    }

    private Invocation invoke(Stream<String> arguments) {
        var settings = Stream.of(
                        "fs.renaming.impl",
                        "fs.objects.impl",
                        "fs.AbstractFileSystem.renaming.impl",
                        "gradflow.renaming-schemes")
                .flatMap(key -> Stream.of("--conf", "spark.hadoop." + key + "=" + hadoop.get(key)));
        return Invocation.of(Stream.of(arguments, Stream.of("--master", "local[1]"), settings)
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    private long tasks(String store) throws Exception {
        return Wave.sum(Store.existing(store, hadoop).waves(), CommittedFile::tasks);
    }

    private static boolean opensTheLastFile(String call) {
        return call.matches("create .*/part-r-00002\\.zstd\\.parquet");
    }

    /** A store as it is after its run was killed. */
    private String killed(String kind, String name) {
        var storage = FaultyFileSystem.storage(kind, folder.resolve("original of " + name));
        var copy = FaultyFileSystem.storage(kind, folder.resolve(name));
        FaultyFileSystem.faults(storage)
                .before(LostWaveTest::opensTheLastFile, () -> copy(local(storage), local(copy)));
        assertEquals(0, run(storage.toString()).exitCode());
        return copy.toString();
    }

    private static Path local(org.apache.hadoop.fs.Path storage) {
        return Path.of(storage.toUri().getPath());
    }

    /** Copies a store but for its lock, which others have to wait for where it is a lease. */
    private static void copy(Path from, Path to) {
        try (var paths = Files.walk(from)) {
            for (var path : paths.sorted().toList()) {
                if (!path.endsWith("_lock")) {
                    var target = to.resolve(from.relativize(path).toString());
                    Files.createDirectories(target.getParent());
                    Files.copy(path, target);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void assertGoesOn(String store, long kept) throws Exception {
        var run = run(store);
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("\n" + (NETWORKS - kept) + " networks trained in "), run.err());
        assertEquals(NETWORKS, tasks(store));
        assertEquals(undisturbed, digest(store));
        assertFalse(Files.exists(local(new org.apache.hadoop.fs.Path(store, "_staging"))));
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultyFileSystem.RENAMING, FaultyFileSystem.OBJECTS})
    void whatWasFinishedIsCommittedWhenARunFails(String kind) throws Exception {
        var storage = FaultyFileSystem.storage(kind, folder.resolve("store"));
        FaultyFileSystem.faults(storage).before(LostWaveTest::opensTheLastFile, () -> {
            throw new IllegalStateException("this partition was to fail");
        });
        var failed = run(storage.toString());
        assertEquals(1, failed.exitCode(), failed.err());
        long kept = tasks(storage.toString());
        assertTrue(kept > 0 && kept < NETWORKS, () -> kept + " networks");
        assertGoesOn(storage.toString(), kept);
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultyFileSystem.RENAMING, FaultyFileSystem.OBJECTS})
    void whatAKilledRunHadFinishedIsKeptByTheNext(String kind) throws Exception {
        String store = killed(kind, "store");
        var run = run(store);
        assertEquals(0, run.exitCode(), run.err());
        long kept = Store.existing(store, hadoop).waves().get(0).files().stream()
                .mapToLong(CommittedFile::tasks)
                .sum();
        assertTrue(
                run.errLines().contains("kept: " + kept + " networks that a run had trained when it ended early"),
                run.err());
        assertTrue(run.err().contains("\n" + (NETWORKS - kept) + " networks trained in "), run.err());
        assertGoesOn(store, NETWORKS);
    }

    @Test
    void whatAnotherRunHasCommittedSinceIsNotKeptTwice() throws Exception {
        killed(FaultyFileSystem.RENAMING, "store");
        String store = folder.resolve("store").toString();
        var staged = folder.resolve("store/_staging");
        copy(staged, folder.resolve("staged"));
        assertEquals(0, run(store).exitCode());
        copy(folder.resolve("staged"), staged);
        assertGoesOn(store, NETWORKS);
    }

    @Test
    void whatIsOfAnotherStoreIsNotKept() throws Exception {
        killed(FaultyFileSystem.RENAMING, "other");
        String store = folder.resolve("store").toString();
        assertEquals(
                0,
                run(store, "--set", "sweep.log-every=5", "--set", "sweep.seed=7")
                        .exitCode());
        var staged = folder.resolve("store/_staging/" + UUID.randomUUID());
        try (var others = Files.list(folder.resolve("other/_staging"))) {
            copy(others.findFirst().orElseThrow().resolve("wave=0"), staged.resolve("wave=1"));
        }
        assertEquals(0, Store.writable(store, hadoop).abandonUncommitted());
        assertFalse(Files.exists(staged));
    }

    @Test
    void noLinkOfAStagedWaveIsFollowed() throws Exception {
        var outside = Files.createDirectories(folder.resolve("outside"));
        Files.copy(anyFile(), outside.resolve("part-r-00000.zstd.parquet"));
        String store = folder.resolve("undisturbed").toString();
        var committed = Files.createDirectories(
                folder.resolve("undisturbed/_staging/" + UUID.randomUUID() + "/wave=1/_temporary/0"));
        Files.createSymbolicLink(committed.resolve("task_0_0000_r_000000"), outside);
        assertEquals(0, Store.writable(store, hadoop).abandonUncommitted());
        assertTrue(Files.exists(outside.resolve("part-r-00000.zstd.parquet")));
        assertEquals(undisturbed, digest(store));
    }

    private Path anyFile() throws IOException {
        try (var files = Files.walk(folder.resolve("undisturbed/epochs"))) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
