package io.gradflow.store;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The note of a {@link FileReplacement} that has begun and leaves no rows, or that an earlier version has begun. While
 * it is there, readers see what the store will be: the staged wave, and not the files that it replaces.
 *
 * @param staged the name of the folder of the staged wave, below that of all staged waves
 * @param contents of the staged wave; if empty, the files are only removed
 * @param replaced the files, as in {@code wave=3/part-r-00000.zstd.parquet}
 */
record ReplacementNote(String staged, List<CommittedFile> contents, List<String> replaced) {
    private static final Pattern STAGED = Pattern.compile("[\\w-]+");
    private static final Pattern REPLACED = Pattern.compile("wave=\\d{1,18}/[^/]+\\.parquet");

    /**
     * Reads the note of a store; empty if there is none.
     *
     * @throws DamagedException if it is not what gradflow writes, or names what is not in the store
     */
    static Optional<ReplacementNote> of(StoreFiles files) throws IOException {
        var path = files.path(StoreEntry.REPLACEMENT);
        var note = files.readIfThere(path, ReplacementNote.class);
        if (note.isPresent() && !note.get().isSound()) {
            throw new DamagedException(StoreFiles.plain(path)
                    + ": must name a staged folder, its files, and committed files of this store");
        }
        return note;
    }

    private boolean isSound() {
        return staged != null
                && STAGED.matcher(staged).matches()
                && contents != null
                && contents.stream().allMatch(file -> file != null && StoreBorder.isPlainName(file.name()))
                && replaced != null
                && replaced.stream()
                        .allMatch(path -> path != null && REPLACED.matcher(path).matches());
    }

    /** The folder of the staged wave. It is no longer there when the wave is published. */
    Path folder(StoreFiles files) {
        return new Path(files.path(StoreEntry.STAGING), staged);
    }

    /** Whether a committed file is to be replaced. */
    boolean replaces(Path file) {
        return replaced.contains(nameInStore(file));
    }

    /** What the store will have in the place of some waves. */
    List<Wave> after(List<Wave> waves, StoreFiles files) throws IOException {
        var after = new ArrayList<Wave>();
        waves.forEach(wave -> after.add(wave.with(file -> !replaces(wave.path(file)))));
        if (!contents.isEmpty() && files.exists(folder(files))) {
            after.add(new Wave(folder(files), contents));
        }
        return after;
    }

    static String nameInStore(Path file) {
        return file.getParent().getName() + "/" + file.getName();
    }
}
