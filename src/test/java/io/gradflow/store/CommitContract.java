package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.gradflow.store.lock.HeldException;
import io.gradflow.store.lock.LeaseLock;
import io.gradflow.store.lock.LockHolder;
import io.gradflow.store.lock.StoreLock;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What a store promises on every storage, with any number of writers, whatever they believe about locks. Each subclass
 * brings a storage.
 */
abstract class CommitContract {
    private static final StoreDescription DESCRIPTION =
            new StoreDescription("n", "lanes", 8, Logging.every(1), List.of("seed"), List.of("{}"), Map.of());

    /** So few that listing them takes no time. */
    private static final int WAVES_PER_STORE = 20;

    private Path root;

    /** A path at which there is nothing; another for each call. */
    abstract Path newRoot() throws Exception;

    abstract Configuration hadoop();

    /** How often a race is run. */
    int races() {
        return 1000;
    }

    @BeforeEach
    void aStore() throws Exception {
        root = newRoot();
        described(root);
    }

    private Store described(Path place) throws StoreException {
        var store = Store.writable(place.toString(), hadoop());
        store.describe(DESCRIPTION);
        return store;
    }

    /** Another process that writes into the same store, or the same one after its death. */
    private Store writer() throws StoreException {
        return Store.writable(root.toString(), hadoop());
    }

    private FileSystem files() throws IOException {
        return root.getFileSystem(hadoop());
    }

    static CommittedFile file(String rows) {
        return new CommittedFile("part-" + rows + ".parquet", rows.length(), 5, rows, 5, 0, 0);
    }

