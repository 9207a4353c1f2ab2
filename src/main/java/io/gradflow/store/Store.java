package io.gradflow.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsAction;
import org.apache.hadoop.security.AccessControlException;

/**
 * A folder of sweeps' rows.
 *
 * <pre>
 * STORE/store.json                   what the store is: format, numerics, configurations, versions
 * STORE/epochs/wave=N/*.parquet      committed rows
 * STORE/epochs/wave=N/_manifest.json the files of the wave, as they were committed
 * STORE/_staging/...                 a wave under way, below a name that Spark, Hadoop and DuckDB skip
 * STORE/_replaced/...                files that were found damaged, or that compacting has put others in the place of
 * STORE/_replaced/epochs-ID/...      what was in the place of epochs before compacting
 * STORE/_compaction.json             which two folders change places, while they do
 * STORE/_progress.json               how far the last run is, or was
 * STORE/_lock                        who writes
 * </pre>
 *
 * <p>A wave is committed in one step. Where a folder is renamed in one, that is the step, and its manifest is in it by
 * then; on object stores, which copy file after file, it is the creation of the manifest, and a folder without one is
 * no wave.
 *
 * <p>Compacting puts another folder, with all rows in one wave, in the place of {@code epochs}, which takes two
 * renames. In between there is no {@code epochs}, and readers take the one that was, whose new place has been noted
 * before. No two waves of a store ever have the same number: what is listed before and opened after is missing, and
 * never another one.
 */
public final class Store {
    private final StoreFiles files;
    private final WaveFolders waves;
    private final String name;

    private Store(StoreFiles files, String name) {
        this.files = files;
        this.name = name;
        waves = new WaveFolders(files);
    }

    /** Something that reads or changes files and has a result. */
    @FunctionalInterface
    private interface FileAccess<T> {
        T make() throws IOException, StoreException;
    }

    /** Something that checks or changes files. */
    @FunctionalInterface
    private interface FileAction {
        void make() throws IOException, StoreException;
    }

