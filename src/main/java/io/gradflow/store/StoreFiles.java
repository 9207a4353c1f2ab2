package io.gradflow.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.gradflow.store.lock.IfAbsent;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/** Reads, writes, moves and deletes the files of a store, on any file system that Hadoop knows. */
record StoreFiles(FileSystem system, Path root) {
    /** The URI schemes of file systems that rename a folder in one step. */
    private static final Set<String> RENAMING_SCHEMES = Set.of("file", "hdfs", "viewfs", "webhdfs", "ofs");

    /** The setting that names further schemes of such file systems. */
    static final String FURTHER_RENAMING_SCHEMES = "gradflow.renaming-schemes";

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    /** Notes of a store are smaller: the manifest of a wave of 262,144 files has half as many bytes. */
    private static final long MAX_JSON_BYTES = 128L << 20;

    /**
     * The files at a path or URI, as a user gave it.
     *
     * @throws StoreException if it is no path, or on a file system that this program has no classes for
     */
    static StoreFiles at(String name, Configuration hadoop) throws StoreException {
        try {
            return at(new Path(name), hadoop);
        } catch (IOException | IllegalArgumentException e) {
            throw new StoreException("store '" + name + "' is no usable path: " + e.getMessage(), e);
        } catch (RuntimeException | NoClassDefFoundError e) {
            // So Hadoop tells that a file system's classes are in no jar of this program.
            if (e instanceof NoClassDefFoundError || e.getCause() instanceof ClassNotFoundException) {
                throw new StoreException(
                        "store '" + name + "' is on a file system whose jar is missing: "
                                + (e.getCause() == null ? e : e.getCause()).getMessage(),
                        e);
            }
            throw e;
        }
    }

    private static StoreFiles at(Path path, Configuration hadoop) throws IOException {
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
        return isLocal(system);
    }

    private static boolean isLocal(FileSystem system) {
        return system.getUri().getScheme().equals("file");
    }

    /** Whether the file system renames a folder in one step. If not, it makes a file in one step when it is closed. */
    boolean renamesFolders() {
        String scheme = system.getUri().getScheme();
        return RENAMING_SCHEMES.contains(scheme)
                || system.getConf()
                        .getTrimmedStringCollection(FURTHER_RENAMING_SCHEMES)
                        .contains(scheme);
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
        return status(inside(path)) != null;
    }

    /** Whether a path is a symbolic link. */
    boolean isLink(Path path) {
        return isLocal() && java.nio.file.Files.isSymbolicLink(local(path));
    }

    /** Returns a path of the store, after a check that it does not lead out of it. */
    Path inside(Path path) throws IOException {
        if (isLocal()) {
            new StoreBorder(local(root)).requireInside(local(path));
        }
        return path;
    }

    /** The status of a path, which may be above the store's folder; null if it does not exist. */
    FileStatus status(Path path) throws IOException {
        return status(system, path);
    }

    /** The status of a path in a file system; null if it does not exist. */
    static FileStatus status(FileSystem system, Path path) throws IOException {
        try {
            return system.getFileStatus(path);
        } catch (FileNotFoundException e) {
            if (isLocal(system)) {
                requirePermission(local(path));
            }
            return null;
        }
    }

    long length(Path file) throws IOException {
        return system.getFileStatus(inside(file)).getLen();
    }

    /**
     * Requires that a local path may be looked for: Hadoop and Java's older classes say of others, too, that they are
     * missing.
     */
    private static void requirePermission(java.nio.file.Path path) throws AccessDeniedException {
        try {
            java.nio.file.Files.readAttributes(path, BasicFileAttributes.class);
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(path.toString(), null, "permission denied");
        } catch (IOException e) {
            // It is missing.
        }
    }

    List<FileStatus> list(Path folder) throws IOException {
        return Arrays.asList(system.listStatus(inside(folder)));
    }

    /** What is in a folder that need not exist, and that another process may delete at any moment. */
    List<FileStatus> listIfThere(Path folder) throws IOException {
        inside(folder);
        try {
            return Arrays.asList(system.listStatus(folder));
        } catch (FileNotFoundException e) {
            if (isLocal()) {
                requirePermission(local(folder));
            }
            return List.of();
        } catch (IOException e) {
            // Of a folder that is deleted at this very moment Hadoop says that it may not be read.
            return status(folder) == null ? List.of() : Arrays.asList(system.listStatus(folder));
        }
    }

