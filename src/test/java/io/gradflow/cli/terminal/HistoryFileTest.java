package io.gradflow.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryFileTest {
    @TempDir
    private Path folder;

    @Test
    void itIsInTheFolderForStateAndTheUsersAlone() throws IOException {
        String state = folder.resolve("state").toString();
        assertEquals(
                folder.resolve("state/gradflow/sql_history"),
                HistoryFile.prepare(Map.of("XDG_STATE_HOME", state, "HOME", "/nowhere")));
        assertEquals(
                PosixFilePermissions.fromString("rwx------"),
                Files.getPosixFilePermissions(folder.resolve("state/gradflow")));
        assertEquals(
                PosixFilePermissions.fromString("rw-------"),
                Files.getPosixFilePermissions(folder.resolve("state/gradflow/sql_history")));
    }

    @Test
    void withoutTheVariableItIsInTheHomeFolder() throws IOException {
        var expected = folder.resolve(".local/state/gradflow/sql_history");
        assertEquals(expected, HistoryFile.prepare(Map.of("HOME", folder.toString())));
        assertEquals(
                expected, HistoryFile.prepare(Map.of("HOME", folder.toString(), "XDG_STATE_HOME", "not/absolute")));
    }

    @Test
    void aFolderThatCannotBeMadeIsTold() throws IOException {
        var file = Files.createFile(folder.resolve("file"));
        assertThrows(IOException.class, () -> HistoryFile.prepare(Map.of("XDG_STATE_HOME", file.toString())));
        assertThrows(IOException.class, () -> HistoryFile.prepare(Map.of()));
    }
}
