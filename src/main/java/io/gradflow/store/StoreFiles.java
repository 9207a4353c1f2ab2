package io.gradflow.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
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

/** Reads, writes, moves and deletes the files of a store, on any file system that Hadoop knows. */
record StoreFiles(FileSystem system, Path root) {
    /** The URI schemes of file systems that rename a folder in one step. */
    private static final Set<String> RENAMING_SCHEMES = Set.of("file", "hdfs", "viewfs", "webhdfs", "ofs");

    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** A file that should hold JSON holds something else. */
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
            // The raw file system writes no checksum files beside each file.
            system = local.getRawFileSystem();
        }
        return new StoreFiles(system, system.makeQualified(path));
    }

    /** A path without scheme and host, as other programs name it. */
    static String plain(Path path) {
        return path.toUri().getPath();
    }

    static java.nio.file.Path local(Path path) {
        // Java refuses a URI with characters beyond ASCII, which Hadoop leaves as they are.
        return java.nio.file.Path.of(plain(path));
    }

    boolean isLocal() {
        return system.getUri().getScheme().equals("file");
    }

    /** Whether the file system renames a folder in one step. */
    boolean renamesFolders() {
        return RENAMING_SCHEMES.contains(system.getUri().getScheme());
    }

    /** A path given relative to the store. */
    Path path(String relative) {
        return new Path(root, relative);
    }

    Path path(StoreEntry entry) {
        return path(entry.fileName());
    }

    Path epochs() {
        return path(StoreEntry.EPOCHS);
    }

    boolean has(StoreEntry entry) throws IOException {
        return exists(path(entry));
    }

    boolean exists(Path path) throws IOException {
        return status(path) != null;
    }

    /** The status of a path; null if it does not exist. */
    FileStatus status(Path path) throws IOException {
        try {
            return system.getFileStatus(path);
        } catch (FileNotFoundException e) {
            if (isLocal()) {
                requireAbsent(local(path));
            }
            return null;
        }
    }

    /** Hadoop takes a file of this machine for missing where it may not look. */
    private static void requireAbsent(java.nio.file.Path path) throws IOException {
        try {
            java.nio.file.Files.readAttributes(path, BasicFileAttributes.class);
        } catch (AccessDeniedException e) {
            throw new IOException("this user may not look at " + path, e);
        } catch (FileSystemException e) {
            // It is missing, or something above it is no folder.
        }
    }

    List<FileStatus> list(Path folder) throws IOException {
        return Arrays.asList(system.listStatus(folder));
    }

    /** Names of files and folders in the store's folder that gradflow did not write, in alphabetical order. */
    List<String> foreignNames() throws IOException {
        return list(root).stream()
                .map(status -> status.getPath().getName())
                .filter(name -> !StoreEntry.isOwn(name))
                .sorted()
                .toList();
    }

    /** Writes JSON into a file that must not exist. */
    void create(Path file, Object content) throws IOException {
        write(file, content, false);
    }

    /** Writes JSON into a file that may exist. The content appears in one step, so nobody reads half of it. */
    void put(Path file, Object content) throws IOException {
        var temporary = new Path(file.getParent(), StoreEntry.temporaryName(file.getName()));
        write(temporary, content, true);
        replace(temporary, file);
    }

    private void write(Path file, Object content, boolean overwrite) throws IOException {
        try (var out = system.create(file, overwrite)) {
            out.write(JSON.writeValueAsString(content).getBytes(StandardCharsets.UTF_8));
            out.write('\n');
        }
    }

    /** Reads JSON. */
    <T> T read(Path file, Class<T> type) throws IOException {
        try (var in = system.open(file)) {
            return JSON.readValue(in.readAllBytes(), type);
        } catch (JsonProcessingException e) {
            throw new UnparsableException(plain(file) + ": " + e.getOriginalMessage(), e);
        }
    }

    StoreDescription readDescription() throws IOException {
        return read(path(StoreEntry.DESCRIPTION), StoreDescription.class);
    }

    void makeFolder(Path folder) throws IOException {
        system.mkdirs(folder);
    }

    /** Moves a file or folder to a path that must not exist. */
    void rename(Path from, Path to) throws IOException {
        if (!system.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }

    /** Moves a file or folder, in one step where the file system can, and replaces a file that is there. */
    void replace(Path from, Path to) throws IOException {
        if (isLocal()) {
            java.nio.file.Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
        } else {
            FileContext.getFileContext(root.toUri(), system.getConf()).rename(from, to, Options.Rename.OVERWRITE);
        }
    }

    /** Deletes a file, or a folder with everything in it, if it exists. */
    void delete(Path path) throws IOException {
        system.delete(path, true);
    }

    void deleteIfEmpty(Path folder) throws IOException {
        if (list(folder).isEmpty()) {
            system.delete(folder, false);
        }
    }
}
