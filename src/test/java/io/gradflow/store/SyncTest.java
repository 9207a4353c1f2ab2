package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is visible is on the disk: the JVM's own record of what was forced there, in its order. */
class SyncTest {
    private static final List<CommittedFile> FILES = List.of(file("a.parquet"), file("b.parquet"));

    @TempDir
    private Path folder;

    private Path root;
    private Store store;

    /** Work on a store. */
    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    private static CommittedFile file(String name) {
        return new CommittedFile(name, 4, 3, name, 3, 0, 0);
    }

    @BeforeEach
    void aPlace() throws Exception {
        root = folder.resolve("new/store");
        store = Store.writable(root.toString(), Sessions.hadoop(Map.of()));
    }

    /** The paths that are forced to the disk meanwhile, relative to this test's folder, without random identifiers. */
    private List<String> forced(Work work) throws Exception {
        var file = folder.resolve("recording.jfr");
        try (var recording = new Recording()) {
            recording.enable("jdk.FileForce").withThreshold(Duration.ZERO);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
        }
        return RecordingFile.readAllEvents(file).stream()
                .sorted(Comparator.comparing(RecordedEvent::getStartTime))
                .map(event -> Path.of(event.getString("path")))
                .filter(path -> path.startsWith(folder))
                .map(path -> folder.relativize(path).toString().replaceAll("[0-9a-f-]{36}", "ID"))
                .toList();
    }

    private static org.apache.hadoop.fs.Path written(org.apache.hadoop.fs.Path staged) throws IOException {
        var place = Files.createDirectories(Path.of(staged.toUri()));
        for (var file : FILES) {
            Files.writeString(place.resolve(file.name()), "rows");
        }
        return staged;
    }

    private void describe() throws StoreException {
        store.describe(
                new StoreDescription("n", "lanes", 8, Logging.every(1), List.of("seed"), List.of("{}"), Map.of()));
    }

    @Test
    void aCommitIsOnTheDiskBeforeItIsVisible() throws Exception {
        var lock = store.lock();
        assertEquals(List.of("new/store/_store.json", "new/store"), forced(this::describe));
        var staged = written(store.newStaging());
        assertEquals(
                List.of(
                        // The folder of all waves is new.
                        "new/store",
                        "new/store/_staging/ID/_manifest.json",
                        "new/store/_staging/ID/a.parquet",
                        "new/store/_staging/ID/b.parquet",
                        "new/store/_staging/ID",
                        "new/store/epochs"),
                forced(() -> store.commit(staged, FILES)));
        var next = written(store.newStaging());
        assertEquals(5, forced(() -> store.commit(next, FILES)).size());
        lock.close();
    }

    @Test
    void aStoreThatIsMadeIsOnTheDiskWithTheFoldersAboveIt() throws Exception {
        assertEquals(List.of("", "new"), forced(() -> store.lock().close()));
    }

    @Test
    void aReplacementIsOnTheDiskStepByStep() throws Exception {
        var lock = store.lock();
        describe();
        store.commit(written(store.newStaging()), FILES);
        var staged = written(store.newStagedReplacement(store.waves()));
        var forced = forced(() -> store.replaceAll(staged, FILES));
        String generation = "new/store/_staging/ID/epochs";
        var before = Stream.of("/wave=1/a.parquet", "/wave=1/b.parquet", "/wave=1/_manifest.json", "/wave=1", "")
                .map(name -> generation + name)
                .toList();
        assertEquals(before, forced.subList(0, before.size()));
        var after = forced.subList(before.size(), forced.size());
        assertEquals(
                List.of(
                        "new/store/_staging/ID",
                        "new/store/_staging",
                        "new/store/__compaction.json",
                        "new/store",
                        "new/store/_replaced",
                        "new/store",
                        "new/store"),
                after);
        assertTrue(Files.exists(root.resolve("epochs/wave=1")));
        lock.close();
    }

    @Test
    void progressCostsNothing() throws Exception {
        var lock = store.lock();
        var progress = new RunProgress("s", 3, 0, 0, 0, "2026-01-01T00:00:00Z", 1, Double.NaN, false);
        assertEquals(List.of(), forced(() -> store.noteProgress(progress)));
        lock.close();
    }
}
