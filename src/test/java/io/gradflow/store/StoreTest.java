package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.store.lock.LockHolder;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreTest {
    private static final Configuration HADOOP = Sessions.hadoop(Map.of());

    private static final StoreDescription DESCRIPTION = new StoreDescription(
            "lanes-3",
            "lanes",
            8,
            Logging.every(10),
            List.of("activation", "seed"),
            List.of("{\"sweep\":{}}"),
            Map.of("jvm", "17"));

    private static final RunProgress PROGRESS =
            new RunProgress("s", 3, 0, 0, 0, "2026-01-01T00:00:00Z", 1, Double.NaN, false);

    @TempDir
    private Path folder;

    private static CommittedFile file(String name, long rows) {
        return new CommittedFile(name, 4, rows, UUID.randomUUID().toString(), rows, 0, 0);
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
        var place = Path.of(staged.toUri().getPath());
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
    void aStoreMayHaveAnyName() throws Exception {
        folder = folder.resolve("gr\u00f6\u00dfe \u96ea%20 #?*{a}");
        var store = written();
        commit(store, file("a.parquet", 1));
        store.lock().close();
        assertEquals(
                1,
                Store.existing(folder.resolve("store").toString(), HADOOP)
                        .waves()
                        .size());
    }

    @Test
    void whatALaterVersionAddsIsPassedOver() throws Exception {
        assertEquals(
                "lanes-9",
                described("{\"format\": 2, \"numerics\": \"lanes-9\", \"log_every\": 1, \"keys\": [],"
                                + " \"configurations\": [], \"owner\": \"x\"}")
                        .numerics());
    }

    @Test
    void noNumberIsUsedThatSomethingElseHas() throws Exception {
        var store = written();
        commit(store, file("a.parquet", 1));
        Files.createFile(folder.resolve("store/epochs/wave=1"));
        assertEquals("wave=2", commit(store, file("b.parquet", 1)).folder().getName());
        Files.createDirectory(folder.resolve("store/epochs/wave=999999999999999999"));
        String told = assertThrows(StoreException.class, store::newStaging).getMessage();
        assertTrue(told.contains("wave=999999999999999999: leaves no number for another wave"), told);
        assertEquals(2, store.waves().size());
    }

    @Test
    void aCopyOfCommittedFilesIsRefused() throws Exception {
        var store = written();
        commit(store, file("a.parquet", 1), file("b.parquet", 2));
        var copied = Files.createDirectory(folder.resolve("store/epochs/wave=7"));
        for (var name : List.of("a.parquet", "b.parquet", "_manifest.json")) {
            Files.copy(folder.resolve("store/epochs/wave=0").resolve(name), copied.resolve(name));
        }
        String told = assertThrows(StoreException.class, store::waves).getMessage();
        assertTrue(
                told.contains(copied.resolve("a.parquet") + ": has the bytes of "
                        + folder.resolve("store/epochs/wave=0/a.parquet") + ", so its rows would count twice"),
                told);
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
                Logging.every(10),
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
                numerics,
                "lanes",
                8,
                Logging.every(10),
                DESCRIPTION.keys(),
                DESCRIPTION.configurations(),
                DESCRIPTION.versions());
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
    void aFolderWithParquetFilesAndWithoutManifestIsNamedAndKept() throws Exception {
        var store = written();
        var wave = commit(store, file("a.parquet", 3));
        var lost = Files.createDirectories(folder.resolve("store/epochs/wave=1"));
        Files.writeString(lost.resolve("x.parquet"), "torn");
        var thrown = assertThrows(StoreException.class, store::waves);
        assertTrue(
                thrown.getMessage()
                        .startsWith("store " + store.name() + " is damaged: " + lost
                                + " has Parquet files and no manifest; gradflow verify --rebuild "),
                thrown.getMessage());
        store.abandonUncommitted();
        store.deleteReplaced();
        assertEquals("torn", Files.readString(lost.resolve("x.parquet")));
        Files.delete(lost.resolve("x.parquet"));
        assertEquals(List.of(wave), store.waves());
    }

    @Test
    void whatTheUserPutsAmongOurFilesIsNeverDeleted() throws Exception {
        var store = written();
        commit(store, file("a.parquet", 3));
        String staged = "_staging/" + UUID.randomUUID();
        var names = List.of("epochs/wave=7", staged, staged + "/epochs/wave=1", "_replaced/epochs-x/wave=0");
        for (var name : names) {
            Files.writeString(
                    Files.createDirectories(folder.resolve("store").resolve(name))
                            .resolve("notes.txt"),
                    "precious");
        }
        Files.writeString(folder.resolve("store/" + staged + "/part-r-00000.zstd.parquet"), "torn");
        store.abandonUncommitted();
        store.deleteReplaced();
        commit(store, file("a.parquet", 3));
        for (var name : names) {
            assertEquals("precious", Files.readString(folder.resolve("store/" + name + "/notes.txt")));
        }
        assertFalse(Files.exists(folder.resolve("store/" + staged + "/part-r-00000.zstd.parquet")));
        assertEquals(List.of(folder.resolve("store/epochs/wave=7/notes.txt").toString()), store.foreignPaths());
    }

    @Test
    void rowsWithoutADescriptionAreNoNewStore() throws Exception {
        var store = written();
        commit(store, file("a.parquet", 3));
        Files.delete(folder.resolve("store/store.json"));
        for (var manifest : List.of(true, false)) {
            if (!manifest) {
                Files.delete(folder.resolve("store/epochs/wave=0/_manifest.json"));
            }
            String message = "store " + store.name() + " has rows and no store.json; gradflow verify --rebuild ";
            assertTrue(assertThrows(StoreException.class, () -> Store.writable(store.name(), HADOOP))
                    .getMessage()
                    .startsWith(message));
            assertTrue(assertThrows(StoreException.class, () -> Store.existing(store.name(), HADOOP))
                    .getMessage()
                    .startsWith(message));
        }
    }

    /** After a kill between the renames of a swap, and a copy that has lost the note. */
    @Test
    void whatWasReplacedAndHasNoSuccessorIsNeitherForgottenNorDeleted() throws Exception {
        var store = written();
        commit(store, file("a.parquet", 3));
        var replaced =
                Files.createDirectories(folder.resolve("store/_replaced")).resolve("epochs-x");
        Files.move(folder.resolve("store/epochs"), replaced);
        store.deleteReplaced();
        assertTrue(assertThrows(StoreException.class, store::waves).getMessage().contains("rename " + replaced));
        Files.move(replaced, folder.resolve("store/epochs"));
        assertEquals(1, store.waves().size());
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
        var intact = wave.with(file -> file.name().equals("b.parquet"));
        assertEquals(List.of(intact), store.waves());
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
    void namesThatGradflowUsesMayBeSomebodysInAFolderWithoutAStore() throws Exception {
        var contents = Map.of(
                "_lock", "mine",
                "_token.json", "{}",
                "_progress.json", "{\"my\": 1}",
                "_staging/customers.parquet", "rows",
                "_staging/_temporary/notes.txt", "notes",
                "epochs/notes.txt", "notes");
        for (var content : contents.entrySet()) {
            var place = Files.createTempDirectory(folder, "project");
            var file = place.resolve(content.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, content.getValue());

            var thrown = assertThrows(StoreException.class, () -> Store.writable(place.toString(), HADOOP));

            assertTrue(
                    thrown.getMessage().contains("(" + Path.of(content.getKey()).getName(0) + "), must be a folder"),
                    thrown.getMessage());
            assertEquals(content.getValue(), Files.readString(file));
        }
    }

    @Test
    void whatADeadRunLeavesWithoutAStoreIsNobodysElse() throws Exception {
        Files.writeString(folder.resolve("_lock"), LockHolder.self().json());
        Files.writeString(folder.resolve("_token.json"), "\"" + UUID.randomUUID() + "\"");
        Files.writeString(folder.resolve("_store.json"), "{\"form");
        Files.writeString(folder.resolve("__token.json"), "");
        var staged = Files.createDirectories(
                folder.resolve("_staging").resolve(UUID.randomUUID().toString()));
        Files.writeString(staged.resolve("part-0.parquet"), "rows");
        Files.createDirectory(folder.resolve("epochs"));

        var store = Store.writable(folder.toString(), HADOOP);
        store.noteProgress(PROGRESS);
        store = Store.writable(folder.toString(), HADOOP);
        store.abandonUncommitted();

        assertFalse(Files.exists(folder.resolve("_staging")));
        assertFalse(Files.exists(folder.resolve("_token.json")));
    }

    @Test
    void whatIsNoStagedWaveStaysInTheStagingFolder() throws Exception {
        var store = written();
        var inner = Files.createDirectories(folder.resolve("store/_staging/inner"));
        Files.writeString(inner.resolve("a.parquet"), "rows");
        Files.createDirectories(inner.resolve("_temporary"));
        commit(store, file("b.parquet", 1));
        store.abandonUncommitted();

        assertEquals("rows", Files.readString(inner.resolve("a.parquet")));
        assertTrue(Files.exists(inner.resolve("_temporary")));
        assertEquals(List.of(inner.toString()), store.foreignPaths());
    }

    @Test
    void whoWasToldToEndCommitsNothingMore() throws Exception {
        var store = written();
        store.abandonUncommittedAndEnd();

        var thrown = assertThrows(StoreException.class, () -> commit(store, file("a.parquet", 1)));

        assertTrue(thrown.getMessage().contains("was told to end"), thrown.getMessage());
        assertEquals(List.of(), store.waves());
    }

    @Test
    void aWaveDoesNotMoveToANameThatIsTaken() throws Exception {
        var store = written();
        var files = StoreFiles.at(store.name(), HADOOP);
        Files.createDirectories(folder.resolve("store/_staging"));
        Files.createDirectories(folder.resolve("store/epochs"));
        Files.writeString(folder.resolve("store/epochs/wave=0"), "mine");
        var taken = files.path("epochs/wave=0");

        var thrown = assertThrows(IOException.class, () -> files.rename(files.path("_staging"), taken));

        assertTrue(thrown.getMessage().contains("wave=0, which exists"), thrown.getMessage());
        assertEquals("mine", Files.readString(folder.resolve("store/epochs/wave=0")));
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

    @Test
    void whatARunMadeAndNothingElseGoesWhenNoRowComesOfIt() throws Exception {
        var own = Files.createDirectory(folder.resolve("own"));
        var deep = Store.writable(own.resolve("a/b/store").toString(), HADOOP);
        var lock = deep.lock();
        deep.describe(DESCRIPTION);
        deep.noteProgress(PROGRESS);
        // A file where the staging folder would be: the folder of waves is made in vain.
        var staging = Files.writeString(own.resolve("a/b/store/_staging"), "");
        assertThrows(StoreException.class, () -> deep.commit(deep.newStaging(), List.of(file("a.parquet", 3))));
        Files.delete(staging);
        deep.abandonUncommitted();
        deep.deleteIfVacant();
        lock.close();
        assertTrue(Files.exists(own));
        assertFalse(Files.exists(own.resolve("a")));
    }

    @Test
    void whatWasThereBeforeARunStaysWhenNoRowComesOfIt() throws Exception {
        var first = written();
        first.noteProgress(PROGRESS);
        Files.createDirectories(folder.resolve("store/epochs"));
        var second = Store.writable(first.name(), HADOOP);
        var lock = second.lock();
        second.describe(DESCRIPTION);
        second.noteProgress(PROGRESS);
        second.abandonUncommitted();
        second.deleteIfVacant();
        lock.close();
        for (var name : List.of("store.json", "_progress.json", "epochs")) {
            assertTrue(Files.exists(folder.resolve("store").resolve(name)), name);
        }
    }

    /** Of the operating system's locks, since a shared one would be refused to, or refuse, another process alone. */
    @Test
    void whoLooksTakesNoLock() throws Exception {
        var store = written();
        store.lock().close();
        var stale = LockHolder.self().json();
        Files.writeString(folder.resolve("store/_lock"), stale);
        // A file that says so is enough, and one that cannot be locked does not matter.
        Files.setPosixFilePermissions(folder.resolve("store/_lock"), PosixFilePermissions.fromString("r--r--r--"));
        assertTrue(store.writer()
                .orElseThrow()
                .startsWith("process " + ProcessHandle.current().pid() + " on "));
        var lock = store.lock();
        assertTrue(store.writer().isPresent());
        lock.close();
        assertEquals(Optional.empty(), store.writer());
    }

    @Test
    void aHolderThatIsGoneHoldsNothing() throws Exception {
        var store = written();
        store.lock().close();
        var process = new ProcessBuilder("true").start();
        process.waitFor();
        var self = LockHolder.self();
        var dead = new LockHolder(self.host(), process.pid(), self.since());
        var namesake = new LockHolder(self.host(), self.pid(), "2020-01-01T00:00:00Z");
        for (var text : List.of(dead.json(), namesake.json(), "", "{", "null", "{}")) {
            Files.writeString(folder.resolve("store/_lock"), text);
            assertEquals(Optional.empty(), store.writer(), text);
        }
        var elsewhere = new LockHolder("elsewhere", 1, self.since());
        Files.writeString(folder.resolve("store/_lock"), elsewhere.json());
        assertEquals(Optional.of(elsewhere.toString()), store.writer());
        store.lock().close();
    }

    @Test
    void whatAKillLeavesOfAManifestIsUnderstood() throws Exception {
        var store = written();
        commit(store, file("a.parquet", 3));
        Files.writeString(folder.resolve("store/epochs/wave=0/__manifest.json"), "{\"fil");
        assertEquals(List.of(), store.foreignPaths());
        var staged = store.newStagedReplacement(store.waves());
        var place = Files.createDirectories(Path.of(staged.toUri()));
        Files.writeString(place.resolve("a.parquet"), "rows");
        store.replaceAll(staged, List.of(file("a.parquet", 3)));
        store.deleteReplaced();
        assertFalse(Files.exists(folder.resolve("store/_replaced")));
    }
}
