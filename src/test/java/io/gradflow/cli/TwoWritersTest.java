package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.FaultyFileSystem;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileUtil;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A run that stood still while another took its lease over and wrote into the same store. The other is played by this
 * test, which commits waves that a run has trained elsewhere.
 */
@Tag("spark")
class TwoWritersTest {
    @TempDir
    private Path folder;

    private final Configuration hadoop = FaultyFileSystem.configured(Sessions.hadoop(Map.of()));

    @BeforeEach
    void configure() throws Exception {
        Files.writeString(folder.resolve("small.conf"), ResumeTest.CONFIGURATION);
    }

    private Invocation run(String into, String... options) {
        return invoke("run", folder.resolve("small.conf").toString(), into, options);
    }

    private Invocation invoke(String command, String argument, String store, String... options) {
        var hadoopSettings = Stream.of(
                        "fs.renaming.impl",
                        "fs.objects.impl",
                        "fs.AbstractFileSystem.renaming.impl",
                        "gradflow.renaming-schemes")
                .flatMap(key -> Stream.of("--conf", "spark.hadoop." + key + "=" + hadoop.get(key)));
        return Invocation.of(Stream.of(
                        Stream.of(command),
                        Stream.ofNullable(argument),
                        Stream.of("--store", store, "--master", "local[2]"),
                        hadoopSettings,
                        Arrays.stream(options))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    private String digest(String store) {
        var verified = invoke("verify", null, store, "--digest");
        assertEquals(0, verified.exitCode(), verified.err());
        return verified.out();
    }

    /** A store on the local disk with some of the tasks. */
    private String trainedElsewhere(String name, String... options) {
        String elsewhere = folder.resolve(name).toString();
        var run = run(elsewhere, options);
        assertEquals(0, run.exitCode(), run.err());
        return elsewhere;
    }

    /** Commits all files of a store into another as one wave. */
    private void commitFrom(String elsewhere, String into) {
        try {
            var store = Store.writable(into, hadoop);
            var staged = store.newStaging(store.waves());
            var files = new ArrayList<CommittedFile>();
            for (var wave : Store.existing(elsewhere, hadoop).waves()) {
                for (var file : wave.files()) {
                    var copy = new org.apache.hadoop.fs.Path(staged, file.name());
                    FileUtil.copy(
                            wave.path(file).getFileSystem(hadoop),
                            wave.path(file),
                            copy.getFileSystem(hadoop),
                            copy,
                            false,
                            hadoop);
                    files.add(file);
                }
            }
            store.commit(staged, files);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether a call makes the first wave visible. */
    private static boolean isVisibleStep(String call) {
        return call.matches("rename .*/epochs/wave=0|create .*/epochs/wave=0/_manifest.json");
    }

    private static List<String> warnings(Invocation run) {
        return run.errLines().stream()
                .filter(line -> line.contains("another run"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultyFileSystem.RENAMING, FaultyFileSystem.OBJECTS})
    void eachTaskIsThereOnceWhoeverWasFaster(String kind) throws Exception {
        String undisturbed = trainedElsewhere("undisturbed");
        // Tasks of one seed, which are in some of the files that the run trains at the same time.
        String other = trainedElsewhere("other", "--set", "sweep.seed=3");
        var root = FaultyFileSystem.storage(kind, folder.resolve("store"));
        String store = root.toString();
        FaultyFileSystem.faults(root).before(TwoWritersTest::isVisibleStep, () -> commitFrom(other, store));
        var run = run(store);

        assertEquals(0, run.exitCode(), run.err());
        assertEquals(1, warnings(run).size(), run.err());
        assertTrue(
                warnings(run).get(0).startsWith("gradflow: another run writes into store " + store + " too: of 20"),
                run.err());
        assertEquals(digest(undisturbed), digest(store));
        var waves = Store.existing(store, hadoop).waves();
        assertEquals(20, Wave.sum(waves, CommittedFile::tasks));
        assertTrue(run.err().contains("\n16 networks trained in "), run.err());
    }

    @ParameterizedTest
    @ValueSource(strings = {FaultyFileSystem.RENAMING, FaultyFileSystem.OBJECTS})
    void whatTheOtherKeepsOfTheWaveIsThereOnce(String kind) throws Exception {
        String undisturbed = trainedElsewhere("undisturbed");
        var root = FaultyFileSystem.storage(kind, folder.resolve("store"));
        String store = root.toString();
        // Where files are copied they are not staged any more when the wave becomes visible.
        FaultyFileSystem.faults(root).before(call -> call.matches("(rename|mkdirs) .*/epochs/wave=0"), () -> {
            try {
                assertEquals(20, Store.writable(store, hadoop).abandonUncommitted());
            } catch (StoreException e) {
                throw new IllegalStateException(e);
            }
        });
        var run = run(store);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(digest(undisturbed), digest(store));
        assertEquals(20, Wave.sum(Store.existing(store, hadoop).waves(), CommittedFile::tasks));
    }

    @Test
    void verifyTellsOfATaskThatEndsTwice() throws Exception {
        String store = trainedElsewhere("store");
        commitFrom(trainedElsewhere("other", "--set", "sweep.seed=3"), store);
        var verified = invoke("verify", null, store);
        assertEquals(1, verified.exitCode(), verified.err());
        var told = verified.errLines().stream()
                .filter(line -> line.startsWith("gradflow: doubled: task "))
                .toList();
        assertEquals(3, told.size(), verified.err());
        assertTrue(told.get(0).matches(".* ends in .*/wave=0/.*parquet and in .*/wave=1/.*parquet"), told.get(0));
        assertTrue(
                verified.err().contains("\n4 networks count twice; of each pair of files move one out"),
                verified.err());

        // Compaction keeps the rows as they are, in one file now.
        String compacted = folder.resolve("compacted").toString();
        var target = new org.apache.hadoop.fs.Path(compacted);
        FileUtil.copy(folder.resolve("store").toFile(), target.getFileSystem(hadoop), target, false, hadoop);
        assertEquals(0, invoke("compact", null, compacted).exitCode());
        var twice = invoke("verify", null, compacted);
        assertEquals(1, twice.exitCode(), twice.err());
        assertTrue(
                twice.errLines().stream()
                        .anyMatch(line -> line.matches("gradflow: doubled: task \\w+ ends in (.*) and in \\1")),
                twice.err());

        // What the page says to do.
        try (var files = Files.walk(folder.resolve("store/epochs/wave=1"))) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                Files.move(file, folder.resolve(file.getFileName()));
            }
        }
        assertEquals(0, run(store).exitCode());
        assertEquals(digest(trainedElsewhere("undisturbed")), digest(store));
    }

    @Test
    void nothingIsTrainedTwiceThatTheOtherHasAll() throws Exception {
        String undisturbed = trainedElsewhere("undisturbed");
        var root = FaultyFileSystem.storage(FaultyFileSystem.OBJECTS, folder.resolve("store"));
        String store = root.toString();
        FaultyFileSystem.faults(root).before(TwoWritersTest::isVisibleStep, () -> commitFrom(undisturbed, store));
        var run = run(store);
        assertEquals(0, run.exitCode(), run.err());
        assertEquals(1, warnings(run).size(), run.err());
        assertEquals(digest(undisturbed), digest(store));
        assertEquals(20, Wave.sum(Store.existing(store, hadoop).waves(), CommittedFile::tasks));
        assertTrue(run.err().contains("\n0 networks trained in "), run.err());
        assertFalse(Files.exists(folder.resolve("store/_staging")));
    }
}
