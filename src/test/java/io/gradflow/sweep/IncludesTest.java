package io.gradflow.sweep;

import static io.gradflow.sweep.ConfigurationFile.SHORTEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which files a configuration may include. */
@Timeout(120)
class IncludesTest {
    @TempDir
    private Path temporary;

    private Path folder;
    private ConfigurationFile file;

    @BeforeEach
    void inFolder() throws IOException {
        folder = Files.createDirectory(temporary.resolve("conf"));
        file = ConfigurationFile.in(folder);
    }

    private void write(String name, String text) throws IOException {
        var path = folder.resolve(name);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }

    /** The mistakes, with the folder's path cut off. */
    private List<String> problems(String text) {
        return file.problems(text).stream()
                .map(problem -> problem.replace(folder + "/", ""))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"base.conf\"",
                "include \"base\"",
                "include file(\"base.conf\")",
                "include required(\"base.conf\")",
                "include required(file(\"base.conf\"))",
                "include \"./base.conf\"",
                "include \"below/again.conf\"",
                "include \"below/../base.conf\"",
            })
    void filesBesideTheConfigurationOrBelowAreRead(String include) throws Exception {
        write("base.conf", SHORTEST);
        write("below/again.conf", "include \"deeper/last.conf\"");
        write("below/deeper/last.conf", "include \"../../base.conf\"");

        assertEquals("named", file.read(include + "\nsweep.name = named").name());
    }

    @Test
    void anAbsolutePathIntoTheFolderIsRead() throws Exception {
        write("base.conf", SHORTEST);
        file.read("include file(\"" + folder.resolve("base.conf") + "\")");
        file.read("include \"" + folder.resolve("base.conf") + "\"");
    }

    @Test
    void anIncludeBelowAKeyIsRead() throws Exception {
        write("keys.json", "{ \"architecture\": \"2-3-1\", \"activation\": \"tanh\", \"epochs\": 1, \"seed\": 0 }");
        assertEquals(1, file.read("sweep { include \"keys\" }").grid().size());
    }

    @Test
    void aConfigurationNamedThroughALinkedFolderIncludesAsBefore() throws Exception {
        write("base.conf", SHORTEST);
        write("sweep.conf", "include \"base.conf\"");
        var link = Files.createSymbolicLink(temporary.resolve("link"), folder);
        assertEquals(
                1,
                SweepReader.read(link.resolve("sweep.conf"), List.of()).grid().size());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"../outside.conf\"",
                "include file(\"../outside.conf\")",
                "include required(file(\"../outside.conf\"))",
                "include \"link.conf\"",
                "include \"linked/outside.conf\"",
                "sweep { include \"../outside\" }",
            })
    void filesOutsideAreRefused(String include) throws IOException {
        Files.writeString(temporary.resolve("outside.conf"), SHORTEST);
        Files.createSymbolicLink(folder.resolve("link.conf"), temporary.resolve("outside.conf"));
        Files.createSymbolicLink(folder.resolve("linked"), temporary);

        assertRefused(include, "must be beside sweep.conf or in a folder below");
    }

    @Test
    void absolutePathsOutsideAreRefused() throws IOException {
        var outside = Files.writeString(temporary.resolve("outside.conf"), SHORTEST);
        assertRefused("include file(\"" + outside + "\")", "must be beside sweep.conf or in a folder below");
        assertRefused("include \"" + outside + "\"", "must be beside sweep.conf or in a folder below");
    }

    private void assertRefused(String include, String rule) {
        var problems = problems(include);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith("sweep.conf: include \""), problems::toString);
        assertTrue(problems.get(0).endsWith(": " + rule), problems::toString);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "include \"%s\"",
                "include url(\"%s\")",
                "include required(url(\"%s\"))",
                "sweep.dataset { include \"%s\" }"
            })
    void nothingIsFetched(String include) throws IOException {
        var calls = new AtomicInteger();
        var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            calls.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/base.conf";
            assertRefused(include.formatted(url), "must be a file beside sweep.conf or in a folder below, and no URL");
        } finally {
            server.stop(0);
        }
        assertEquals(0, calls.get());
    }

    @Test
    void urlsOfFilesAreRefused() throws IOException {
        write("base.conf", SHORTEST);
        var url = folder.resolve("base.conf").toUri();
        assertRefused("include \"" + url + "\"", "must be a file beside sweep.conf or in a folder below, and no URL");
        assertRefused(
                "include url(\"" + url + "\")", "must be a file beside sweep.conf or in a folder below, and no URL");
    }

    @Test
    void resourcesOfTheClassPathAreRefused() {
        String rule = "must be a file beside sweep.conf or in a folder below, and no resource of the class path";
        assertRefused("include classpath(\"gradflow.properties\")", rule);
        assertRefused("include required(classpath(\"gradflow.properties\"))", rule);
        assertEquals(
                List.of("sweep.conf: include \"gradflow.properties\": no such file"),
                problems("include \"gradflow.properties\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere.conf", "nowhere", "below/nowhere.conf", "sweep.conf/x"})
    void missingFilesAreNamed(String name) {
        var problems = problems("include \"" + name + "\"\n" + SHORTEST);
        assertEquals(1, problems.size());
        assertTrue(
                problems.get(0).matches("sweep.conf: include \"" + name + "\": (no such file|Not a directory)"),
                problems::toString);
    }

    @Test
    void theFileThatIncludesIsNamed() throws IOException {
        write("base.conf", "include \"nowhere.conf\"");
        assertEquals(List.of("base.conf: include \"nowhere.conf\": no such file"), problems("include \"base.conf\""));
    }

    @Test
    void foldersAreRefused() throws IOException {
        Files.createDirectory(folder.resolve("base"));
        assertEquals(List.of("sweep.conf: include \"base\": is not a file"), problems("include \"base\""));
        assertEquals(List.of("sweep.conf: include \"\": is not a file"), problems("include \"\""));
    }

    @Test
    void aFolderDoesNotHideTheFileOfItsName() throws Exception {
        Files.createDirectory(folder.resolve("base"));
        write("base.conf", SHORTEST);
        assertEquals(1, file.read("include \"base\"").grid().size());
    }

    @Test
    void ofWhatIsOutsideNothingElseIsSaid() throws IOException {
        Files.createDirectory(temporary.resolve("outside"));
        Files.write(temporary.resolve("binary.conf"), new byte[] {(byte) 0xff});
        assertRefused("include \"../outside\"", "must be beside sweep.conf or in a folder below");
        assertRefused("include \"../binary.conf\"", "must be beside sweep.conf or in a folder below");
    }

    @Test
    void whatIsNotUtf8IsRefused() throws IOException {
        Files.writeString(folder.resolve("base.conf"), "sweep.name = größe", StandardCharsets.ISO_8859_1);
        assertEquals(
                List.of("sweep.conf: include \"base.conf\": is not text in UTF-8"), problems("include \"base.conf\""));
    }

    @Test
    void circlesEnd() throws IOException {
        write("a.conf", "include \"b.conf\"\ninclude \"b.conf\"");
        write("b.conf", "include \"./a.conf\"\ninclude \"a.conf\"");
        assertEquals(List.of("b.conf: include \"./a.conf\": must not include itself"), problems("include \"a.conf\""));
    }

    @Test
    void filesThatDoubleEachOtherEnd() throws IOException {
        for (int i = 0; i < 40; i++) {
            write(i + ".conf", ("include \"" + (i + 1) + ".conf\"\n").repeat(2));
        }
        write("40.conf", "");
        assertEquals(
                List.of("39.conf: include \"40.conf\": must not be one of more than 1000 includes"),
                problems("include \"0.conf\""));
    }

    @Test
    void anOverrideIncludesNothing() throws IOException {
        write("base.conf", SHORTEST);
        for (String value : List.of(
                "1, include \"base.conf\"",
                "{ include \"gradflow.properties\" }",
                "{ include file(\"" + folder.resolve("base.conf") + "\") }",
                "{ include classpath(\"gradflow.properties\") }")) {
            var problems = file.problems(SHORTEST, "sweep.scale=" + value);
            assertEquals(1, problems.size(), problems::toString);
            assertTrue(problems.get(0).startsWith("--set sweep.scale="), problems::toString);
        }
    }
}
