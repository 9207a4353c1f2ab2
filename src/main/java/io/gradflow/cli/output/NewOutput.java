package io.gradflow.cli.output;

import io.gradflow.cli.usage.UsageException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * A new file, or a new folder of files, that a user has asked for. It is written beside its place under another name,
 * and moved there when it is whole and on the disk. So whatever ends the command, a full disk or control-C, nothing is
 * in its place that looks whole and is not.
 */
public final class NewOutput implements AutoCloseable {
    private final Path place;
    private final String kind;

    /** Where it is written until it is whole. */
    private final Path unfinished;

    /** What has been made, in that order. */
    private final List<Path> made = new ArrayList<>();

    /** What is written to a stream of text. */
    @FunctionalInterface
    public interface Text {
        /** Prints all of it. */
        void print(PrintStream out) throws Exception;
    }

    private NewOutput(Path place, String kind) throws UsageException {
        this.place = place;
        this.kind = kind;
        // In the same folder, since a file moves in one step within a file system alone. Hidden, and no longer than
        // any name may be, however long that of the place is.
        this.unfinished = place.toAbsolutePath().resolveSibling(".gradflow-" + UUID.randomUUID() + ".part");
        if (Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw exists();
        }
    }

    /**
     * Writes a new file.
     *
     * @throws UsageException if there is one of that name, or none can be made there
     */
    public static void writeFile(Path place, Text text) throws Exception {
        try (var output = new NewOutput(place, "file")) {
            output.write(output.unfinished, place, text);
            output.publish();
        }
    }

    /**
     * Makes a new folder, which is in its place once it is published.
     *
     * @throws UsageException if there is one of that name, or none can be made there
     */
    public static NewOutput folder(Path place) throws UsageException {
        var output = new NewOutput(place, "folder");
        try {
            Files.createDirectory(output.unfinished);
        } catch (IOException e) {
            throw output.cannotBeMade(e);
        }
        output.made(output.unfinished);
        return output;
    }

    /** Writes a file of the folder. */
    public void write(String name, Text text) throws Exception {
        write(unfinished.resolve(name), place.resolve(name), text);
    }

    /** Begins a file of the folder. It is on the disk once it is closed. */
    public OutputStream open(String name) throws UsageException {
        return open(unfinished.resolve(name), place.resolve(name));
    }

    private void write(Path file, Path shown, Text text) throws Exception {
        try (var opened = open(file, shown)) {
            var out = new PrintStream(opened, false, StandardCharsets.UTF_8);
            text.print(out);
            out.flush();
        }
    }

    private OutputStream open(Path file, Path shown) throws UsageException {
        try {
            var opened = new SyncedFile(file, shown.toString());
            made(file);
            return opened;
        } catch (IOException e) {
            throw cannotBeMade(e);
        }
    }

    /**
     * Puts what was written into its place. All files are on the disk, since they are closed.
     *
     * @throws UsageException if something else is there by now
     */
    public void publish() throws IOException, UsageException {
        try {
            Files.move(unfinished, place);
        } catch (FileAlreadyExistsException e) {
            throw exists();
        }
        made.clear();
    }

    /** Removes what was written, unless it was published. */
    @Override
    public void close() throws IOException {
        for (int i = made.size() - 1; i >= 0; i--) {
            Files.deleteIfExists(made.get(i));
        }
    }

    private void made(Path path) {
        made.add(path);
        // Of control-C. The JVM removes in the opposite order, so a folder after its files.
        path.toFile().deleteOnExit();
    }

    private UsageException exists() {
        return new UsageException(place + " exists, must be a new " + kind);
    }

    private UsageException cannotBeMade(IOException e) {
        return new UsageException(
                e instanceof NoSuchFileException
                        ? place + " must be in a folder that exists"
                        : place + " cannot be made: " + e);
    }
}
