package io.gradflow.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;

/**
 * The files of a store, whatever file system they are on: what they are called, and how they are read, written and
 * moved.
 */
record StoreFiles(FileSystem system, Path root) {
    static final String DESCRIPTION = "store.json";
    static final String EPOCHS = "epochs";
    static final String STAGING = "_staging";
    static final String REPLACED = "_replaced";
    static final String COMPACTION = "_compaction.json";
    static final String PROGRESS = "_progress.json";
    static final String LOCK = "_lock";

    /** Before the name of a file that is about to take the place of another. */
    private static final String UNFINISHED = "_";

    private static final Set<String> OURS = Set.of(
            DESCRIPTION,
            UNFINISHED + DESCRIPTION,
            EPOCHS,
            STAGING,
            REPLACED,
            COMPACTION,
            UNFINISHED + COMPACTION,
            PROGRESS,
            UNFINISHED + PROGRESS,
            LOCK);

    /** Those that rename a folder in one step. */
    private static final Set<String> RENAMING_SCHEMES = Set.of("file", "hdfs", "viewfs", "webhdfs", "ofs");

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** A file of JSON that is none. */
    static final class UnparsableException extends IOException {
        private static final long serialVersionUID = 1;

        UnparsableException(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The files at a path or URI, as a user gave it. */
    static StoreFiles at(String name, Configuration hadoop) throws IOException {
        var path = new Path(name);
        var system = path.getFileSystem(hadoop);
        if (system instanceof LocalFileSystem local) {
            // Without the checksum files that Hadoop puts beside each file of its own.
            system = local.getRawFileSystem();
        }
        return new StoreFiles(system, system.makeQualified(path));
    }

    /** A path as other programs name it. */
    static String plain(Path path) {
        return path.toUri().getPath();
    }

    static java.nio.file.Path local(Path path) {
        return java.nio.file.Path.of(path.toUri());
    }

    boolean isLocal() {
        return system.getUri().getScheme().equals("file");
    }

    /** Whether a folder is renamed in one step. */
    boolean renamesFolders() {
        return RENAMING_SCHEMES.contains(system.getUri().getScheme());
    }

    Path path(String child) {
        return new Path(root, child);
    }

    Path epochs() {
        return path(EPOCHS);
    }

    boolean has(String child) throws IOException {
        return exists(path(child));
    }

    boolean exists(Path path) throws IOException {
        return system.exists(path);
    }

    /** Null for what does not exist. */
    FileStatus status(Path path) throws IOException {
        try {
            return system.getFileStatus(path);
        } catch (FileNotFoundException e) {
            return null;
        }
    }

    List<FileStatus> list(Path folder) throws IOException {
        return Arrays.asList(system.listStatus(folder));
    }

    /** Names in the store's folder that are not of a store. */
    List<String> foreignNames() throws IOException {
        return list(root).stream()
                .map(status -> status.getPath().getName())
                .filter(child -> !OURS.contains(child))
                .sorted()
                .toList();
    }

    /** Writes JSON where there is no file yet. */
    void create(Path file, Object content) throws IOException {
        write(file, content, false);
    }

    /** Writes JSON in one step, so that nobody reads a half, and in the place of what was there. */
    void put(Path file, Object content) throws IOException {
        var unfinished = new Path(file.getParent(), UNFINISHED + file.getName());
        write(unfinished, content, true);
        replace(unfinished, file);
    }

    private void write(Path file, Object content, boolean overwrite) throws IOException {
        try (var out = system.create(file, overwrite)) {
            out.write(JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
    }

    <T> T read(Path file, Class<T> type) throws IOException {
        try (var in = system.open(file)) {
            return JSON.readValue(in.readAllBytes(), type);
        } catch (JsonProcessingException e) {
            throw new UnparsableException(plain(file) + ": " + e.getOriginalMessage(), e);
        }
    }

    void makeFolder(Path folder) throws IOException {
        system.mkdirs(folder);
    }

    /** Moves a file or folder to where there is none. */
    void rename(Path from, Path to) throws IOException {
        if (!system.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }

    /** A rename, in one step where the file system can, that puts a file in the place of another. */
    void replace(Path from, Path to) throws IOException {
        if (isLocal()) {
            java.nio.file.Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
        } else {
            FileContext.getFileContext(root.toUri(), system.getConf()).rename(from, to, Options.Rename.OVERWRITE);
        }
    }

    /** Deletes a file, or a folder with all that is in it; nothing if there is none. */
    void delete(Path path) throws IOException {
        system.delete(path, true);
    }

    void deleteIfEmpty(Path folder) throws IOException {
        if (list(folder).isEmpty()) {
            system.delete(folder, false);
        }
    }
}