    /** Writes files into a staged folder as executors do. */
    static void write(FileSystem files, Path staged, List<CommittedFile> contents) throws IOException {
        for (var file : contents) {
            try (var out = files.create(new Path(staged, file.name()), true)) {
                out.write(file.sha256().getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private Path staged(Store store, List<Wave> read, CommittedFile... contents) throws Exception {
        var staged = store.newStaging(read);
        write(files(), staged, List.of(contents));
        return staged;
    }

    private Wave commit(Store store, CommittedFile... contents) throws Exception {
        return store.commit(staged(store, store.waves(), contents), List.of(contents));
    }

    /** What the committed files hold, in the order of the waves, as another process reads it. */
    private List<String> rows() throws Exception {
        return rows(root, hadoop());
    }

    static List<String> rows(Path root, Configuration hadoop) throws Exception {
        var files = root.getFileSystem(hadoop);
        var rows = new ArrayList<String>();
        for (var wave : Store.existing(root.toString(), hadoop).waves()) {
            for (var file : wave.files()) {
                try (var in = files.open(wave.path(file))) {
                    assertEquals(file.sha256(), new String(in.readAllBytes(), StandardCharsets.UTF_8));
                }
                rows.add(file.sha256());
            }
        }
        return rows;
    }

    private void assertTidy(Store store) throws Exception {
        assertEquals(List.of(), store.foreignPaths());
        assertFalse(files().exists(new Path(root, "_staging")));
    }

    @Test
    void aCommitMakesAllFilesOfAWaveVisible() throws Exception {
        var store = writer();
        var first = commit(store, file("a"), file("bb"));
        var second = commit(store, file("ccc"));
        assertEquals(List.of(first, second), writer().waves());
        assertEquals("wave=0", first.folder().getName());
        assertEquals("wave=1", second.folder().getName());
        assertEquals(List.of("a", "bb", "ccc"), rows());
        assertTidy(store);
    }

    @Test
    void aNumberIsTakenOnceAndWhoFindsItTakenGoesOn() throws Exception {
        var early = writer();
        var late = writer();
        commit(early, file("a"));
        var read = late.waves();
        var staged = staged(late, read, file("same"), file("other"));
        commit(early, file("same"));

        var taken =
                assertThrows(WaveTakenException.class, () -> late.commit(staged, List.of(file("same"), file("other"))));
        assertTrue(taken.getMessage().contains("wave=1 is the wave of another run"), taken.getMessage());
        assertEquals(List.of("a", "same"), rows());
        // Everything is where it was, so that what is not in the store can be committed.
        late.replan(staged, List.of(file("other")), late.waves());
        assertEquals(
                "wave=2", late.commit(staged, List.of(file("other"))).folder().getName());
        assertEquals(List.of("a", "same", "other"), rows());
        assertTidy(late);
    }

    @Test
    void aPlanIsOldHoweverManyWavesCameAfterIt() throws Exception {
        var early = writer();
        var late = writer();
        var staged = staged(late, late.waves(), file("a"));
        commit(early, file("a"));
        commit(early, file("b"));
        assertThrows(WaveTakenException.class, () -> late.commit(staged, List.of(file("a"))));
        assertEquals(List.of("a", "b"), rows());
    }

    @Test
    void theOtherOneIsNotDisturbedByCommitsAndByCleaning() throws Exception {
        var slow = writer();
        var staged = staged(slow, slow.waves(), file("slow"));
        var token = slow.writeToken();
        var quick = writer();
        try (var lock = quick.lock()) {
            assumeTrue(lock instanceof LeaseLock, "the operating system's lock lets nobody else write");
            quick.abandonUncommitted();
            var another = quick.writeToken();
            commit(quick, file("quick"));
            another.require("executor", hadoop());
            token.require("executor", hadoop());
            quick.deleteToken();
        }
        token.require("executor", hadoop());
        assertThrows(WaveTakenException.class, () -> slow.commit(staged, List.of(file("slow"))));
        slow.replan(staged, List.of(file("slow")), slow.waves());
        slow.commit(staged, List.of(file("slow")));
        slow.deleteToken();
        assertEquals(List.of("quick", "slow"), rows());
        assertTidy(slow);
        assertFalse(files().exists(new Path(root, "_token.json")));
    }

    @Test
    void filesAreReplacedByAWave() throws Exception {
        var store = writer();
        commit(store, file("keep"), file("old"));
        commit(store, file("older"));
        var before = store.waves();
        var staged = staged(store, before, file("new"));
        store.replace(without(before, "keep"), staged, List.of(file("new")));
        assertEquals(List.of("keep", "new"), rows());
        assertTidy(store);
        assertFalse(files().exists(new Path(root, "_replaced")));
    }

    private static List<Wave> without(List<Wave> waves, String rows) {
        return waves.stream()
                .map(wave -> wave.with(file -> !file.sha256().equals(rows)))
                .toList();
    }

    @Test
    void nothingIsReplacedByWhoDoesNotKnowAllWaves() throws Exception {
        var early = writer();
        commit(early, file("old"));
        var late = writer();
        var before = late.waves();
        var staged = staged(late, before, file("new"));
        // The other one has replaced the same file.
        early.replace(before, staged(early, before, file("new")), List.of(file("new")));
        assertThrows(WaveTakenException.class, () -> late.replace(before, staged, List.of(file("new"))));
        assertEquals(List.of("new"), rows());
    }

    private Path stagedReplacement(Store store, List<Wave> read, CommittedFile... contents) throws Exception {
        Path staged;
        try {
            staged = store.newStagedReplacement(read);
        } catch (StoreException e) {
            assumeTrue(false, e.getMessage());
            throw e;
        }
        write(files(), staged, List.of(contents));
        return staged;
    }

    @Test
    void noWaveIsLostByWhoReplacesAllThatHeKnows() throws Exception {
        var store = writer();
        commit(store, file("a"));
        var staged = stagedReplacement(store, store.waves(), file("a2"));
        commit(writer(), file("b"));
        assertThrows(WaveTakenException.class, () -> store.replaceAll(staged, List.of(file("a2"))));
        assertEquals(List.of("a", "b"), rows());
        assertFalse(files().exists(new Path(root, "_compaction.json")));

        var again = stagedReplacement(store, store.waves(), file("ab"));
        store.replaceAll(again, List.of(file("ab")));
        assertEquals(List.of("ab"), rows());
    }

    @Test
    void aNumberThatCompactingHasFreedIsTaken() throws Exception {
        var store = writer();
        commit(store, file("a"));
        var late = writer();
        var staged = staged(late, late.waves(), file("b"));
        commit(store, file("b"));
        var compacted = stagedReplacement(store, store.waves(), file("ab"));
        store.replaceAll(compacted, List.of(file("ab")));
        assertThrows(WaveTakenException.class, () -> late.commit(staged, List.of(file("b"))));
        assertEquals(List.of("ab"), rows());
    }

    /** Does the same from several threads at the same time; how often it came to an end without exception. */
    private static long race(List<? extends Callable<?>> writers, Class<? extends Exception> loss) throws Exception {
        var threads = Executors.newFixedThreadPool(writers.size());
        try {
            var start = new CyclicBarrier(writers.size());
            var results = new ArrayList<Future<Boolean>>();
            for (var writer : writers) {
                results.add(threads.submit(() -> {
                    start.await();
                    try {
                        writer.call();
                        return true;
                    } catch (Exception e) {
                        if (!loss.isInstance(e)) {
                            throw e;
                        }
                        return false;
                    }
                }));
            }
            long won = 0;
            for (var result : results) {
                won += result.get() ? 1 : 0;
            }
            return won;
        } finally {
            threads.shutdown();
        }
    }

    @Tag("faults")
    @Test
    void ofTwoWritersOneCommits() throws Exception {
        for (int round = 0; round < races(); round += WAVES_PER_STORE) {
            raceForWaves(newRoot());
        }
    }

    private void raceForWaves(Path place) throws Exception {
        described(place);
        var stores = List.of(Store.writable(place.toString(), hadoop()), Store.writable(place.toString(), hadoop()));
        var waves = new ArrayList<Wave>();
        for (int round = 0; round < WAVES_PER_STORE; round++) {
            // The same rows in files of the same name, as of the same sweep.
            var contents = List.of(file(String.valueOf(round)));
            var writers = new ArrayList<Callable<Wave>>();
            for (var store : stores) {
                var staged = store.newStaging(waves);
                write(place.getFileSystem(hadoop()), staged, contents);
                writers.add(() -> store.commit(staged, contents));
            }
            assertEquals(1, race(writers, WaveTakenException.class), "round " + round);
            waves.add(new Wave(new Path(stores.get(0).epochs(), "wave=" + round), contents));
        }
        assertEquals(WAVES_PER_STORE, rows(place, hadoop()).size());
    }

    private Path lockFile() throws Exception {
        assumeTrue(!files().getUri().getScheme().equals("file"), "Hadoop's local file system looks, and then creates");
        var place = newRoot();
        place.getFileSystem(hadoop()).mkdirs(place);
        return new Path(place, "_lock");
    }

    private static void raceFor(Path lock, FileSystem files, int round) throws Exception {
        var taken = new ArrayList<StoreLock>();
        Callable<Void> process = () -> {
            var own = LeaseLock.acquire(files, lock);
            synchronized (taken) {
                taken.add(own);
            }
            return null;
        };
        assertEquals(1, race(List.of(process, process, process), HeldException.class), "round " + round);
        assertFalse(taken.get(0).isLost());
        taken.get(0).close();
        assertEquals(0, files.listStatus(lock.getParent()).length);
    }

    @Tag("faults")
    @Test
    void ofManyProcessesOneTakesTheLease() throws Exception {
        var lock = lockFile();
        var files = lock.getFileSystem(hadoop());
        for (int round = 0; round < races(); round++) {
            raceFor(lock, files, round);
        }
    }

    @Tag("faults")
    @Test
    void ofManyWhoFindTheLeaseOfADeadProcessOneTakesIt() throws Exception {
        var lock = lockFile();
        var files = lock.getFileSystem(hadoop());
        for (int round = 0; round < races(); round++) {
            try (var out = files.create(lock, true)) {
                out.writeBytes(LockHolder.self().json());
            }
            long old = files.getFileStatus(lock).getModificationTime() - 60_001;
            files.setTimes(lock, old, -1);
            assumeTrue(files.getFileStatus(lock).getModificationTime() == old, "files of this storage do not age");
            raceFor(lock, files, round);
        }
    }
}
