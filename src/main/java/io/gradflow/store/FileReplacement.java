package io.gradflow.store;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * Replaces some committed files by a staged wave with the rows of them that stay. That takes several steps, each of a
 * file or folder. A {@link ReplacementNote} lies in the store until the last: if the steps end early, whoever writes
 * next takes those that are missing. Readers see the rows that stay at every moment, each once.
 */
final class FileReplacement {
    private FileReplacement() {}

    /**
     * Takes all steps.
     *
     * @param replaced some of the committed files
     * @param contents of the staged wave; if empty, the files are only removed
     */
    static void run(CommittedWaves waves, List<Wave> replaced, Path staged, List<CommittedFile> contents)
            throws IOException {
        var files = waves.files();
        if (!contents.isEmpty()) {
            waves.prepare(staged, contents);
            files.sync(staged.getParent());
        }
        files.put(
                files.path(StoreEntry.REPLACEMENT),
                new ReplacementNote(
                        staged.getName(),
                        contents,
                        replaced.stream()
                                .flatMap(wave -> wave.files().stream().map(wave::path))
                                .map(ReplacementNote::nameInStore)
                                .toList()));
        complete(waves);
    }

    /** Takes the steps that are missing of a replacement that had begun; does nothing if there is none. */
    static void complete(CommittedWaves waves) throws IOException {
        var files = waves.files();
        var note = ReplacementNote.of(files);
        if (note.isPresent()) {
            complete(note.get(), waves);
            files.delete(files.path(StoreEntry.REPLACEMENT));
        }
    }

    private static void complete(ReplacementNote note, CommittedWaves waves) throws IOException {
        var files = waves.files();
        var folder = note.folder(files);
        boolean isStaged = !note.contents().isEmpty() && files.exists(folder);
        if (isStaged) {
            for (var file : note.contents()) {
                var path = new Path(folder, file.name());
                if (!files.exists(path) || files.length(path) != file.bytes()) {
                    throw new DamagedException(StoreFiles.plain(path) + ": is to replace other files, as "
                            + StoreFiles.plain(files.path(StoreEntry.REPLACEMENT)) + " says, and is not whole");
                }
            }
        }
        var moved = waves.setAside(waves.inManifests(), note::replaces);
        if (isStaged) {
            waves.publish(folder, note.contents());
        }
        for (var path : moved) {
            files.delete(path);
        }
        if (files.has(StoreEntry.REPLACED)) {
            files.deleteIfEmpty(files.path(StoreEntry.REPLACED));
        }
    }
}
