package io.gradflow.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.hadoop.fs.Path;

/** The committed waves of a store: how they are found, added, and rid of damaged files. */
record CommittedWaves(StoreFiles files) {
    /** How often something is read again when compacting replaced it during the reading. */
    private static final int MAX_ATTEMPTS = 10;

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
        return readDespiteCompaction(this::manifestsOnce);
    }

    private Optional<List<Wave>> readOnce() throws IOException {
        var note = ReplacementNote.of(files);
        if (note.isEmpty()) {
            var waves = manifestsOnce();
            return files.has(StoreEntry.REPLACEMENT) ? Optional.empty() : waves;
        }
        var folders = WaveFolder.in(files, files.epochs());
        var waves = manifestsOnce();
        if (waves.isEmpty()) {
            return waves;
        }
        var after = note.get().after(waves.get(), files);
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

    private Optional<List<Wave>> manifestsOnce() throws IOException {
        var generation = GenerationSwap.currentGeneration(files);
        var folders = WaveFolder.in(files, generation);
        var waves = new TreeMap<Long, Wave>();
        WaveFolder lost = null;
        for (var folder : folders) {
            if (folder.isCommitted()) {
                waves.put(folder.number(), folder.wave());
            } else if (lost == null && files.renamesFolders() && folder.hasParquetFiles()) {
                // Such a folder has its manifest before it is called so; on other file systems it may be under way.
                lost = folder;
            }
        }
        var generationNow = GenerationSwap.currentGeneration(files);
        var foldersNow = WaveFolder.in(files, generationNow);
        boolean isSame = generationNow.equals(generation)
                && foldersNow.containsAll(folders)
                && folders.isEmpty() == foldersNow.isEmpty();
        if (isSame && lost != null && lost.hasParquetFiles() && !lost.isCommitted()) {
            throw DamagedException.ofNote(StoreFiles.plain(lost.path()) + " has Parquet files and no manifest", null);
        }
        if (!isSame) {
            return Optional.empty();
        }
        requireOnce(waves.values());
        return Optional.of(List.copyOf(waves.values()));
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

    /** The folder name of the next wave. No number is used twice in a store, not even one that a foreign file has. */
    String nextName() throws IOException {
        long last = -1;
        for (var child : files.listIfThere(files.epochs())) {
            last = Math.max(last, WaveFolder.number(child.getPath().getName()).orElse(-1));
        }
        if (last >= WaveFolder.MAX_NUMBER) {
            throw new DamagedException(StoreFiles.plain(new Path(files.epochs(), WaveFolder.name(last)))
                    + ": leaves no number for another wave, and gradflow did not write it; move it out of the store");
        }
        return WaveFolder.name(last + 1);
    }

    /** Makes a staged wave visible, in one step. The folder of all waves must exist. */
    Wave commit(Path staged, List<CommittedFile> contents) throws IOException {
        prepare(staged, contents);
        return publish(staged, contents);
    }

    /** Takes the part of a commit that comes before its one visible step. */
    void prepare(Path staged, List<CommittedFile> contents) throws IOException {
        if (files.renamesFolders()) {
            new WaveFolder(files, staged).createManifest(contents);
            syncStaged(staged, contents);
        }
    }

    /** Takes the visible step of a commit. */
    Wave publish(Path staged, List<CommittedFile> contents) throws IOException {
        var folder = new Path(files.epochs(), nextName());
        if (files.renamesFolders()) {
            files.rename(staged, folder);
            files.sync(files.epochs());
        } else {
            files.rename(staged, folder);
            new WaveFolder(files, folder).createManifest(contents);
        }
        return new Wave(folder, contents);
    }

    /** Waits until a folder that is about to be renamed is on the disk with all its files; its manifest is already. */
    private void syncStaged(Path staged, List<CommittedFile> contents) throws IOException {
        for (var file : contents) {
            files.sync(new Path(staged, file.name()));
        }
        files.sync(staged);
    }

    /** Moves files away and removes them from the manifests; returns where those that existed are now. */
    List<Path> setAside(List<Wave> waves, Predicate<Path> chosen) throws IOException {
        var moved = new ArrayList<Path>();
        for (var wave : waves) {
            var intact = new ArrayList<CommittedFile>();
            for (var file : wave.files()) {
                var path = wave.path(file);
                if (!chosen.test(path)) {
                    intact.add(file);
                } else if (files.exists(path)) {
                    moved.add(setAside(path, wave.folder().getName() + "-" + file.name()));
                }
            }
            if (intact.size() < wave.files().size()) {
                new WaveFolder(files, wave.folder()).replaceManifest(intact);
            }
        }
        return moved;
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
        for (var wave : waves.get()) {
            var folder = new WaveFolder(files, wave.folder());
            own.add(StoreFiles.plain(folder.manifest()));
            own.add(StoreFiles.plain(folder.nextManifest()));
            wave.files().forEach(file -> own.add(StoreFiles.plain(wave.path(file))));
        }
        var foreign = new ArrayList<String>();
        for (var path : listed) {
            // Files of a generation that was replaced meanwhile no longer exist here.
            if (!own.contains(StoreFiles.plain(path)) && (files.isLink(path) || files.exists(path))) {
                foreign.add(StoreFiles.plain(path));
            }
        }
        Collections.sort(foreign);
        return Optional.of(foreign);
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

    /**
     * Keeps the folders without a manifest elsewhere, as far as a commit that was killed can have made them: where
     * folders are not renamed in one step.
     */
    void setUncommittedAside() throws IOException {
        if (files.renamesFolders()) {
            return;
        }
        for (var folder : WaveFolder.in(files, files.epochs())) {
            if (!folder.isCommitted() && folder.hasParquetFiles()) {
                setAside(folder.path(), folder.path().getName());
            }
        }
    }
}
