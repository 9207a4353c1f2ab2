package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One wave in the place of all others. */
class ReplacementTest {
    private static final Configuration HADOOP = Sessions.hadoop(Map.of());

    private static final List<CommittedFile> CONTENTS = List.of(file("a.parquet", 3), file("b.parquet", 4));

    @TempDir
    private Path folder;

    private Store store;

    @BeforeEach
    void twoWaves() throws Exception {
        store = Store.writable(folder.resolve("store").toString(), HADOOP);
        store.describe(
                new StoreDescription("n", "lanes", 8, Logging.every(1), List.of("seed"), List.of("{}"), Map.of()));
        for (var file : CONTENTS) {
            var staged = store.newStaging();
            write(staged, List.of(file));
            store.commit(staged, List.of(file));
        }
    }

    private static CommittedFile file(String name, long rows) {
        return new CommittedFile(name, 4, rows, UUID.randomUUID().toString(), rows, 0, 0);
    }

    private static void write(org.apache.hadoop.fs.Path staged, List<CommittedFile> files) throws IOException {
        var place = Path.of(staged.toUri());
        Files.createDirectories(place);
        for (var file : files) {
            Files.writeString(place.resolve(file.name()), "rows");
        }
    }

    private Wave replace() throws Exception {
        store.deleteReplaced();
        store.abandonUncommitted();
        var staged = store.newStagedReplacement(store.waves());
        write(staged, CONTENTS);
        return store.replaceAll(staged, CONTENTS);
    }

    private List<String> names(String child) throws IOException {
        try (var found = Files.list(folder.resolve("store").resolve(child))) {
            return found.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void noTwoWavesHaveTheSameNumber() throws Exception {
        var before = store.waves();
        var wave = replace();
        assertEquals("wave=2", wave.folder().getName());
        assertEquals(List.of(wave), store.waves());
        assertEquals(List.of("wave=2"), names("epochs"));
        assertFalse(store.stillHas(before));
        assertTrue(store.stillHas(List.of(wave)));
        var staged = store.newStaging();
        var later = List.of(file("a.parquet", 1));
        write(staged, later);
        assertEquals("wave=3", store.commit(staged, later).folder().getName());
        assertTrue(store.stillHas(List.of(wave)));
        assertEquals(List.of(), store.foreignPaths());
    }

    @Test
    void whatWasReplacedStaysUntilTheNextOneWrites() throws Exception {
        replace();
        assertEquals(1, names("_replaced").size());
        Files.writeString(folder.resolve("store/_replaced/wave=0-x.parquet"), "damaged");
        store.deleteReplaced();
        assertEquals(List.of("wave=0-x.parquet"), names("_replaced"));
    }

    @Test
    void whatIsNotOursIsNotDeleted() throws Exception {
        replace();
        var replaced = folder.resolve("store/_replaced/" + names("_replaced").get(0));
        Files.writeString(replaced.resolve("wave=1/notes.txt"), "precious");
        store.deleteReplaced();
        assertEquals("precious", Files.readString(replaced.resolve("wave=1/notes.txt")));
        assertEquals(List.of(replaced.getFileName().toString()), names("_replaced"));
        assertFalse(Files.exists(replaced.resolve("wave=0")));
        assertFalse(Files.exists(replaced.resolve("wave=1/_manifest.json")));
        store.deleteReplaced();
        assertTrue(Files.exists(replaced.resolve("wave=1/notes.txt")));
    }

    @Test
    void whatWasAbandonedIsNotPutInPlace() throws Exception {
        var staged = store.newStagedReplacement(store.waves());
        write(staged, CONTENTS);
        store.abandonUncommitted();
        var before = store.waves();
        assertThrows(StoreException.class, () -> store.replaceAll(staged, CONTENTS));
        assertEquals(before, store.waves());
        assertFalse(Files.exists(folder.resolve("store/_compaction.json")));
    }

    @Test
    void whoReadsBetweenTheRenamesReadsWhatWas() throws Exception {
        Files.createDirectories(folder.resolve("store/_replaced"));
        Files.writeString(
                folder.resolve("store/_compaction.json"),
                "{\"staged\": \"_staging/x/epochs\", \"replaced\": \"_replaced/epochs-x\"}");
        Files.move(folder.resolve("store/epochs"), folder.resolve("store/_replaced/epochs-x"));
        assertEquals(7, Wave.sum(store.waves(), CommittedFile::rows));
        assertEquals(List.of(), store.foreignPaths());
        store.deleteReplaced();
        assertEquals(7, Wave.sum(store.waves(), CommittedFile::rows));
        // Even without what was to take its place.
        store.abandonUncommitted();
        assertEquals(List.of("wave=0", "wave=1"), names("epochs"));
        assertEquals(7, Wave.sum(store.waves(), CommittedFile::rows));
    }

    /** The user may delete what was replaced at any time. */
    @Test
    void whatTakesThePlaceMovesInWhereTheFormerIsGone() throws Exception {
        Files.createDirectories(folder.resolve("store/_staging/x"));
        Files.writeString(
                folder.resolve("store/_compaction.json"),
                "{\"staged\": \"_staging/x/epochs\", \"replaced\": \"_replaced/epochs-x\", \"content\": \"y\"}");
        Files.move(folder.resolve("store/epochs"), folder.resolve("store/_staging/x/epochs"));
        store.abandonUncommitted();
        assertEquals(List.of("wave=0", "wave=1"), names("epochs"));
        assertEquals(7, Wave.sum(store.waves(), CommittedFile::rows));
    }

    /** The manifests, and the files as programs list them that know nothing of manifests. */
    @Test
    void whoReadsWhileItIsReplacedSeesEachFileOnce() throws Exception {
        var end = new AtomicBoolean();
        var summed = new AtomicInteger();
        // Of the common pool two readers may share a thread, and the second would wait for the first.
        var readers = Executors.newFixedThreadPool(2);
        var counts = readers.submit(() -> {
            Set<Long> found = new TreeSet<>();
            var reader = Store.existing(store.name(), HADOOP);
            while (!end.get()) {
                found.add(Wave.sum(reader.waves(), CommittedFile::rows));
                if (!reader.foreignPaths().isEmpty()) {
                    found.add(-1L);
                }
                summed.incrementAndGet();
            }
            return found;
        });
        var read = new AtomicInteger();
        var listed = readers.submit(() -> {
            Set<Integer> found = new TreeSet<>();
            while (!end.get()) {
                try {
                    found.add(readAll());
                    read.incrementAndGet();
                } catch (IOException | UncheckedIOException e) {
                    // Gone while it was read, which the reader knows.
                }
            }
            return found;
        });
        try {
            // As long as both have had their turns: on a busy machine a reader may begin when all would be over.
            for (int round = 0; round < 40 || summed.get() < 40 || read.get() < 40; round++) {
                if (counts.isDone() || listed.isDone()) {
                    break;
                }
                replace();
            }
        } finally {
            end.set(true);
            readers.shutdown();
        }
        assertEquals(Set.of(7L), counts.get());
        assertEquals(Set.of(2), listed.get());
    }

    private int readAll() throws IOException {
        List<Path> files;
        try (var found = Files.walk(folder.resolve("store/epochs"))) {
            files = found.filter(path -> path.toString().endsWith(".parquet")).toList();
        }
        for (var file : files) {
            Files.readString(file);
        }
        if (files.isEmpty()) {
            throw new NoSuchFileException("no files");
        }
        return files.size();
    }
}
