package io.gradflow.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Predicate;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The committed waves of a store: how they are found, added, and rid of damaged files. */
record CommittedWaves(StoreFiles files, CommitProtocol protocol) {
    /** How often something is read again when compacting replaced it during the reading. */
    private static final int MAX_ATTEMPTS = 10;

    CommittedWaves(StoreFiles files) {
        this(files, CommitProtocol.of(files));
    }

    /**
     * What a wave to be committed relies on.
     *
     * @param identifier random, so that nobody else has files of its name
     * @param number of the wave
     * @param read the waves that were there when it was decided what the wave is to have
     */
    record Plan(String identifier, long number, List<Wave> read) {
        static Plan of(long number, List<Wave> read) {
            return new Plan(UUID.randomUUID().toString(), number, List.copyOf(read));
        }
    }

    /**
     * All manifests.
     *
     * @param waves with the files that the manifests name
     * @param replaced those of these files whose rows another manifest replaces
     */
    private record Manifests(List<Wave> waves, Set<String> replaced) {
        List<Wave> visible() {
            return replaced.isEmpty()
                    ? waves
                    : waves.stream()
                            .map(wave ->
                                    wave.with(file -> !replaced.contains(ReplacementNote.nameInStore(wave.path(file)))))
                            .toList();
        }
    }

    /** Reads something; the result is empty if compacting interfered, so that something may be missing. */
    @FunctionalInterface
    private interface Attempt<T> {
        Optional<T> read() throws IOException;
    }

    /**
     * Reads all committed waves, in the order in which they were committed. If files are being replaced, these are the
     * waves as they will be.
     */
    List<Wave> read() throws IOException {
        return readDespiteCompaction(this::readOnce);
    }

    /** Reads all committed waves as their manifests are, even if files are being replaced. */
    List<Wave> inManifests() throws IOException {
        return readDespiteCompaction(this::manifestsOnce).waves();
    }

    private Optional<List<Wave>> readOnce() throws IOException {
        var note = ReplacementNote.of(files);
        if (note.isEmpty()) {
            var manifests = manifestsOnce();
            return files.has(StoreEntry.REPLACEMENT) ? Optional.empty() : manifests.map(Manifests::visible);
        }
        var folders = WaveFolder.in(files, files.epochs());
        var manifests = manifestsOnce();
        if (manifests.isEmpty()) {
            return Optional.empty();
        }
        var after = note.get().after(manifests.get().visible(), files);
        boolean isSame = note.equals(ReplacementNote.of(files)) && folders.equals(WaveFolder.in(files, files.epochs()));
        return isSame ? Optional.of(after) : Optional.empty();
    }

