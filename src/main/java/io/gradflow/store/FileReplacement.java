package io.gradflow.store;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.Path;

/**
 * Replaces some committed files by a staged wave with the rows of them that stay. The manifest of the wave names the
 * files that it replaces, so the commit of the wave is the one visible step. Then the files go, each in steps of its
 * own, which whoever writes next takes if they are missing. Readers see the rows that stay at every moment, each once.
 *
 * <p>If no rows stay, there is no such wave. A {@link ReplacementNote} lies in the store until all files are gone. The
 * note is also what earlier versions wrote in both cases.
 */
final class FileReplacement {
    private FileReplacement() {}

    /**
     * Takes all steps.
     *
     * @param plan of the staged wave, according to the waves of which the files are
     * @param replaced some of the committed files
     * @param contents of the staged wave; if empty, the files are only removed
     * @throws WaveTakenException if another wave was committed since the plan was made; nothing is replaced then
     */
    static void run(
            CommittedWaves waves,
            CommittedWaves.Plan plan,
            List<Wave> replaced,
            Path staged,
            List<CommittedFile> contents)
            throws IOException, WaveTakenException {
        var names = replaced.stream()
                .flatMap(wave -> wave.files().stream().map(wave::path))
                .map(ReplacementNote::nameInStore)
                .toList();
        if (contents.isEmpty()) {
            waves.files()
                    .put(
                            waves.files().path(StoreEntry.REPLACEMENT),
                            new ReplacementNote(staged.getName(), contents, names));
        } else {
            waves.commit(staged, plan, new WaveFolder.Manifest(contents, names));
        }
        complete(waves);
    }

    /** Takes the steps that are missing of replacements that had begun. */
    static void complete(CommittedWaves waves) throws IOException, WaveTakenException {
        var files = waves.files();
        var note = ReplacementNote.of(files);
        if (note.isPresent()) {
            complete(note.get(), waves);
            files.delete(files.path(StoreEntry.REPLACEMENT));
        }
        try {
            delete(waves.setReplacedAside(), files);
        } catch (DamagedException e) {
            // Whoever needs the manifests is told of the damage. What is replaced can wait.
        }
    }

    private static void complete(ReplacementNote note, CommittedWaves waves) throws IOException, WaveTakenException {
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
            waves.publish(folder, waves.planAfter(waves.inManifests()), new WaveFolder.Manifest(note.contents()));
        }
        delete(moved, files);
    }

    private static void delete(List<Path> moved, StoreFiles files) throws IOException {
        if (!moved.isEmpty()) {
            for (var path : moved) {
                files.delete(path);
            }
            files.deleteIfEmpty(files.path(StoreEntry.REPLACED));
        }
    }
}
