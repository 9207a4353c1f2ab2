package io.gradflow.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same on a storage of which each call fails, loses its answer or takes long, one after the other. */
abstract class CommitOnFaultyStorage extends CommitContract {
    private static final CommittedFile KEPT = file("kept");
    private static final CommittedFile OLD = file("old");

    private final Configuration hadoop = FaultyFileSystem.configured(Sessions.hadoop(Map.of()));

    @TempDir
    private java.nio.file.Path folder;

    abstract String kind();

    @Override
    Path newRoot() throws Exception {
        return FaultyFileSystem.storage(
                kind(), Files.createTempDirectory(folder, "").resolve("store"));
    }

    @Override
    Configuration hadoop() {
        return hadoop;
    }

    /** What a process does with a store, from its beginning. */
    @FunctionalInterface
    private interface Work {
        void run(Store store) throws StoreException, IOException;
    }

    /** What another process does with a store. */
    @FunctionalInterface
    private interface OtherProcess {
        void run(Path root) throws StoreException, IOException;
    }

    /** A store with one wave. */
    private Path storeOfOneWave() throws Exception {
        var root = newRoot();
        var store = Store.writable(root.toString(), hadoop);
        store.describe(
                new StoreDescription("n", "lanes", 8, Logging.every(1), List.of("seed"), List.of("{}"), Map.of()));
        commit(store, List.of(), List.of(KEPT, OLD));
        return root;
    }

    private void commit(Store store, List<Wave> read, List<CommittedFile> contents) throws StoreException, IOException {
        store.commit(staged(store, read, contents), contents);
    }

    private Path staged(Store store, List<Wave> read, List<CommittedFile> contents) throws StoreException, IOException {
        var staged = store.newStaging(read);
        write(staged.getFileSystem(hadoop), staged, contents);
        return staged;
    }

    private static boolean has(List<Wave> waves, CommittedFile file) {
        return waves.stream()
                .flatMap(wave -> wave.files().stream())
                .anyMatch(other -> other.sha256().equals(file.sha256()));
    }

    private void addTwoFiles(Store store) throws StoreException, IOException {
        var waves = store.waves();
        var contents = List.of(file("new"), file("newer"));
        if (waves.stream()
                .flatMap(wave -> wave.files().stream())
                .noneMatch(file -> file.sha256().contains("newer"))) {
            commit(store, waves, contents);
        }
    }

    private void replaceOld(Store store) throws StoreException, IOException {
        var waves = store.waves();
        if (has(waves, OLD)) {
            var contents = List.of(file("new"));
            store.replace(
                    waves.stream()
                            .map(wave -> wave.with(file -> file.sha256().equals(OLD.sha256())))
                            .toList(),
                    staged(store, waves, contents),
                    contents);
        }
    }

    private void removeOld(Store store) throws StoreException, IOException {
        var waves = store.waves();
        if (has(waves, OLD)) {
            store.replace(
                    waves.stream()
                            .map(wave -> wave.with(file -> file.sha256().equals(OLD.sha256())))
                            .toList(),
                    store.newStaging(waves),
                    List.of());
        }
    }

    /** Puts a file with the rows of all others in their place. */
    private void replaceAll(Store store) throws StoreException, IOException {
        var waves = store.waves();
        if (waves.size() > 1 || waves.get(0).files().size() > 1) {
            var staged = store.newStagedReplacement(waves);
            var contents = List.of(file(waves.stream()
                    .flatMap(wave -> wave.files().stream())
                    .map(CommittedFile::sha256)
                    .collect(Collectors.joining("+"))));
            write(staged.getFileSystem(hadoop), staged, contents);
            store.replaceAll(staged, contents);
        }
    }

    private void asRunDoes(Path root, Work work) throws StoreException, IOException {
        var store = Store.writable(root.toString(), hadoop);
        store.abandonUncommitted();
        store.deleteReplaced();
        work.run(store);
    }

    /** The rows before or after, whatever fails, and those after once the same is done again. */
    private void failEachCall(Work work, List<String> after) throws Exception {
        var before = List.of("kept", "old");
        for (var fault : List.of(FaultyFileSystem.Fault.FAILS, FaultyFileSystem.Fault.LOSES_ITS_ANSWER)) {
            int calls = Integer.MAX_VALUE;
            for (int call = 0; call < calls; call++) {
                var root = storeOfOneWave();
                var faults = FaultyFileSystem.faults(root);
                faults.set(call, fault);
                try {
                    asRunDoes(root, work);
                } catch (StoreException | IOException e) {
                    // As told.
                }
                var made = faults.calls();
                if (made.size() <= call) {
                    calls = call;
                }
                String which = fault + " " + call + ": " + made.get(Math.min(call, made.size() - 1));
                faults.set(-1, FaultyFileSystem.Fault.NONE);
                var now = sorted(root);
                assertTrue(now.equals(before) || now.equals(after), which + ": " + now);
                asRunDoes(root, work);
                assertEquals(after, sorted(root), which);
                assertEquals(List.of(), Store.existing(root.toString(), hadoop).foreignPathsInEpochs(), which);
            }
            assertTrue(calls > 20, "calls: " + calls);
        }
    }

    private List<String> sorted(Path root) throws Exception {
        return rows(root, hadoop).stream()
                .flatMap(rows -> Stream.of(rows.split("\\+")))
                .sorted()
                .toList();
    }

