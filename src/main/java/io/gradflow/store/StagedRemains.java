package io.gradflow.store;

import io.gradflow.parquet.EpochOutputFormat;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The staged waves of this process, each with the plan of its commit, and what is left below the staging folder when a
 * wave is committed, or is given up. Staged waves are in folders that have a random identifier for a name; whatever
 * else is there belongs to somebody else.
 */
final class StagedRemains {
    /** What gradflow and Spark's committer write there. */
    private static final Pattern OWN_NAMES =
            Pattern.compile(".*\\.parquet(\\.crc)?|_?_manifest\\.json|_temporary|_SUCCESS|__magic(_job-.*)?");

    /**
     * How long what another process has staged is kept where only a lease tells that the process is dead: it may have
     * stood still, and go on.
     */
    private static final Duration KEPT = Duration.ofDays(1);

    private final StoreFiles files;

    /** By the identifier. */
    private final Map<String, CommittedWaves.Plan> plans = new ConcurrentHashMap<>();

    StagedRemains(StoreFiles files) {
        this.files = files;
    }

    /** The path of a new folder for a wave that is planned. Nothing is made yet. */
    Path add(CommittedWaves.Plan plan) {
        plans.put(plan.identifier(), plan);
        return new Path(files.path(StoreEntry.STAGING), plan.identifier());
    }

    /** The path of a new folder for a wave of tasks to be trained. Its name tells the plan if this process dies. */
    Path addWave(CommittedWaves.Plan plan) {
        return new Path(add(plan), WaveFolder.name(plan.number()));
    }

    /** The path of a new folder for a wave that is planned to be the only one of a generation. */
    Path addReplacement(CommittedWaves.Plan plan) {
        return new Path(new Path(add(plan), StoreEntry.EPOCHS.fileName()), WaveFolder.name(plan.number()));
    }

    /** The plan of a staged wave, which is in one of these folders or below it. */
    CommittedWaves.Plan plan(Path staged) throws IOException {
        return plans.get(identifier(staged));
    }

    /**
     * Gives a staged wave another plan, and deletes the files that are not to be kept. If none are to be kept, the wave
     * is given up.
     */
    void replan(Path staged, CommittedWaves.Plan plan, List<CommittedFile> kept) throws IOException {
        if (kept.isEmpty()) {
            deleteOwn();
            return;
        }
        plans.put(identifier(staged), plan);
        for (var child : files.list(staged)) {
            String name = child.getPath().getName();
            if (name.endsWith(WaveFolder.FILE_SUFFIX)
                    && kept.stream().noneMatch(file -> file.name().equals(name))) {
                files.delete(child.getPath());
            }
        }
    }

    private String identifier(Path staged) throws IOException {
        for (var path = staged; path != null; path = path.getParent()) {
            if (plans.containsKey(path.getName())) {
                return path.getName();
            }
        }
        throw new IOException(StoreFiles.plain(staged) + " was given up");
    }

    /**
     * Commits what Spark tasks had finished of waves that were being trained by a run that has ended, and returns the
     * number of tasks.
     */
    long commitFinished(CommittedWaves waves, Traces traces) throws IOException {
        if (!files.has(StoreEntry.DESCRIPTION)) {
            // Nothing tells which rows may be in this store.
            return 0;
        }
        long tasks = 0;
        for (var lost : lostWaves()) {
            // A wave that was committed since may have the same tasks.
            if (!waves.isTaken(lost.number())) {
                var finished = finished(lost.path(), files.readDescription());
                if (!finished.isEmpty()) {
                    traces.makeFolder(files.epochs());
                    tasks += commit(lost, finished, waves);
                    delete(files, lost.path().getParent());
                }
            }
        }
        return tasks;
    }

    private static long commit(WaveFolder lost, List<CommittedFile> finished, CommittedWaves waves) throws IOException {
        try {
            var plan = CommittedWaves.Plan.of(lost.number(), waves.read());
            return Wave.sum(
                    List.of(waves.commit(lost.path(), plan, new WaveFolder.Manifest(finished))), CommittedFile::tasks);
        } catch (WaveTakenException e) {
            // Another run was faster.
            return 0;
        }
    }

