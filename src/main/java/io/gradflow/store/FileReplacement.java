package io.gradflow.store;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;

/**
 * The replacement of some committed files by a staged wave with the rows of them that stay. It takes several steps,
 * each of a file or folder. A note on it lies in the store until the last: if the steps end early, whoever writes next
 * takes those that are missing. No row is in the store twice at any moment.
 *
 * @param staged the name of the folder of the staged wave, below that of all staged waves
 * @param contents of the staged wave; if empty, the files are only removed
 * @param replaced the files, as in {@code wave=3/part-r-00000.zstd.parquet}
 */
record FileReplacement(String staged, List<CommittedFile> contents, List<String> replaced) {
    private static final Pattern STAGED = Pattern.compile("[\\w-]+");
    private static final Pattern REPLACED = Pattern.compile("wave=\\d{1,18}/[^/]+\\.parquet");

    /**
     * Takes all steps.
     *
     * @param replaced some of the committed files
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
                new FileReplacement(
                        staged.getName(),
                        contents,
                        replaced.stream()
                                .flatMap(wave -> wave.files().stream().map(wave::path))
                                .map(FileReplacement::nameInStore)
                                .toList()));
        complete(waves);
    }

    /** Takes the steps that are missing of a replacement that had begun; does nothing if there is none. */
    static void complete(CommittedWaves waves) throws IOException {
        var files = waves.files();
        if (files.has(StoreEntry.REPLACEMENT)) {
            read(files).run(waves);
            files.delete(files.path(StoreEntry.REPLACEMENT));
        }
    }

    private static FileReplacement read(StoreFiles files) throws IOException {
        var note = files.path(StoreEntry.REPLACEMENT);
        var replacement = files.read(note, FileReplacement.class);
        boolean isSound = replacement.staged != null
                && STAGED.matcher(replacement.staged).matches()
                && replacement.contents != null
                && replacement.contents.stream().allMatch(file -> file != null && StoreBorder.isPlainName(file.name()))
                && replacement.replaced != null
                && replacement.replaced.stream()
                        .allMatch(path -> path != null && REPLACED.matcher(path).matches());
        if (!isSound) {
            throw new DamagedException(StoreFiles.plain(note)
                    + ": must name a staged folder, its files, and committed files of this store");
        }
        return replacement;
    }

    private void run(CommittedWaves waves) throws IOException {
        var files = waves.files();
        var folder = new Path(files.path(StoreEntry.STAGING), staged);
        if (!contents.isEmpty() && files.exists(folder)) {
            for (var file : contents) {
                var path = new Path(folder, file.name());
                if (!files.exists(path) || files.length(path) != file.bytes()) {
                    throw new DamagedException(StoreFiles.plain(path) + ": is to replace other files, as "
                            + StoreFiles.plain(files.path(StoreEntry.REPLACEMENT)) + " says, and is not whole");
                }
            }
        }
        var names = new HashSet<>(replaced);
        var moved = waves.setAside(waves.read(), path -> names.contains(nameInStore(path)));
        if (!contents.isEmpty() && files.exists(folder)) {
            waves.publish(folder, contents);
        }
        for (var path : moved) {
            files.delete(path);
        }
        if (files.has(StoreEntry.REPLACED)) {
            files.deleteIfEmpty(files.path(StoreEntry.REPLACED));
        }
    }

    private static String nameInStore(Path path) {
        return path.getParent().getName() + "/" + path.getName();
    }
}
