package io.gradflow.store;

import com.fasterxml.jackson.annotation.JsonInclude;
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

    static final String MANIFEST = "_manifest.json";
    static final String FILE_SUFFIX = ".parquet";

    /**
     * The content of a manifest.
     *
     * @param replaces files of other waves whose rows are no longer committed from the moment on at which this manifest
     *     is; as in {@code wave=3/part-r-00000.zstd.parquet}
     */
    record Manifest(
            List<CommittedFile> files,
            @JsonInclude(JsonInclude.Include.NON_EMPTY) List<String> replaces) {
        Manifest {
            replaces = replaces == null ? List.of() : replaces;
        }

        Manifest(List<CommittedFile> files) {
            this(files, List.of());
        }

        /** The same with other files. */
        Manifest with(List<CommittedFile> others) {
            return new Manifest(others, replaces);
        }
    }

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

    /** Whether a file has this name that is being written to take the place of a manifest. A kill leaves it. */
    static boolean isNextManifest(String name) {
        return StoreEntry.isTemporaryOf(MANIFEST, name);
    }

    boolean isCommitted() throws IOException {
        return files.exists(manifest());
    }

    /**
     * Reads the manifest.
     *
     * @throws DamagedException if it is not what gradflow writes, or names what is not in this folder
     */
    Manifest read() throws IOException {
        var manifest = files.read(manifest(), Manifest.class);
        if (manifest.files() == null) {
            throw DamagedException.ofNote(StoreFiles.plain(manifest()) + ": lacks the list of files", null);
        }
        var names = new HashSet<String>();
        for (var file : manifest.files()) {
            String name = file == null ? null : file.name();
            if (!StoreBorder.isPlainName(name) || !name.endsWith(FILE_SUFFIX) || !names.add(name)) {
                throw DamagedException.ofNote(
                        StoreFiles.plain(manifest()) + ": names the file '" + name
                                + "', must be names of Parquet files beside it, each once",
                        null);
            }
            files.inside(new Path(path, name));
        }
        return manifest;
    }

    /** The files that the manifest names, whether or not another wave replaces them. */
    Wave wave() throws IOException {
        return new Wave(path, read().files());
    }

    /** Writes the manifest of a folder that has none. If this throws, it may be there all the same. */
    void create(Manifest manifest) throws IOException {
        files.create(manifest(), manifest);
    }

    /** Writes the manifest anew, in one step. */
    void replace(Manifest manifest) throws IOException {
        files.put(manifest(), manifest);
    }
}
