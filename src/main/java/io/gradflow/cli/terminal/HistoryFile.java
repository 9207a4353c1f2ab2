package io.gradflow.cli.terminal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;

/** The file in which the prompt keeps what was typed. It is the user's alone. */
public final class HistoryFile {
    private HistoryFile() {}

    /**
     * The file, which is there then.
     *
     * @throws IOException if it cannot be written
     */
    public static Path prepare(Map<String, String> environment) throws IOException {
        var file = state(environment).resolve("gradflow").resolve("sql_history");
        Files.createDirectories(file.getParent(), only("rwx------"));
        if (!Files.exists(file)) {
            Files.createFile(file, only("rw-------"));
        }
        if (!Files.isWritable(file)) {
            throw new AccessDeniedException(file.toString());
        }
        return file;
    }

    private static FileAttribute<Set<PosixFilePermission>> only(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    /** The folder for what programs keep of their use, by the XDG Base Directory Specification. */
    private static Path state(Map<String, String> environment) throws IOException {
        var state = Path.of(environment.getOrDefault("XDG_STATE_HOME", ""));
        if (state.isAbsolute()) {
            return state;
        }
        String home = environment.getOrDefault("HOME", "");
        if (home.isEmpty()) {
            throw new NoSuchFileException("HOME is not set");
        }
        return Path.of(home, ".local", "state");
    }
}