    /** Makes an access; an exception of the file system becomes one that names the store. */
    private <T> T access(FileAccess<T> access) throws StoreException {
        try {
            return access.make();
        } catch (StoreFiles.UnparsableException e) {
            throw new StoreException("store " + name + " is damaged: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new StoreException("store " + name + " cannot be used: " + e.getMessage(), e);
        }
    }

    /** Runs an action; an exception of the file system becomes one that names the store. */
    private void run(FileAction action) throws StoreException {
        access(() -> {
            action.make();
            return null;
        });
    }

    /**
     * A store that can be written, or a place where one can be made; nothing is written yet.
     *
     * @param name a path or URI, as the user gave it
     * @throws StoreException if the place cannot be written, or holds something else
     */
    public static Store writable(String name, Configuration hadoop) throws StoreException {
        var store = at(name, hadoop);
        store.run(store::requireWritable);
        return store;
    }

    /**
     * A store that exists.
     *
     * @param name a path or URI, as the user gave it
     * @throws StoreException if there is no such store, or none that this version can read
     */
    public static Store existing(String name, Configuration hadoop) throws StoreException {
        var store = at(name, hadoop);
        store.run(store::requireExisting);
        return store;
    }

    private static Store at(String name, Configuration hadoop) throws StoreException {
        try {
            return new Store(StoreFiles.at(name, hadoop), name);
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException("store '" + name + "' is no usable path: " + e.getMessage(), e);
        }
    }

    private void requireExisting() throws IOException, StoreException {
        if (!exists()) {
            throw new StoreException("store " + name
                    + (files.exists(files.root()) ? " is no gradflow store" : " does not exist")
                    + ", must be a folder that a run has written");
        }
        requireCurrentFormat();
    }

    private void requireWritable() throws IOException, StoreException {
        var status = files.status(files.root());
        if (status == null) {
            requireWritable(nearestExistingParent());
            return;
        }
        if (!status.isDirectory()) {
            throw new StoreException("store " + name + " is a file, must be a folder that is new or empty");
        }
        if (exists()) {
            requireCurrentFormat();
        } else if (!files.foreignNames().isEmpty()) {
            throw new StoreException("store " + name + " holds files that gradflow did not write ("
                    + files.foreignNames().get(0) + "), must be a folder that is new or empty");
        }
        requireWritable(status);
    }

    private void requireWritable(FileStatus folder) throws IOException, StoreException {
        String cannot = "store " + name
                + (folder.getPath().equals(files.root()) ? " cannot be written: " : " cannot be made: ");
        String path = StoreFiles.plain(folder.getPath());
        if (!folder.isDirectory()) {
            throw new StoreException(cannot + path + " is a file, must be a folder");
        }
        try {
            files.system().access(folder.getPath(), FsAction.WRITE_EXECUTE);
            if (files.isLocal() && !java.nio.file.Files.isWritable(StoreFiles.local(folder.getPath()))) {
                throw new AccessControlException(path);
            }
        } catch (AccessControlException e) {
            throw new StoreException(cannot + path + " is not writable", e);
        }
    }

    private FileStatus nearestExistingParent() throws IOException {
        for (var path = files.root().getParent(); path != null; path = path.getParent()) {
            var status = files.status(path);
            if (status != null) {
                return status;
            }
        }
        throw new FileNotFoundException("none of the folders above it exists");
    }

    private void requireCurrentFormat() throws StoreException {
        int format = description().format();
        if (format != StoreDescription.CURRENT_FORMAT) {
            throw new StoreException("store " + name + " has format " + format + ", must be "
                    + StoreDescription.CURRENT_FORMAT + " for this version of gradflow");
        }
    }

    /** Whether there is a store yet. */
    public boolean exists() throws StoreException {
        return access(() -> files.has(StoreFiles.DESCRIPTION));
    }

    /**
     * Makes this process the only one that writes into the store; makes its folder.
     *
     * @throws StoreException if another one is it
     */
    public StoreLock lock() throws StoreException {
        var lock = files.path(StoreFiles.LOCK);
        return access(() -> {
            files.makeFolder(files.root());
            return files.isLocal()
                    ? FileLock.acquire(StoreFiles.local(lock), name)
                    : LeaseLock.acquire(files.system(), lock, name, System.currentTimeMillis());
        });
    }

    /** Who writes into the store just now, if anybody does; reading that changes nothing. */
    public Optional<String> writer() throws StoreException {
        var lock = files.path(StoreFiles.LOCK);
        return access(() -> {
            if (!files.exists(lock)) {
                return Optional.empty();
            }
            return files.isLocal()
                    ? FileLock.holder(StoreFiles.local(lock))
                    : LeaseLock.holder(files.system(), lock, System.currentTimeMillis());
        });
    }

    /** Removes a folder in which there is nothing but the lock, which this process holds. */
    public void deleteIfVacant() {
        try {
            if (files.list(files.root()).stream()
                    .allMatch(child -> child.getPath().getName().equals(StoreFiles.LOCK))) {
                files.delete(files.root());
            }
        } catch (IOException e) {
            // An empty folder is no harm, and what has failed before is what is to be told.
        }
    }

    /** Notes what the store is. */
    public void describe(StoreDescription description) throws StoreException {
        run(() -> files.put(files.path(StoreFiles.DESCRIPTION), description));
    }

    /** What the store says of itself. */
    public StoreDescription description() throws StoreException {
        return access(() -> files.read(files.path(StoreFiles.DESCRIPTION), StoreDescription.class));
    }

    /** Notes how far a run is. */
    public void note(RunProgress progress) throws StoreException {
        run(() -> files.put(files.path(StoreFiles.PROGRESS), progress));
    }

    /** How far the last run is, or was when it ended. */
    public Optional<RunProgress> progress() throws StoreException {
        return access(() -> files.has(StoreFiles.PROGRESS)
                ? Optional.of(files.read(files.path(StoreFiles.PROGRESS), RunProgress.class))
                : Optional.empty());
    }

    /** The store as the user named it. */
    public String name() {
        return name;
    }

    /** The folder of the committed rows. */
    public Path epochs() {
        return files.epochs();
    }

    /** A new folder name for a wave under way; nothing is made yet. */
    public Path newStaging() {
        return new Path(files.path(StoreFiles.STAGING), UUID.randomUUID().toString());
    }

    /** All that is committed, in the order in which it was. */
    public List<Wave> waves() throws StoreException {
        return access(waves::waves);
    }

    /** Whether waves that were read are still where they were; they are not when the store was compacted since. */
    public boolean has(List<Wave> read) throws StoreException {
        var folders = new HashSet<Path>();
        waves().forEach(wave -> folders.add(wave.folder()));
        return read.stream().map(Wave::folder).allMatch(folders::contains);
    }

    /**
     * Makes a staged wave visible, in one step.
     *
     * @param contents of the staged folder
     */
    public Wave commit(Path staged, List<CommittedFile> contents) throws StoreException {
        return access(() -> {
            var wave = waves.commit(staged, contents);
            files.delete(files.path(StoreFiles.STAGING));
            return wave;
        });
    }

    /**
     * A new folder name for the one wave that is to take the place of all others; nothing is made yet.
     *
     * @throws StoreException if the file system cannot do this in steps that leave a whole store each
     */
    public Path newStagedReplacement() throws StoreException {
        if (!files.renamesFolders()) {
            throw new StoreException("store " + name + " is on a file system ("
                    + files.system().getUri().getScheme()
                    + ") that copies where others rename: while files are copied, readers would see rows twice or"
                    + " not at"
                    + " all; compact a copy of the store on a local disk or HDFS");
        }
        return access(() -> new Path(new Path(newStaging(), StoreFiles.EPOCHS), waves.nextName()));
    }

    /**
     * Puts a staged wave in the place of all that are committed. Whenever it ends before its time, the store has the
     * rows of the one or of the others.
     *
     * @param staged from {@link #newStagedReplacement}
     * @param contents of the staged folder, the same rows as those that are committed
     */
    public synchronized Wave replaceAll(Path staged, List<CommittedFile> contents) throws StoreException {
        return access(() -> {
            var wave = FolderReplacement.replaceAll(files, staged, contents);
            files.delete(files.path(StoreFiles.STAGING));
            return wave;
        });
    }

    /**
     * Deletes what compacting has put others in the place of; it was kept for readers that had begun before. Files that
     * are not of the store stay, and so do those that were found damaged.
     */
    public synchronized void deleteReplaced() throws StoreException {
        run(() -> FolderReplacement.deleteReplaced(files));
    }

    /**
     * Takes damaged files out of what is committed, so that their tasks count as not trained. What is left of them is
     * kept beside.
     */
    public void setAside(List<Wave> read, Set<String> damagedPaths) throws StoreException {
        run(() -> waves.setAside(read, damagedPaths));
    }

    /** Paths of files and folders in the store that no run has written. */
    public List<String> foreign() throws StoreException {
        var foreign = new ArrayList<>(foreignInEpochs());
        run(() -> files.foreignNames().forEach(child -> foreign.add(StoreFiles.plain(files.path(child)))));
        Collections.sort(foreign);
        return foreign;
    }

    /** Those of them that are among the committed ones, in order. */
    public List<String> foreignInEpochs() throws StoreException {
        return access(waves::foreign);
    }

    /**
     * Removes what a run left that ended before its time: the wave under way, and the description if no wave was
     * committed, so that the next run finds the place vacant. Before that, ends what compacting has begun.
     */
    public synchronized void abandonUncommitted() throws StoreException {
        run(() -> {
            FolderReplacement.end(files);
            files.delete(files.path(StoreFiles.STAGING));
            waves.deleteUncommitted();
            if (!files.exists(files.epochs())) {
                files.delete(files.path(StoreFiles.DESCRIPTION));
                files.delete(files.path(StoreFiles.PROGRESS));
            }
        });
    }

    /** Does the same when something has failed, which is what is to be told. */
    public void abandonUncommittedAfter(Throwable failure) {
        try {
            abandonUncommitted();
        } catch (StoreException e) {
            failure.addSuppressed(e);
        }
    }
}
