package io.gradflow.store;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;

/**
 * A folder {@code wave=N} with Parquet files. Its manifest names the files that are committed; a folder without a
 * manifest is not a committed wave.
 */
record WaveFolder(StoreFiles files, Path path) {
    private static final String PREFIX = "wave=";
    private static final Pattern NAME = Pattern.compile(PREFIX + "(\\d{1,18})");

    /** The greatest number that a name can have. */
    static final long MAX_NUMBER = 999_999_999_999_999_999L;

    private static final String MANIFEST = "_manifest.json";
    static final String FILE_SUFFIX = ".parquet";

    /** The content of a manifest. */
    private record Manifest(List<CommittedFile> files) {}

    /** The name of the wave with a number. */
    static String name(long number) {
        return PREFIX + number;
    }

    /** The number in the name of a wave; empty if this is another name. */
    static OptionalLong number(String name) {
        var matcher = NAME.matcher(name);
        return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
    }

    /**
     * The folders of waves, committed or not, in a folder of rows, in the order in which they were committed. There are
     * none if that folder does not exist.
     */
    static List<WaveFolder> in(StoreFiles files, Path generation) throws IOException {
        return files.listIfThere(generation).stream()
                .filter(FileStatus::isDirectory)
                .map(FileStatus::getPath)
                .filter(path -> number(path.getName()).isPresent())
                .map(path -> new WaveFolder(files, path))
                .sorted(Comparator.comparingLong(WaveFolder::number))
                .toList();
    }

    /** Whether there may be rows in the folder. */
    boolean hasParquetFiles() throws IOException {
        return files.listIfThere(path).stream()
                .anyMatch(child -> child.getPath().getName().endsWith(FILE_SUFFIX));
    }

    long number() {
        return number(path.getName()).orElseThrow();
    }

    Path manifest() {
        return new Path(path, MANIFEST);
    }

    /** The manifest that is being written to take the place of the one that is there. A kill leaves it. */
    Path nextManifest() {
        return new Path(path, StoreEntry.temporaryName(MANIFEST));
    }

    boolean isCommitted() throws IOException {
        return files.exists(manifest());
    }

    /**
     * Reads the manifest.
     *
     * @throws DamagedException if it is not what gradflow writes, or names what is not in this folder
     */
    Wave wave() throws IOException {
        var contents = files.read(manifest(), Manifest.class).files();
        if (contents == null) {
            throw DamagedException.ofNote(StoreFiles.plain(manifest()) + ": lacks the list of files", null);
        }
        var names = new HashSet<String>();
        for (var file : contents) {
            String name = file == null ? null : file.name();
            if (!StoreBorder.isPlainName(name) || !name.endsWith(FILE_SUFFIX) || !names.add(name)) {
                throw DamagedException.ofNote(
                        StoreFiles.plain(manifest()) + ": names the file '" + name
                                + "', must be names of Parquet files beside it, each once",
                        null);
            }
            files.inside(new Path(path, name));
        }
        return new Wave(path, contents);
    }

    /** Writes the manifest of a folder that has none. */
    void createManifest(List<CommittedFile> contents) throws IOException {
        files.create(manifest(), new Manifest(contents));
    }

    /** Writes the manifest anew, in one step. */
    void replaceManifest(List<CommittedFile> contents) throws IOException {
        files.put(manifest(), new Manifest(contents));
    }
}