    /** Reads JSON; empty if there is no such file, which another process may delete at any moment. */
    <T> Optional<T> readIfThere(Path file, Class<T> type) throws IOException {
        try {
            return Optional.of(read(file, type));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Names of files and folders in the store's folder that gradflow did not write, in alphabetical order. */
    List<String> foreignNames() throws IOException {
        return list(root).stream()
                .map(status -> status.getPath().getName())
                .filter(name -> !StoreEntry.isOwn(name))
                .sorted()
                .toList();
    }

    /**
     * Writes JSON into a file that must not exist, and waits until it is on the disk. If this throws, the file may be
     * there all the same.
     */
    void create(Path file, Object content) throws IOException {
        IfAbsent.create(system, inside(file), bytes(content));
        sync(file);
    }

    /**
     * Writes JSON into a file that may exist. The content appears in one step, so nobody reads half of it, not even
     * after a crash of the machine.
     */
    void put(Path file, Object content) throws IOException {
        if (renamesFolders()) {
            var temporary = temporary(file);
            write(temporary, content);
            sync(temporary);
            replace(temporary, file);
            sync(file.getParent());
        } else {
            write(file, content);
        }
    }

    /** The same for what may be lost in a crash of the machine. */
    void putUnsynced(Path file, Object content) throws IOException {
        if (renamesFolders()) {
            var temporary = temporary(file);
            write(temporary, content);
            replace(temporary, file);
        } else {
            write(file, content);
        }
    }

    private Path temporary(Path file) {
        // On a local disk the system's lock lets nobody else write.
        return new Path(
                file.getParent(),
                isLocal() ? StoreEntry.temporaryName(file.getName()) : StoreEntry.uniqueTemporaryName(file.getName()));
    }

    /**
     * Waits until the bytes of a file, or the names in a folder, are on the disk, so that a crash of the machine leaves
     * them. Other file systems than local disks make their own promises when a file is closed.
     */
    void sync(Path path) throws IOException {
        if (isLocal()) {
            try (var channel = FileChannel.open(local(path), StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }

    private void write(Path file, Object content) throws IOException {
        byte[] bytes = bytes(content);
        try (var out = system.create(inside(file), true)) {
            out.write(bytes);
        }
    }

    private static byte[] bytes(Object content) throws IOException {
        return (JSON.writeValueAsString(content) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Reads JSON. */
    <T> T read(Path file, Class<T> type) throws IOException {
        var status = system.getFileStatus(inside(file));
        if (status.isDirectory() || status.getLen() > MAX_JSON_BYTES) {
            throw DamagedException.ofNote(
                    plain(file) + ": must be a file of at most " + MAX_JSON_BYTES + " bytes", null);
        }
        try (var in = system.open(file)) {
            T content = JSON.readValue(in.readAllBytes(), type);
            if (content == null) {
                throw DamagedException.ofNote(plain(file) + ": holds null", null);
            }
            return content;
        } catch (JsonProcessingException e) {
            throw DamagedException.ofNote(plain(file) + ": " + e.getOriginalMessage(), e);
        }
    }

    StoreDescription readDescription() throws IOException {
        var file = path(StoreEntry.DESCRIPTION);
        var description = read(file, StoreDescription.class);
        // Another format may have other fields.
        if (description.format() <= 0
                || (description.format() == StoreDescription.CURRENT_FORMAT && !description.isWhole())) {
            throw DamagedException.ofNote(
                    plain(file) + ": lacks format, numerics, log_every, keys or configurations", null);
        }
        try {
            if (description.format() == StoreDescription.CURRENT_FORMAT) {
                description.logging();
            }
        } catch (IllegalArgumentException e) {
            throw DamagedException.ofNote(plain(file) + ": " + e.getMessage(), e);
        }
        return description;
    }

    void makeFolder(Path folder) throws IOException {
        if (!system.mkdirs(inside(folder))) {
            throw new IOException("cannot make the folder " + plain(folder));
        }
    }

    /**
     * Moves a file or folder to a path that must not exist. Where folders are renamed in one step, the file system
     * itself refuses a path at which there is a folder that is not empty by then.
     */
    void rename(Path from, Path to) throws IOException {
        inside(from);
        if (exists(to)) {
            throw new IOException("cannot rename " + plain(from) + " to " + plain(to) + ", which exists");
        }
        if (isLocal()) {
            // Hadoop would copy where the system cannot rename, which is no step that others see at once.
            java.nio.file.Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
        } else if (renamesFolders()) {
            // The method of the same name in FileSystem moves a folder into one that exists.
            context().rename(from, to, Options.Rename.NONE);
        } else if (!system.rename(from, to)) {
            throw new IOException("cannot rename " + from + " to " + to);
        }
    }

    /**
     * Moves a file or folder in one step, and replaces a file or an empty folder that is there. Only for file systems
     * that rename folders in one step.
     */
    void replace(Path from, Path to) throws IOException {
        inside(from);
        inside(to);
        if (isLocal()) {
            java.nio.file.Files.move(local(from), local(to), StandardCopyOption.ATOMIC_MOVE);
        } else {
            context().rename(from, to, Options.Rename.OVERWRITE);
        }
    }

    private FileContext context() throws IOException {
        try {
            return FileContext.getFileContext(root.toUri(), system.getConf());
        } catch (UnsupportedFileSystemException e) {
            String scheme = system.getUri().getScheme();
            throw new IOException(
                    "Hadoop renames in one step only where fs.AbstractFileSystem." + scheme
                            + ".impl is set, which the jar of the file system " + scheme + " tells",
                    e);
        }
    }

    /** Deletes a file, or a folder with everything in it, if it exists. */
    void delete(Path path) throws IOException {
        system.delete(inside(path), true);
    }

    /** Deletes a file, if it exists. A folder of that name stays. */
    void deleteFile(Path path) throws IOException {
        var status = status(inside(path));
        if (status != null && !status.isDirectory()) {
            system.delete(path, false);
        }
    }

    /** Deletes a folder unless there is something in it, and returns whether it is gone. */
    boolean deleteIfEmpty(Path folder) throws IOException {
        if (status(folder) == null) {
            return true;
        }
        try {
            return system.listStatus(folder).length == 0 && system.delete(folder, false);
        } catch (FileNotFoundException e) {
            // Another process was faster.
            return true;
        }
    }
}