    @Tag("faults")
    @Test
    void aCommitIsWholeOrNotThereWhateverFails() throws Exception {
        failEachCall(this::addTwoFiles, List.of("kept", "new", "newer", "old"));
    }

    @Tag("faults")
    @Test
    void aReplacementIsWholeOrNotThereWhateverFails() throws Exception {
        failEachCall(this::replaceOld, List.of("kept", "new"));
    }

    @Tag("faults")
    @Test
    void aRemovalIsWholeOrNotThereWhateverFails() throws Exception {
        failEachCall(this::removeOld, List.of("kept"));
    }

    @Tag("faults")
    @Test
    void aCompactionIsWholeOrNotThereWhateverFails() throws Exception {
        if (kind().equals(FaultyFileSystem.RENAMING)) {
            failEachCall(this::replaceAll, List.of("kept", "old"));
        }
    }

    /** Lets one process stand still at each call in turn, while another does its work from beginning to end. */
    private void standStillAtEachCall(Work slow, Work quick, List<String> after) throws Exception {
        standStillBeside(slow, root -> asRunDoes(root, quick), after);
    }

    private void standStillBeside(Work slow, OtherProcess quick, List<String> after) throws Exception {
        for (int call = 0; ; call++) {
            var root = storeOfOneWave();
            var faults = FaultyFileSystem.faults(root);
            var failure = new Exception[1];
            faults.before(call, () -> {
                try {
                    quick.run(root);
                } catch (StoreException | IOException e) {
                    failure[0] = e;
                }
            });
            asRunDoes(root, slow);
            var made = faults.calls();
            if (made.size() <= call) {
                assertTrue(call > 20, "calls: " + call);
                return;
            }
            String which = call + ": " + made.get(call);
            if (failure[0] != null) {
                throw new AssertionError(which, failure[0]);
            }
            assertEquals(after, sorted(root), which);
            asRunDoes(root, store -> {});
            assertEquals(after, sorted(root), which);
        }
    }

    /** Who finds a number taken reads again and does what is left to do. */
    private static Work goingOn(Work work) {
        return store -> {
            try {
                work.run(store);
            } catch (WaveTakenException e) {
                work.run(store);
            }
        };
    }

    @Tag("faults")
    @Test
    void whoStoodStillDoublesNothing() throws Exception {
        standStillAtEachCall(goingOn(this::addTwoFiles), this::addTwoFiles, List.of("kept", "new", "newer", "old"));
    }

    @Tag("faults")
    @Test
    void whoStoodStillWhileFilesWereReplacedReplacesNothing() throws Exception {
        standStillAtEachCall(goingOn(this::replaceOld), this::replaceOld, List.of("kept", "new"));
    }

    @Tag("faults")
    @Test
    void aCommitDuringAReplacementIsNotLost() throws Exception {
        standStillAtEachCall(
                goingOn(this::replaceOld),
                store -> commit(store, store.waves(), List.of(file("newer"))),
                List.of("kept", "new", "newer"));
    }

    @Tag("faults")
    @Test
    void aReplacementDuringACommitIsNotLost() throws Exception {
        standStillAtEachCall(
                goingOn(store -> {
                    if (!has(store.waves(), file("newer"))) {
                        commit(store, store.waves(), List.of(file("newer")));
                    }
                }),
                this::replaceOld,
                List.of("kept", "new", "newer"));
    }

    @Tag("faults")
    @Test
    void aCommitDuringACompactionIsNotLost() throws Exception {
        if (kind().equals(FaultyFileSystem.RENAMING)) {
            standStillAtEachCall(
                    goingOn(this::replaceAll),
                    store -> commit(store, store.waves(), List.of(file("new"))),
                    List.of("kept", "new", "old"));
        }
    }

    /** Who begins takes a note of a compaction that stands still for that of a dead one. */
    @Tag("faults")
    @Test
    void cleaningDuringACompactionLosesNothing() throws Exception {
        if (kind().equals(FaultyFileSystem.RENAMING)) {
            standStillBeside(
                    goingOn(this::replaceAll),
                    root -> Store.writable(root.toString(), hadoop).abandonUncommitted(),
                    List.of("kept", "old"));
        }
    }

    @Test
    void whoHasLostTheLockCleansUpAfterItselfAlone() throws Exception {
        var root = newRoot();
        var description =
                new StoreDescription("n", "lanes", 8, Logging.every(1), List.of("seed"), List.of("{}"), Map.of());
        var late = Store.writable(root.toString(), hadoop);
        var lost = late.lock();
        late.describe(description);
        var lock = new Path(root, StoreEntry.LOCK.fileName());
        // So it is when this process has stood still for longer than the lease.
        lock.getFileSystem(hadoop).delete(lock, false);
        var other = Store.writable(root.toString(), hadoop);
        var held = other.lock();
        other.describe(description);
        late.abandonUncommitted();
        late.deleteIfVacant();
        lost.close();
        assertEquals(description.keys(), other.description().keys());
        assertTrue(other.writer().isPresent());
        held.close();
    }

    @Tag("faults")
    @Test
    void aCompactionDuringACommitDoublesNothing() throws Exception {
        if (kind().equals(FaultyFileSystem.RENAMING)) {
            standStillAtEachCall(
                    goingOn(this::addTwoFiles),
                    store -> {
                        addTwoFiles(store);
                        replaceAll(store);
                    },
                    List.of("kept", "new", "newer", "old"));
        }
    }
}
