package io.gradflow.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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

    /** Reads all committed waves, in the order in which they were committed. */
    List<Wave> read() throws IOException {
        return readDespiteCompaction(this::readOnce);
    }

    private static <T> T readDespiteCompaction(Attempt<T> attempt) throws IOException {
        var failure = new IOException("it changes faster than it can be read");
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            try {
                var result = attempt.read();
                if (result.isPresent()) {
                    return result.get();
                }
            } catch (StoreFiles.UnparsableException e) {
                throw e;
            } catch (IOException e) {
                failure = e;
            }
        }
        throw failure;
    }

    private Optional<List<Wave>> readOnce() throws IOException {
        var generation = GenerationSwap.currentGeneration(files);
        var folders = WaveFolder.in(files, generation);
        var waves = new TreeMap<Long, Wave>();
        for (var folder : folders) {
            if (folder.isCommitted()) {
                waves.put(folder.number(), folder.wave());
            }
        }
        var generationNow = GenerationSwap.currentGeneration(files);
        var foldersNow = WaveFolder.in(files, generationNow);
        boolean isSame = generationNow.equals(generation)
                && foldersNow.containsAll(folders)
                && folders.isEmpty() == foldersNow.isEmpty();
        return isSame ? Optional.of(List.copyOf(waves.values())) : Optional.empty();
    }

    /** The folder name of the next wave. No number is used twice in a store. */
    String nextName() throws IOException {
        long last = WaveFolder.in(files, files.epochs()).stream()
                .mapToLong(WaveFolder::number)
                .max()
                .orElse(-1);
        return WaveFolder.name(last + 1);
    }

    /** Makes a staged wave visible, in one step. */
    Wave commit(Path staged, List<CommittedFile> contents) throws IOException {
        files.makeFolder(files.epochs());
        var folder = new Path(files.epochs(), nextName());
        if (files.renamesFolders()) {
            new WaveFolder(files, staged).createManifest(contents);
            files.rename(staged, folder);
        } else {
            files.rename(staged, folder);
            new WaveFolder(files, folder).createManifest(contents);
        }
        return new Wave(folder, contents);
    }

    /** Moves files away and removes them from the manifests; returns where those that existed are now. */
    List<Path> setAside(List<Wave> waves, Set<String> paths) throws IOException {
        var moved = new ArrayList<Path>();
        for (var wave : waves) {
            var intact = new ArrayList<CommittedFile>();
            for (var file : wave.files()) {
                var path = wave.path(file);
                if (!paths.contains(StoreFiles.plain(path))) {
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

    private Path setAside(Path path, String newName) throws IOException {
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
        if (files.exists(files.epochs())) {
            addFilesBelow(files.epochs(), listed);
        }
        var waves = readOnce();
        if (waves.isEmpty()) {
            return Optional.empty();
        }
        var own = new HashSet<String>();
        for (var wave : waves.get()) {
            own.add(StoreFiles.plain(new WaveFolder(files, wave.folder()).manifest()));
            wave.files().forEach(file -> own.add(StoreFiles.plain(wave.path(file))));
        }
        var foreign = new ArrayList<String>();
        for (var path : listed) {
            // Files of a generation that was replaced meanwhile no longer exist here.
            if (!own.contains(StoreFiles.plain(path)) && files.exists(path)) {
                foreign.add(StoreFiles.plain(path));
            }
        }
        Collections.sort(foreign);
        return Optional.of(foreign);
    }

    /** Walks a folder. Hadoop's own walk starts a process for the permissions of each file of a local disk. */
    private void addFilesBelow(Path folder, List<Path> found) throws IOException {
        for (var child : files.list(folder)) {
            if (child.isDirectory()) {
                addFilesBelow(child.getPath(), found);
            } else {
                found.add(child.getPath());
            }
        }
    }

    /** Deletes the folders without a manifest. */
    void deleteUncommitted() throws IOException {
        for (var folder : WaveFolder.in(files, files.epochs())) {
            if (!folder.isCommitted()) {
                files.delete(folder.path());
            }
        }
    }
}
