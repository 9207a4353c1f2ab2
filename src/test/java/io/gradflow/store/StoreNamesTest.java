package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store is one store by whatever name its user calls it. */
class StoreNamesTest {
    private static final Configuration HADOOP = Sessions.hadoop(Map.of());

    @TempDir
    private Path folder;

    /** The store's own path first. */
    private List<String> names() throws IOException {
        var root = Files.createDirectories(folder.resolve("stores/store"));
        var link = Files.createSymbolicLink(folder.resolve("link"), root);
        var linkAbove = Files.createSymbolicLink(folder.resolve("above"), root.getParent());
        return Stream.of(
                        root,
                        root + "/",
                        root.toUri(),
                        "file://" + root,
                        "file:" + root,
                        link,
                        "file:" + link + "/",
                        linkAbove.resolve("store"),
                        root.getParent() + "/./store")
                .map(Object::toString)
                .toList();
    }

    @Test
    void theLockIsTheSameByEachName() throws Exception {
        var names = names();
        for (var name : names) {
            var lock = Store.writable(name, HADOOP).lock();
            for (var other : names) {
                var told = assertThrows(
                        StoreException.class,
                        () -> Store.writable(other, HADOOP).lock());
                assertTrue(told.getMessage().contains("is being written by another run: process "), told.getMessage());
            }
            lock.close();
        }
    }

    @Test
    void theWavesAreTheSameByEachName() throws Exception {
        var names = names();
        Store.writable(names.get(0), HADOOP)
                .describe(new StoreDescription(
                        "n", "lanes", 8, Logging.every(1), List.of("seed"), List.of("{}"), Map.of()));
        for (int i = 0; i < names.size(); i++) {
            var store = Store.writable(names.get(i), HADOOP);
            var late = Store.writable(names.get((i + 1) % names.size()), HADOOP);
            var tooLate = late.newStaging();
            var staged = store.newStaging();
            var contents = List.of(CommitContract.file("rows" + i));
            for (var place : List.of(staged, tooLate)) {
                CommitContract.write(place.getFileSystem(HADOOP), place, contents);
            }
            assertEquals("wave=" + i, store.commit(staged, contents).folder().getName());
            assertThrows(WaveTakenException.class, () -> late.commit(tooLate, contents));
            late.abandonUncommitted();
            for (var name : names) {
                assertEquals(i + 1, Store.existing(name, HADOOP).waves().size(), name);
            }
        }
    }
}
