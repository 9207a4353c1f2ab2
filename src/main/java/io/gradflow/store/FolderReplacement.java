package io.gradflow.store;

import java.io.IOException;
import java.util.List;
import java.util.UUID;
import org.apache.hadoop.fs.Path;

/**
 * Puts another folder in the place of the folder of committed rows, in two renames. A {@link CompactionNote} is written
 * first, and deleted last.
 */
final class FolderReplacement {
    /** How the names of former folders of rows begin, in the folder of what was replaced. */
    private static final String GENERATION = StoreFiles.EPOCHS + "-";

    private FolderReplacement() {}

    /**
     * Makes a staged wave the only one. If the process ends in between, the store has either the rows of this wave or
     * those of the others.
     *
     * @param staged the wave's folder, in a folder of its own that becomes {@code epochs}
     */
    static Wave replaceAll(StoreFiles files, Path staged, List<CommittedFile> contents) throws IOException {
        for (var file : contents) {
            // Another process may have abandoned the wave meanwhile.
            if (files.system().getFileStatus(new Path(staged, file.name())).getLen() != file.bytes()) {
                throw new IOException(file.name() + " has changed");
            }
        }
        new WaveFolders(files).addManifest(staged, contents);
        files.makeFolder(files.path(StoreFiles.REPLACED));
        var stagedEpochs = staged.getParent();
        var note = new CompactionNote(
                StoreFiles.STAGING + "/" + stagedEpochs.getParent().getName() + "/" + StoreFiles.EPOCHS,
                StoreFiles.REPLACED + "/" + GENERATION + UUID.randomUUID());
        files.put(files.path(StoreFiles.COMPACTION), note);
        try {
            files.replace(files.epochs(), files.path(note.replaced()));
            files.replace(stagedEpochs, files.epochs());
        } finally {
            end(files);
        }
        return new Wave(new Path(files.epochs(), staged.getName()), contents);
    }

    /** Completes a replacement that was begun; forgets one that was only noted. */
    static void end(StoreFiles files) throws IOException {
        if (!files.has(StoreFiles.COMPACTION)) {
            return;
        }
        if (!files.exists(files.epochs())) {
            var note = CompactionNote.read(files);
            var staged = files.path(note.staged());
            files.replace(files.exists(staged) ? staged : files.path(note.replaced()), files.epochs());
        }
        files.delete(files.path(StoreFiles.COMPACTION));
    }

    /** Deletes the folders of rows that were replaced. Files that the store did not write stay. */
    static void deleteReplaced(StoreFiles files) throws IOException {
        var replaced = files.path(StoreFiles.REPLACED);
        // A folder that a note names may hold the only copy of the rows.
        if (!files.exists(replaced) || files.has(StoreFiles.COMPACTION)) {
            return;
        }
        for (var child : files.list(replaced)) {
            if (child.isDirectory() && child.getPath().getName().startsWith(GENERATION)) {
                deleteGeneration(files, child.getPath());
            }
        }
        files.deleteIfEmpty(replaced);
    }

    private static void deleteGeneration(StoreFiles files, Path generation) throws IOException {
        var waves = new WaveFolders(files);
        for (var folder : waves.in(generation)) {
            if (waves.isCommitted(folder)) {
                for (var file : waves.manifest(folder)) {
                    files.delete(new Path(folder, file.name()));
                }
                // Last: without it nobody knows which files are ours.
                files.delete(WaveFolders.manifestOf(folder));
            }
            files.deleteIfEmpty(folder);
        }
        files.deleteIfEmpty(generation);
    }
}
