package io.gradflow.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/** The folders of committed waves, each with its manifest; one without is no wave. */
record WaveFolders(StoreFiles files) {
    private static final String WAVE = "wave=";
    private static final Pattern WAVE_NAME = Pattern.compile(WAVE + "\\d{1,18}");
    private static final String MANIFEST = "_manifest.json";

    /** How often something is read anew that was replaced while it was read. */
    private static final int MAX_ATTEMPTS = 10;

    /** The content of a manifest. */
    private record Manifest(List<CommittedFile> files) {}

    /** Something that may fail, or be of no use, when the store is compacted at the same time. */
    @FunctionalInterface
    private interface Reading<T> {
        Optional<T> read() throws IOException;
    }

    /** All that is committed, in the order in which it was. */
    List<Wave> waves() throws IOException {
        return patiently(this::committed);
    }

    private static <T> T patiently(Reading<T> reading) throws IOException {
        var failure = new IOException("it changes faster than it can be read");
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            try {
                var result = reading.read();
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

    /** All that is committed; empty if the folder was replaced meanwhile, so that something may be missing. */
    private Optional<List<Wave>> committed() throws IOException {
        var generation = CompactionNote.folderOfRows(files);
        var folders = in(generation);
        var waves = new TreeMap<Long, Wave>();
        for (var folder : folders) {
            if (isCommitted(folder)) {
                waves.put(number(folder), new Wave(folder, manifest(folder)));
            }
        }
        var now = CompactionNote.folderOfRows(files);
        var foldersNow = in(now);
        boolean same =
                now.equals(generation) && foldersNow.containsAll(folders) && folders.isEmpty() == foldersNow.isEmpty();
        return same ? Optional.of(List.copyOf(waves.values())) : Optional.empty();
    }

    /** Those in a folder of rows, committed or not; none where there is no such folder. */
    List<Path> in(Path generation) throws IOException {
        if (!files.exists(generation)) {
            return List.of();
        }
        return files.list(generation).stream()
                .filter(FileStatus::isDirectory)
                .map(FileStatus::getPath)
                .filter(folder -> WAVE_NAME.matcher(folder.getName()).matches())
                .toList();
    }

    boolean isCommitted(Path folder) throws IOException {
        return files.exists(manifestOf(folder));
    }

    static Path manifestOf(Path folder) {
        return new Path(folder, MANIFEST);
    }

    /** What the manifest of a folder says. */
    List<CommittedFile> manifest(Path folder) throws IOException {
        return files.read(manifestOf(folder), Manifest.class).files();
    }

    /** Writes the manifest of a folder that has none. */
    void addManifest(Path folder, List<CommittedFile> contents) throws IOException {
        files.create(manifestOf(folder), new Manifest(contents));
    }

    /** The name of the next wave. */
    String nextName() throws IOException {
        return WAVE
                + (in(files.epochs()).stream()
                                .mapToLong(WaveFolders::number)
                                .max()
                                .orElse(-1)
                        + 1);
    }

    private static long number(Path folder) {
        return Long.parseLong(folder.getName().substring(WAVE.length()));
    }

    /** Makes a staged wave visible, in one step. */
    Wave commit(Path staged, List<CommittedFile> contents) throws IOException {
        files.makeFolder(files.epochs());
        var folder = new Path(files.epochs(), nextName());
        if (files.renamesFolders()) {
            addManifest(staged, contents);
            files.rename(staged, folder);
        } else {
            files.rename(staged, folder);
            addManifest(folder, contents);
        }
        return new Wave(folder, contents);
    }

    /** Moves damaged files away and strikes them from the manifests. */
    void setAside(List<Wave> waves, Set<String> damagedPaths) throws IOException {
        for (var wave : waves) {
            var whole = new ArrayList<CommittedFile>();
            for (var file : wave.files()) {
                var path = wave.path(file);
                if (!damagedPaths.contains(StoreFiles.plain(path))) {
                    whole.add(file);
                } else if (files.exists(path)) {
                    setAside(path, wave.folder().getName() + "-" + file.name());
                }
            }
            if (whole.size() < wave.files().size()) {
                files.put(manifestOf(wave.folder()), new Manifest(whole));
            }
        }
    }

    private void setAside(Path path, String asName) throws IOException {
        var folder = files.path(StoreFiles.REPLACED);
        files.makeFolder(folder);
        var place = new Path(folder, asName);
        for (int copy = 2; files.exists(place); copy++) {
            place = new Path(folder, asName + "." + copy);
        }
        files.rename(path, place);
    }

    /** Paths of files below the committed rows that are in no manifest, in order. */
    List<String> foreign() throws IOException {
        return patiently(() -> {
            var found = new ArrayList<Path>();
            if (files.exists(files.epochs())) {
                // Before what is committed is looked at: a run may commit meanwhile.
                addFilesBelow(files.epochs(), found);
            }
            var waves = committed();
            if (waves.isEmpty()) {
                return Optional.empty();
            }
            var committed = new HashSet<String>();
            for (var wave : waves.get()) {
                committed.add(StoreFiles.plain(manifestOf(wave.folder())));
                wave.files().forEach(file -> committed.add(StoreFiles.plain(wave.path(file))));
            }
            var foreign = new ArrayList<String>();
            for (var path : found) {
                // What compacting has replaced meanwhile is no longer there.
                if (!committed.contains(StoreFiles.plain(path)) && files.exists(path)) {
                    foreign.add(StoreFiles.plain(path));
                }
            }
            Collections.sort(foreign);
            return Optional.of(foreign);
        });
    }

    /** Not by Hadoop's own walk, which asks another program for the permissions of each file of a local disk. */
    private void addFilesBelow(Path folder, List<Path> found) throws IOException {
        for (var child : files.list(folder)) {
            if (child.isDirectory()) {
                addFilesBelow(child.getPath(), found);
            } else {
                found.add(child.getPath());
            }
        }
    }

    /** Deletes folders without a manifest. */
    void deleteUncommitted() throws IOException {
        for (var folder : in(files.epochs())) {
            if (!isCommitted(folder)) {
                files.delete(folder);
            }
        }
    }
}
