package io.gradflow.store;

import io.gradflow.store.lock.StoreLock;
import io.gradflow.store.lock.StoreLocks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * A folder with the rows of one or more sweeps. {@link StoreEntry} lists its files.
 *
 * <p>Rows become visible a wave at a time, in one step, which {@link CommitProtocol} takes. The number of a wave is
 * fixed when it is planned, and of several writers the storage lets one commit a wave with that number. So no row is in
 * a store twice, however many write into it. The {@link #lock} only saves them from doing the same work. A folder
 * without a manifest is not a committed wave.
 *
 * <p>Compacting replaces the folder {@code epochs} by one that has all rows in a single wave, which takes two renames.
 * Between them there is no {@code epochs}, and readers follow a note to its former content. No two waves of a store
 * ever have the same number: a file that was listed before compacting and is opened afterwards is missing, and never
 * another file of the same name.
 */
public final class Store {
    private final StoreFiles files;
    private final CommittedWaves waves;
    private final StorePlace place;
    private final Traces traces;
    private final StagedRemains staging;
    private final String name;

    /** Null until this process takes the lock. */
    private StoreLock lock;

    /** Null until this process writes one. */
    private StoreToken token;

    /** Whether this process was told to end. */
    private boolean isEnded;

    private Store(StoreFiles files, String name) {
        this.files = files;
        this.name = name;
        waves = new CommittedWaves(files);
        place = new StorePlace(files, name);
        traces = new Traces(files);
        staging = new StagedRemains(files);
    }

    /** Calls, and adds the store's name to the message of an error. */
    private <T> T call(StoreException.FileCall<T> call) throws StoreException {
        return StoreException.telling(name, call);
    }

    private void run(StoreException.FileAction action) throws StoreException {
        StoreException.telling(name, action);
    }

    /**
     * A store that can be written, or a place where one can be made. Nothing is written yet.
     *
     * @param name a path or URI, as the user gave it
     * @throws StoreException if the place cannot be written, or holds something else
     */
    public static Store writable(String name, Configuration hadoop) throws StoreException {
        var store = at(name, hadoop);
        store.run(store.place::requireWritable);
        return store;
    }

    /**
     * A store that exists.
     *
     * @param name a path or URI, as the user gave it
     * @throws StoreException if there is no such store, or if this version cannot read it
     */
    public static Store existing(String name, Configuration hadoop) throws StoreException {
        var store = at(name, hadoop);
        store.run(store.place::requireStore);
        return store;
    }

    /**
     * A store of which no more is required than its folder of rows, to write its notes anew.
     *
     * @param name a path or URI, as the user gave it
     * @throws StoreException if there is no such folder
     */
    public static Store rebuildable(String name, Configuration hadoop) throws StoreException {
        var store = at(name, hadoop);
        store.run(store.place::requireRows);
        return store;
    }

    /** Looks for notes of the store that are gone or cannot be read. */
    public LostNotes lostNotes() throws StoreException {
        return call(() -> {
            GenerationSwap.complete(files);
            var notes = new LostNotes(files);
            notes.removeReplaced();
            return notes;
        });
    }

    private static Store at(String name, Configuration hadoop) throws StoreException {
        return new Store(StoreFiles.at(name, hadoop), name);
    }

    /** Whether there is a store yet. */
    public boolean exists() throws StoreException {
        return call(place::isStore);
    }

    /**
     * Makes this process the only one that writes into the store. Makes the store's folder if there is none. Where the
     * lock is a lease, another may write all the same if this one stands still for longer.
     *
     * @throws StoreException if another process holds the lock
     */
    public StoreLock lock() throws StoreException {
        var file = files.path(StoreEntry.LOCK);
        lock = call(() -> {
            traces.makeFolder(files.root());
            traces.willWrite(StoreEntry.LOCK);
            return StoreLocks.acquire(files.system(), file, files.isLocal());
        });
        return lock;
    }

    /** The process that holds the lock now, described for people; empty if there is none. Changes nothing. */
    public Optional<String> writer() throws StoreException {
        return call(
                () -> StoreLocks.holder(files.system(), files.inside(files.path(StoreEntry.LOCK)), files.isLocal()));
    }

    /**
     * Removes what this process has made of the store, if no run has written into it: the lock, which this process must
     * hold, and folders that are empty.
     */
    public void deleteIfVacant() {
        try {
            if (!hasLostLock()) {
                traces.removeIfVacant();
            }
        } catch (IOException e) {
            // An empty folder does no harm, and the error that led here is the one to report.
        }
    }

    /** Writes the store's description. */
    public void describe(StoreDescription description) throws StoreException {
        run(() -> {
            traces.willWrite(StoreEntry.DESCRIPTION);
            files.put(files.path(StoreEntry.DESCRIPTION), description);
        });
    }

    /** Reads the store's description. */
    public StoreDescription description() throws StoreException {
        return call(files::readDescription);
    }

    /** Writes a token that this process has just made, by which others prove that they see this store. */
    public StoreToken writeToken() throws StoreException {
        token = call(() -> StoreToken.write(files));
        return token;
    }

    /** Deletes the token, if there is one; otherwise the next command that writes does so. */
    public void deleteToken() {
        if (token != null) {
            token.delete(files);
        }
    }

    /** Writes down how far a run is. */
    public void noteProgress(RunProgress progress) throws StoreException {
        run(() -> {
            traces.willWrite(StoreEntry.PROGRESS);
            files.putUnsynced(files.path(StoreEntry.PROGRESS), progress);
        });
    }

    /**
     * How far the last run is, or was when it ended; empty if none has started to train. A note that cannot be read
     * counts as none, since nothing depends on it.
     */
    public Optional<RunProgress> progress() throws StoreException {
        return call(() -> {
            try {
                return files.readIfThere(files.path(StoreEntry.PROGRESS), RunProgress.class);
            } catch (DamagedException e) {
                return Optional.empty();
            }
        });
    }

    /** The store as the user named it. */
    public String name() {
        return name;
    }

    /** The folder of the committed rows. */
    public Path epochs() {
        return files.epochs();
    }

    /** A new folder name for a wave that is to be written, and then committed after those that are there now. */
    public Path newStaging() throws StoreException {
        return newStaging(waves());
    }

    /**
     * A new folder name for a wave that is to be written, and then committed. Nothing is made yet. The number of the
     * wave is planned now; that it can have none is told before it is trained.
     *
     * @param read the committed waves by which it was decided what the wave is to have
     */
    public Path newStaging(List<Wave> read) throws StoreException {
        return call(() -> files.inside(staging.add(waves.planAfter(read))));
    }

    /**
     * A new folder name for a wave of tasks that are trained, and then committed. Nothing is made yet. It differs from
     * {@link #newStaging(List)} in that those of its files whose Spark tasks were committed become a wave even if this
     * process ends before the wave is complete.
     *
     * @param read the committed waves by which it was decided which tasks are lacking
     */
    public Path newStagedWave(List<Wave> read) throws StoreException {
        return call(() -> files.inside(staging.addWave(waves.planAfter(read))));
    }

    /**
     * Plans anew to commit a staged wave whose number was taken, with some of its files. The others are deleted.
     *
     * @param read the committed waves now
     */
    public void replan(Path staged, List<CommittedFile> kept, List<Wave> read) throws StoreException {
        run(() -> staging.replan(staged, waves.planAfter(read), kept));
    }

    /** All committed waves, in the order in which they were committed. */
    public List<Wave> waves() throws StoreException {
        return call(waves::read);
    }

    /** Whether waves that were read before are still where they were. They are not if the store was compacted since. */
    public boolean stillHas(List<Wave> read) throws StoreException {
        var folders = new HashSet<Path>();
        waves().forEach(wave -> folders.add(wave.folder()));
        return read.stream().map(Wave::folder).allMatch(folders::contains);
    }

    /**
     * Makes a staged wave visible, in one step.
     *
     * @param staged from {@link #newStaging(List)}
     * @param contents of the staged folder
     * @throws WaveTakenException if another wave was committed since this one was planned; the staged folder stays
     */
    public synchronized Wave commit(Path staged, List<CommittedFile> contents) throws StoreException {
        requireNotEnded();
        return call(() -> {
            var plan = staging.plan(staged);
            if (plan.read().isEmpty()) {
                traces.makeFolder(files.epochs());
            }
            var wave = waves.commit(staged, plan, new WaveFolder.Manifest(contents));
            staging.deleteOwn();
            return wave;
        });
    }

    /**
     * A new folder name for the one wave that is to replace all others. Nothing is made yet.
     *
     * @param read the committed waves, of which the one is made
     * @throws StoreException if the file system cannot replace a folder without a moment in which rows are missing or
     *     doubled
     */
    public Path newStagedReplacement(List<Wave> read) throws StoreException {
        if (!waves.protocol().replacesGenerations()) {
            throw new StoreException("store " + name + " is on a file system ("
                    + files.system().getUri().getScheme()
                    + ") that copies where others rename: while files are copied, readers would see rows twice or not"
                    + " at all; compact a copy of the store on a local disk or HDFS");
        }
        return call(() -> files.inside(staging.addReplacement(waves.planAfter(read))));
    }

    /**
     * Replaces all committed waves by a staged one. If this ends early, the store has the rows of the staged wave or
     * those of the former waves, never a mixture.
     *
     * @param staged from {@link #newStagedReplacement}
     * @param contents of the staged folder, with all tasks of the committed waves
     * @throws WaveTakenException if another wave was committed since this one was planned; nothing is replaced then
     */
    public synchronized Wave replaceAll(Path staged, List<CommittedFile> contents) throws StoreException {
        requireNotEnded();
        requireLock();
        return call(() -> {
            var wave = GenerationSwap.run(
                    files, staged, contents, staging.plan(staged).read());
            staging.deleteOwn();
            return wave;
        });
    }

    /**
     * Deletes the files that compacting has replaced, which were kept for readers that had begun before. Files that
     * gradflow did not write stay, and so do files that were found damaged.
     */
    public synchronized void deleteReplaced() throws StoreException {
        run(() -> GenerationSwap.deleteReplaced(files));
    }

    /**
     * Removes damaged files from the committed waves, so that their tasks count as not trained. Damaged files that
     * still exist are moved to another folder of the store and kept.
     *
     * @param damagedPaths the plain paths of the damaged files
     */
    public void setAside(List<Wave> read, Set<String> damagedPaths) throws StoreException {
        requireLock();
        run(() -> waves.setAside(read, path -> damagedPaths.contains(StoreFiles.plain(path))));
    }

    /**
     * Puts a staged wave in the place of some files. Readers see the rows that stay at every moment, each once. If this
     * ends early, whoever writes into the store next goes on with it.
     *
     * @param replaced some of the committed files
     * @param staged from {@link #newStaging(List)}
     * @param contents of the staged folder; if empty, the files are only removed
     * @throws WaveTakenException if another wave was committed since this one was planned; nothing is replaced then
     */
    public synchronized void replace(List<Wave> replaced, Path staged, List<CommittedFile> contents)
            throws StoreException {
        requireNotEnded();
        requireLock();
        run(() -> {
            FileReplacement.run(waves, staging.plan(staged), replaced, staged, contents);
            staging.deleteOwn();
        });
    }

    /** The paths of files and folders in the store that gradflow did not write, in alphabetical order. */
    public List<String> foreignPaths() throws StoreException {
        var foreign = new ArrayList<>(foreignPathsInEpochs());
        run(() -> {
            files.foreignNames().forEach(child -> foreign.add(StoreFiles.plain(files.path(child))));
            StagedRemains.foreignPaths(files).forEach(path -> foreign.add(StoreFiles.plain(path)));
        });
        Collections.sort(foreign);
        return foreign;
    }

    /** The paths of files among the committed ones that gradflow did not write, in alphabetical order. */
    public List<String> foreignPathsInEpochs() throws StoreException {
        return call(waves::foreignPaths);
    }

    /**
     * Cleans up after a run or a compaction that ended early. Completes a replacement of waves that had begun. Of a
     * wave that was being trained, commits what Spark tasks had finished, and removes the rest. If no wave was ever
     * committed, removes the description too if this process has written it first, so that the place is as vacant as it
     * was. If another process has taken over the lock, this only deletes what this process has staged.
     *
     * @return the number of tasks that were committed
     */
    public synchronized long abandonUncommitted() throws StoreException {
        return call(() -> {
            if (hasLostLock()) {
                // Whatever else is left is under way in the run that has taken the lock over.
                staging.deleteOwn();
                return 0L;
            }
            GenerationSwap.complete(files);
            FileReplacement.complete(waves);
            long kept = 0;
            try {
                kept = staging.commitFinished(waves, traces);
                staging.delete();
            } catch (DamagedException e) {
                // Whoever needs the manifests is told of the damage. What is staged can wait.
            }
            if (files.isLocal()) {
                files.deleteFile(files.path(StoreEntry.TOKEN));
            }
            waves.setUncommittedAside();
            traces.removeEmptyFoldersInside();
            if (!files.exists(files.epochs())) {
                traces.remove(StoreEntry.DESCRIPTION, StoreEntry.PROGRESS);
            }
            return kept;
        });
    }

    /**
     * Cleans up when this process is told to end. Whatever its other threads still try to commit is refused then, since
     * what was staged is gone.
     */
    public synchronized void abandonUncommittedAndEnd() throws StoreException {
        isEnded = true;
        abandonUncommitted();
    }

    /** Refuses to change what is committed if another process has taken over the lock. */
    private void requireLock() throws StoreException {
        if (call(this::hasLostLock)) {
            throw new StoreException("store " + name + " is left as it is: another run has taken the lock over while"
                    + " this one stood still; run it again when the other has ended");
        }
    }

    private boolean hasLostLock() throws IOException {
        return lock != null && lock.isLost();
    }

    private void requireNotEnded() throws StoreException {
        if (isEnded) {
            throw new StoreException("store " + name + " is left as it is, since this process was told to end");
        }
    }
}
