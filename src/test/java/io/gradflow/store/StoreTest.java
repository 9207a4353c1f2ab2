package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final Configuration HADOOP = Sessions.hadoop(Map.of());

    private static final StoreDescription DESCRIPTION = new StoreDescription(
            "lanes-3", "lanes", 8, 10, List.of("activation", "seed"), List.of("{\"sweep\":{}}"), Map.of("jvm", "17"));

    @TempDir
    private Path folder;

    private static CommittedFile file(String name, long rows) {
        return new CommittedFile(name, 4, rows, "00", rows, 0, 0);
    }

    private StoreDescription described(String json) throws IOException, StoreException {
        Files.writeString(folder.resolve("store.json"), json);
        return Store.existing(folder.toString(), HADOOP).description();
    }

    private Store written() throws StoreException {
        var store = Store.writable(folder.resolve("store").toString(), HADOOP);
        store.describe(DESCRIPTION);
        return store;
    }

    /** A wave of files with some bytes. */
    private static Wave commit(Store store, CommittedFile... files) throws Exception {
        var staged = store.newStaging();
        var place = Path.of(staged.toUri());
        Files.createDirectories(place);
        for (var file : files) {
            Files.writeString(place.resolve(file.name()), "rows");
        }
        return store.commit(staged, List.of(files));
    }

    @Test
    void aDescriptionIsReadAsItWasWritten() throws Exception {
        written();
        assertEquals(
                DESCRIPTION,
                Store.existing(folder.resolve("store").toString(), HADOOP).description());
    }

    @Test
    void whatALaterVersionAddsIsPassedOver() throws Exception {
        assertEquals(
                "lanes-9",
                described("{\"format\": 2, \"numerics\": \"lanes-9\", \"owner\": \"x\"}")
                        .numerics());
    }

    @Test
    void anotherFormatIsRefused() {
        var thrown = assertThrows(StoreException.class, () -> described("{\"format\": 1}"));
        assertEquals("store " + folder + " has format 1, must be 2 for this version of gradflow", thrown.getMessage());
    }

    @Test
    void aSweepIsAddedToADescriptionOnceWithItsKeys() throws Exception {
        var other = new StoreDescription(
                "lanes-3",
                "lanes",
                4,
                10,
                List.of("seed", "scale"),
                List.of("{\"sweep\":{}}", "{}"),
                Map.of("jvm", "25"));
        var both = DESCRIPTION.plus(other, "s");
        assertEquals(List.of("activation", "seed", "scale"), both.keys());
        assertEquals(List.of("{\"sweep\":{}}", "{}"), both.configurations());
        assertEquals(Map.of("jvm", "25"), both.versions());
        assertEquals(both, both.plus(other, "s"));
    }

    @Test
    void aStoreGrowsIntoTheNextNumericsOfItsEngineAndNoOther() throws Exception {
        assertEquals("lanes-4", DESCRIPTION.plus(withNumerics("lanes-4"), "s").numerics());
        assertTrue(DESCRIPTION.precedes(withNumerics("lanes-4")));
        for (var other : List.of("lanes-2", "lanes-5", "breeze-4", "breeze-3")) {
            assertFalse(DESCRIPTION.precedes(withNumerics(other)));
            assertThrows(StoreException.class, () -> DESCRIPTION.plus(withNumerics(other), "s"));
        }
        assertFalse(DESCRIPTION.precedes(DESCRIPTION));
        assertThrows(StoreException.class, () -> withNumerics("lanes-4").plus(DESCRIPTION, "s"));
    }

    private static StoreDescription withNumerics(String numerics) {
        return new StoreDescription(
                numerics, "lanes", 8, 10, DESCRIPTION.keys(), DESCRIPTION.configurations(), DESCRIPTION.versions());
    }

    @Test
    void wavesAreWhatWasCommittedInOrder() throws Exception {
        var store = written();
        assertEquals(List.of(), store.waves());
        var first = commit(store, file("a.parquet", 3), file("b.parquet", 4));
        var second = commit(store, file("a.parquet", 5));
        assertEquals(List.of(first, second), store.waves());
        assertEquals(12, Wave.sum(store.waves(), CommittedFile::rows));
        assertEquals(List.of(), store.foreignPaths());
        assertFalse(Files.exists(folder.resolve("store/_staging")));
    }

    @Test
    void aFolderWithoutManifestIsNoWaveAndIsRemovedByTheNextRun() throws Exception {
        var store = written();
        var wave = commit(store, file("a.parquet", 3));
        Files.createDirectories(folder.resolve("store/epochs/wave=1"));
        Files.writeString(folder.resolve("store/epochs/wave=1/x.parquet"), "torn");
        assertEquals(List.of(wave), store.waves());
        store.abandonUncommitted();
        assertFalse(Files.exists(folder.resolve("store/epochs/wave=1")));
        assertEquals(List.of(wave), store.waves());
    }

    @Test
    void damagedFilesAreSetAsideAndTheRestStays() throws Exception {
        var store = written();
        var wave = commit(store, file("a.parquet", 3), file("b.parquet", 4), file("c.parquet", 5));
        Files.delete(folder.resolve("store/epochs/wave=0/c.parquet"));
        store.setAside(
                store.waves(),
                Set.of(
                        folder.resolve("store/epochs/wave=0/a.parquet").toString(),
                        folder.resolve("store/epochs/wave=0/c.parquet").toString()));
        assertEquals(List.of(new Wave(wave.folder(), List.of(file("b.parquet", 4)))), store.waves());
        assertTrue(Files.exists(folder.resolve("store/_replaced/wave=0-a.parquet")));
        assertEquals(List.of(), store.foreignPaths());
    }

    @Test
    void whatNoRunHasWrittenIsForeign() throws Exception {
        var store = written();
        commit(store, file("a.parquet", 3));
        Files.writeString(folder.resolve("store/thesis.tex"), "precious");
        Files.writeString(folder.resolve("store/epochs/wave=0/b.parquet"), "?");
        Files.writeString(folder.resolve("store/epochs/c.parquet"), "?");
        assertEquals(
                List.of(
                        folder.resolve("store/epochs/c.parquet").toString(),
                        folder.resolve("store/epochs/wave=0/b.parquet").toString(),
                        folder.resolve("store/thesis.tex").toString()),
                store.foreignPaths());
    }

    @Test
    void oneWritesAtATime() throws Exception {
        var store = written();
        var lock = store.lock();
        assertTrue(store.writer().isPresent());
        var thrown = assertThrows(StoreException.class, store::lock);
        assertTrue(
                thrown.getMessage()
                        .startsWith("store " + store.name() + " is being written by another run: process "
                                + ProcessHandle.current().pid() + " on "),
                thrown.getMessage());
        lock.close();
        assertEquals(Optional.empty(), store.writer());
        store.lock().close();
    }

    /** As on file systems that have no locks; a lease that nobody has renewed is a dead one's. */
    @Test
    void aLeaseHoldsUntilItIsOld() throws Exception {
        var file = new org.apache.hadoop.fs.Path(folder.toUri().toString(), "_lock");
        FileSystem files = new RawLocalFileSystem();
        files.initialize(folder.toUri(), HADOOP);
        long now = System.currentTimeMillis();
        var lock = LeaseLock.acquire(files, file, "s", now);
        assertThrows(StoreException.class, () -> LeaseLock.acquire(files, file, "s", now + 59_000));
        assertTrue(LeaseLock.holder(files, file, now).isPresent());

        Files.setLastModifiedTime(folder.resolve("_lock"), FileTime.fromMillis(now - 60_001));
        assertEquals(Optional.empty(), LeaseLock.holder(files, file, now));
        LeaseLock.acquire(files, file, "s", now).close();
        assertFalse(Files.exists(folder.resolve("_lock")));
        lock.close();
    }
}
