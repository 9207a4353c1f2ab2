package io.gradflow.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PagerTest {
    private static final String TEXT = "1\n2\n3\n4\n";

    @TempDir
    private Path folder;

    private Path program(String name, String script) throws IOException {
        return Files.setPosixFilePermissions(
                Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n"),
                PosixFilePermissions.fromString("rwx------"));
    }

    private Optional<Pager> pager(Map<String, String> variables) {
        var environment = new HashMap<>(Map.of("TERM", "xterm", "PATH", "/nowhere:" + folder));
        environment.putAll(variables);
        return Pager.ofUser(environment);
    }

    @Test
    void lessIsTheUsualOne() throws IOException {
        assertEquals(Optional.empty(), pager(Map.of()));
        program("less", "");
        assertTrue(pager(Map.of()).isPresent());
        assertEquals(Optional.empty(), pager(Map.of("TERM", "dumb")));
    }

    @Test
    void whatIsNotWantedOrNotThereIsNoPager() throws IOException {
        program("less", "");
        for (var none : new String[] {"", " ", "cat", "no-such-program", "/no/such/program -x"}) {
            assertEquals(Optional.empty(), pager(Map.of("PAGER", none)), none);
        }
        assertTrue(pager(Map.of("PAGER", "less -R")).isPresent());
        assertTrue(pager(Map.of("PAGER", folder.resolve("less").toString())).isPresent());
    }

    @Test
    void aLongTextGoesToThePagerAndAShortOneDoesNot() throws IOException {
        var shown = folder.resolve("shown");
        var pager = pager(Map.of("PAGER", program("keep", "cat > " + shown) + " -x"));
        assertEquals(TEXT, shown(new Screen(() -> 6, pager)));
        assertEquals("", shown(new Screen(() -> 5, pager)));
        assertEquals(TEXT, Files.readString(shown));
    }

    @Test
    void aPagerMayEndBeforeItHasReadAll() throws IOException {
        var pager = pager(Map.of("PAGER", program("quit", "exit 3").toString()));
        assertTrue(pager.orElseThrow().show(new byte[10_000_000]));
    }

    private static String shown(Screen screen) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            screen.show(TEXT.getBytes(StandardCharsets.UTF_8), out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
