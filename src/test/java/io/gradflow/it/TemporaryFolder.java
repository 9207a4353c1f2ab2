package io.gradflow.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/** Folders that several test classes use. */
final class TemporaryFolder {
    private TemporaryFolder() {}

    /** A new folder that is deleted when this JVM ends. */
    static Path deletedAtExit() throws IOException {
        var folder = Files.createTempDirectory("gradflow-it");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        return folder;
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (FileSystemException e) {
            // The folder is left in the folder for temporary files.
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
