package io.gradflow.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * The description and the manifests of a store that are gone, as after a copy without names that begin with an
 * underscore, or cannot be read. They are written anew from what the files prove.
 */
public final class LostNotes {
    private final StoreFiles files;
    private final CommittedWaves waves;

    LostNotes(StoreFiles files) {
        this.files = files;
        waves = new CommittedWaves(files);
    }

    /**
     * A folder of a wave.
     *
     * @param manifest what is committed in it; null if the manifest is gone or cannot be read
     */
    public record Folder(Path path, Wave manifest) {}

    /** The store's description; empty if it is gone or cannot be read. */
    public Optional<StoreDescription> description() throws IOException {
        try {
            return files.has(StoreEntry.DESCRIPTION) ? Optional.of(files.readDescription()) : Optional.empty();
        } catch (DamagedException e) {
            return orRefused(e);
        }
    }

    /** A note that cannot be read counts as gone; a link out of the store stays refused. */
    private static <T> Optional<T> orRefused(DamagedException e) throws DamagedException {
        if (!e.isMendable()) {
            throw e;
        }
        return Optional.empty();
    }

    /** All folders of waves, in the order of their numbers. */
    public List<Folder> folders() throws IOException {
        var folders = new ArrayList<Folder>();
        for (var folder : WaveFolder.in(files, files.epochs())) {
            folders.add(new Folder(folder.path(), manifest(folder).orElse(null)));
        }
        return folders;
    }

    private static Optional<Wave> manifest(WaveFolder folder) throws IOException {
        return read(folder).map(manifest -> new Wave(folder.path(), manifest.files()));
    }

    private static Optional<WaveFolder.Manifest> read(WaveFolder folder) throws IOException {
        try {
            return folder.isCommitted() ? Optional.of(folder.read()) : Optional.empty();
        } catch (DamagedException e) {
            return orRefused(e);
        }
    }

    /**
     * Removes the files that committed waves replace, as far as manifests tell: a kill may have left them, and their
     * rows would seem to be there twice.
     */
    void removeReplaced() throws IOException {
        var folders = WaveFolder.in(files, files.epochs());
        var replaced = new HashSet<String>();
        for (var folder : folders) {
            read(folder).ifPresent(manifest -> replaced.addAll(manifest.replaces()));
        }
        for (var folder : replaced.isEmpty() ? List.<WaveFolder>of() : folders) {
            for (var path : parquetFiles(new Folder(folder.path(), null))) {
                if (replaced.contains(ReplacementNote.nameInStore(path))) {
                    var manifest = read(folder);
                    if (manifest.isPresent()) {
                        folder.replace(manifest.get()
                                .with(manifest.get().files().stream()
                                        .filter(file -> !file.name().equals(path.getName()))
                                        .toList()));
                    }
                    files.delete(path);
                }
            }
        }
    }

    /** The Parquet files of a folder, in the order of their names. */
    public List<Path> parquetFiles(Folder folder) throws IOException {
        var paths = files.list(folder.path()).stream()
                .filter(FileStatus::isFile)
                .map(FileStatus::getPath)
                .filter(path -> path.getName().endsWith(WaveFolder.FILE_SUFFIX))
                .sorted()
                .toList();
        for (var path : paths) {
            files.inside(path);
        }
        return paths;
    }

    /** Moves a file that proves nothing out of the way of all readers. */
    public void setAside(Path file) throws IOException {
        waves.setAside(file, file.getParent().getName() + "-" + file.getName());
    }

    /** Writes a folder's manifest. One that cannot be read is kept elsewhere. */
    public void restore(Folder folder, List<CommittedFile> contents) throws IOException {
        var wave = new WaveFolder(files, folder.path());
        var manifest = new WaveFolder.Manifest(contents);
        if (folder.manifest() != null) {
            manifest = wave.read().with(contents);
        }
        if (wave.isCommitted()) {
            setAside(wave.manifest());
        }
        if (!contents.isEmpty()) {
            wave.replace(manifest);
        }
    }

    /** Writes the store's description. One that cannot be read is kept elsewhere. */
    public void restore(StoreDescription description) throws IOException {
        var file = files.path(StoreEntry.DESCRIPTION);
        if (files.exists(file) && description().isEmpty()) {
            waves.setAside(file, file.getName());
        }
        files.put(file, description);
    }
}