    private static <T> T readDespiteCompaction(Attempt<T> attempt) throws IOException {
        var failure = new IOException("it changes faster than it can be read");
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            try {
                var result = attempt.read();
                if (result.isPresent()) {
                    return result.get();
                }
            } catch (DamagedException e) {
                throw e;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private Optional<Manifests> manifestsOnce() throws IOException {
        var generation = GenerationSwap.currentGeneration(files);
        var folders = WaveFolder.in(files, generation);
        var waves = new TreeMap<Long, Wave>();
        var replaced = new HashSet<String>();
        WaveFolder lost = null;
        for (var folder : folders) {
            if (folder.isCommitted()) {
                var manifest = folder.read();
                waves.put(folder.number(), new Wave(folder.path(), manifest.files()));
                replaced.addAll(manifest.replaces());
            } else if (lost == null && !protocol.isUnderWayWithoutManifest() && folder.hasParquetFiles()) {
                lost = folder;
            }
        }
        var generationNow = GenerationSwap.currentGeneration(files);
        var foldersNow = WaveFolder.in(files, generationNow);
        boolean isSame = generationNow.equals(generation)
                && new HashSet<>(foldersNow).containsAll(folders)
                && folders.isEmpty() == foldersNow.isEmpty();
        if (isSame && lost != null && lost.hasParquetFiles() && !lost.isCommitted()) {
            throw DamagedException.ofNote(StoreFiles.plain(lost.path()) + " has Parquet files and no manifest", null);
        }
        if (!isSame) {
            return Optional.empty();
        }
        requireOnce(waves.values());
        return Optional.of(new Manifests(List.copyOf(waves.values()), replaced));
    }

    /** Refuses a copy of a committed file, whose rows would count twice. No two files have the same rows. */
    private static void requireOnce(Collection<Wave> waves) throws DamagedException {
        var seen = new HashMap<String, Path>();
        for (var wave : waves) {
            for (var file : wave.files()) {
                var former = seen.put(file.sha256(), wave.path(file));
                if (former != null) {
                    throw new DamagedException(StoreFiles.plain(wave.path(file)) + ": has the bytes of "
                            + StoreFiles.plain(former) + ", so its rows would count twice; move one of the two out of"
                            + " the store with its folder, which is a copy");
                }
            }
        }
    }

    /**
     * Plans the wave that comes after some. If another was committed since they were read, that has the planned number
     * or a higher one. No number is used twice in a store, not even one that a foreign file has.
     */
    Plan planAfter(List<Wave> read) throws IOException {
        long last = read.stream()
                .mapToLong(wave -> WaveFolder.number(wave.folder().getName()).orElse(-1))
                .max()
                .orElse(-1);
        for (var child : files.listIfThere(files.epochs())) {
            long number = WaveFolder.number(child.getPath().getName()).orElse(-1);
            if (number > last && isForeign(child)) {
                last = number;
            }
        }
        if (last >= WaveFolder.MAX_NUMBER) {
            throw new DamagedException(StoreFiles.plain(new Path(files.epochs(), WaveFolder.name(last)))
                    + ": leaves no number for another wave, and gradflow did not write it; move it out of the store");
        }
        return Plan.of(last + 1, read);
    }

    /** Whether what has the name of a wave's folder is none, and never will be. */
    private boolean isForeign(FileStatus child) throws IOException {
        return !child.isDirectory()
                || (!protocol.isUnderWayWithoutManifest() && !new WaveFolder(files, child.getPath()).isCommitted());
    }

    /** Makes a staged wave visible, in one step. The folder of all waves must exist. */
    Wave commit(Path staged, Plan plan, WaveFolder.Manifest manifest) throws IOException, WaveTakenException {
        if (!files.exists(staged)) {
            // Whoever took over the lock of a run that stood still has committed what was finished of its wave.
            requireFree(plan.number());
            throw new FileNotFoundException(StoreFiles.plain(staged) + " is gone");
        }
        protocol.prepare(staged, manifest);
        return publish(staged, plan, manifest);
    }

    /** Whether a wave with a number, or with a higher one, is committed. */
    boolean isTaken(long number) throws IOException {
        try {
            requireFree(number);
            return false;
        } catch (WaveTakenException e) {
            return true;
        }
    }

    private void requireFree(long number) throws IOException, WaveTakenException {
        for (var other : WaveFolder.in(files, files.epochs())) {
            if (other.number() >= number && other.isCommitted()) {
                throw WaveTakenException.by(other);
            }
        }
    }

    /** Takes the visible step of a commit. */
    Wave publish(Path staged, Plan plan, WaveFolder.Manifest manifest) throws IOException, WaveTakenException {
        var folder = new WaveFolder(files, new Path(files.epochs(), WaveFolder.name(plan.number())));
        // Compacting may have removed the wave that had the number.
        requireFree(plan.number() + 1);
        var wave = protocol.publish(staged, plan.identifier(), folder, manifest);
        if (protocol.replacesGenerations() && !hasAll(plan.read()) && files.exists(folder.path())) {
            // Compacting did so at this very moment. A wave that is gone was compacted with the others.
            files.rename(folder.path(), staged);
            throw WaveTakenException.by(folder);
        }
        return wave;
    }

    private boolean hasAll(List<Wave> read) throws IOException {
        var present = new HashSet<Path>();
        WaveFolder.in(files, files.epochs()).forEach(folder -> present.add(folder.path()));
        return read.stream().map(Wave::folder).allMatch(present::contains);
    }

    /** Moves files away and removes them from the manifests; returns where those that existed are now. */
    List<Path> setAside(List<Wave> waves, Predicate<Path> chosen) throws IOException {
        var moved = new ArrayList<Path>();
        for (var wave : waves) {
            boolean isAny = false;
            for (var file : wave.files()) {
                var path = wave.path(file);
                if (chosen.test(path)) {
                    isAny = true;
                    setAsideIfThere(path, wave.folder().getName() + "-" + file.name())
                            .ifPresent(moved::add);
                }
            }
            if (isAny) {
                var folder = new WaveFolder(files, wave.folder());
                var manifest = folder.read();
                folder.replace(manifest.with(manifest.files().stream()
                        .filter(file -> !chosen.test(wave.path(file)))
                        .toList()));
            }
        }
        return moved;
    }

    private Optional<Path> setAsideIfThere(Path path, String newName) throws IOException {
        if (!files.exists(path)) {
            return Optional.empty();
        }
        try {
            return Optional.of(setAside(path, newName));
        } catch (IOException e) {
            if (files.exists(path)) {
                throw e;
            }
            // Another process was faster, or the answer was lost.
            return Optional.empty();
        }
    }

    /** The same for the files whose rows another wave replaces. */
    List<Path> setReplacedAside() throws IOException {
        var manifests = readDespiteCompaction(this::manifestsOnce);
        return setAside(manifests.waves(), path -> manifests.replaced().contains(ReplacementNote.nameInStore(path)));
    }

    /** Moves a file or folder to where files are kept that are of no use, and returns where it is now. */
    Path setAside(Path path, String newName) throws IOException {
        var folder = files.path(StoreEntry.REPLACED);
        files.makeFolder(folder);
        var target = new Path(folder, newName);
        for (int copy = 2; files.exists(target); copy++) {
            target = new Path(folder, newName + "." + copy);
        }
        files.rename(path, target);
        return target;
    }

    /** The paths of files below {@code epochs} that are in no manifest, in alphabetical order. */
    List<String> foreignPaths() throws IOException {
        return readDespiteCompaction(this::foreignPathsOnce);
    }

    private Optional<List<String>> foreignPathsOnce() throws IOException {
        // A run may commit meanwhile. If the files are listed before the manifests are read, its files are either not
        // listed or in a manifest.
        var listed = new ArrayList<Path>();
        addFilesBelow(files.epochs(), listed);
        var waves = manifestsOnce();
        if (waves.isEmpty()) {
            return Optional.empty();
        }
        var own = new HashSet<String>();
        for (var wave : waves.get().waves()) {
            var folder = new WaveFolder(files, wave.folder());
            own.add(StoreFiles.plain(folder.manifest()));
            wave.files().forEach(file -> own.add(StoreFiles.plain(wave.path(file))));
        }
        var foreign = new ArrayList<String>();
        for (var path : listed) {
            // Files of a generation that was replaced meanwhile no longer exist here.
            if (!own.contains(StoreFiles.plain(path))
                    && !(WaveFolder.isNextManifest(path.getName()) && hasManifest(path, own))
                    && (files.isLink(path) || files.exists(path))) {
                foreign.add(StoreFiles.plain(path));
            }
        }
        Collections.sort(foreign);
        return Optional.of(foreign);
    }

    private static boolean hasManifest(Path next, Set<String> own) {
        return own.contains(StoreFiles.plain(new Path(next.getParent(), WaveFolder.MANIFEST)));
    }

    /**
     * Walks a folder and follows no links. Hadoop's own walk starts a process for the permissions of each file of a
     * local disk.
     */
    private void addFilesBelow(Path folder, List<Path> found) throws IOException {
        for (var child : files.listIfThere(folder)) {
            if (child.isDirectory() && !files.isLink(child.getPath())) {
                addFilesBelow(child.getPath(), found);
            } else {
                found.add(child.getPath());
            }
        }
    }

    /** Keeps the files elsewhere that commits left which came to nothing. */
    void setUncommittedAside() throws IOException {
        if (!protocol.isUnderWayWithoutManifest()) {
            return;
        }
        for (var folder : WaveFolder.in(files, files.epochs())) {
            if (!folder.isCommitted() && folder.hasParquetFiles() && protocol.abandon(folder)) {
                for (var child : files.list(folder.path())) {
                    if (child.getPath().getName().endsWith(WaveFolder.FILE_SUFFIX)) {
                        setAside(
                                child.getPath(),
                                folder.path().getName() + "-" + child.getPath().getName());
                    }
                }
            }
        }
    }
}