    /** The waves that were being trained, and are not committed. */
    private List<WaveFolder> lostWaves() throws IOException {
        var lost = new ArrayList<WaveFolder>();
        for (var child : children(files)) {
            if (isStaged(files, child)) {
                for (var wave : WaveFolder.in(files, child.getPath())) {
                    if (!hasLinks(wave.path())) {
                        lost.add(wave);
                    }
                }
            }
        }
        return lost;
    }

    /** Whether a committer that moves files there might move some of another folder. */
    private boolean hasLinks(Path path) throws IOException {
        if (!files.isLocal()) {
            return false;
        }
        if (files.isLink(path)) {
            return true;
        }
        for (var child : files.list(path)) {
            if (files.isLink(child.getPath()) || (child.isDirectory() && hasLinks(child.getPath()))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Places the files of a wave that Spark tasks have committed, and deletes those that do not prove to be whole and
     * of this store.
     */
    private List<CommittedFile> finished(Path wave, StoreDescription store) throws IOException {
        try {
            EpochOutputFormat.placeCommitted(wave, files.system());
        } catch (IOException e) {
            // As far as that is possible: an object store may have given up by now what was not placed.
        }
        var parquet = files.list(wave).stream()
                .map(FileStatus::getPath)
                .filter(path -> path.getName().endsWith(WaveFolder.FILE_SUFFIX))
                .toList();
        var proofs = parquet.parallelStream()
                .map(path -> FileProof.of(path, files.system().getConf()))
                .toList();
        var finished = new ArrayList<CommittedFile>();
        for (var proof : proofs) {
            if (proof.flaw() == null && proof.isOf(store)) {
                finished.add(proof.file());
            } else {
                files.delete(new Path(proof.path()));
            }
        }
        return finished;
    }

    /** Deletes what this process has staged. */
    void deleteOwn() throws IOException {
        for (var identifier : plans.keySet()) {
            var folder = new Path(files.path(StoreEntry.STAGING), identifier);
            if (files.exists(folder)) {
                delete(files, folder);
            }
        }
        plans.clear();
        files.deleteIfEmpty(files.path(StoreEntry.STAGING));
    }

    /**
     * Deletes what this process has staged, and what others have that are dead. Files of other names than gradflow
     * gives stay, and so do other folders.
     */
    void delete() throws IOException {
        deleteOwn();
        for (var child : children(files)) {
            if (isStaged(files, child) && (files.isLocal() || isOld(child))) {
                delete(files, child.getPath());
            }
        }
        files.deleteIfEmpty(files.path(StoreEntry.STAGING));
    }

    private boolean isOld(FileStatus folder) throws IOException {
        // The holder renews it all the time, so it has the time of the storage's own clock.
        var lock = files.status(files.path(StoreEntry.LOCK));
        long last = lastChange(folder);
        // A wave that is just committed on an object store has no files here.
        return lock != null && last > 0 && lock.getModificationTime() - last > KEPT.toMillis();
    }

    /**
     * When something was last written there; 0 if nothing tells. Object stores have no times of folders, and give the
     * present one.
     */
    private long lastChange(FileStatus entry) throws IOException {
        long last = entry.isDirectory() && !files.renamesFolders() ? 0 : entry.getModificationTime();
        if (entry.isDirectory()) {
            for (var child : files.listIfThere(entry.getPath())) {
                last = Math.max(last, lastChange(child));
            }
        }
        return last;
    }

    /** The paths of what is in the staging folder and no staged wave. */
    static List<Path> foreignPaths(StoreFiles files) throws IOException {
        var foreign = new ArrayList<Path>();
        for (var child : children(files)) {
            if (!isStaged(files, child)) {
                foreign.add(child.getPath());
            }
        }
        return foreign;
    }

    private static List<FileStatus> children(StoreFiles files) throws IOException {
        return files.listIfThere(files.path(StoreEntry.STAGING));
    }

    private static boolean isStaged(StoreFiles files, FileStatus child) {
        return child.isDirectory()
                && !files.isLink(child.getPath())
                && StoreEntry.isIdentifier(child.getPath().getName());
    }

    private static void delete(StoreFiles files, Path folder) throws IOException {
        for (var child : files.listIfThere(folder)) {
            var path = child.getPath();
            if (OWN_NAMES.matcher(path.getName()).matches()) {
                // A link among them is removed and not followed.
                files.system().delete(path, true);
            } else if (child.isDirectory() && !files.isLink(path)) {
                delete(files, path);
            }
        }
        files.deleteIfEmpty(folder);
    }
}
