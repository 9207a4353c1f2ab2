package io.gradflow.sweep;

import static io.gradflow.sweep.ConfigurationFile.STUDY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about files that are no configuration. */
class ConfigurationFilesTest {
    @TempDir
    private Path folder;

    private ConfigurationFile file;

    @BeforeEach
    void inFolder() {
        file = ConfigurationFile.in(folder);
    }

    static Stream<Arguments> syntaxErrors() {
        return Stream.of(
                arguments(
                        "sweep {\n  scale = 1\n",
                        "sweep.conf: 3: expecting a close parentheses ')' here, not: end of file"),
                arguments(
                        "sweep {\n  scale = [1, \n}",
                        "sweep.conf: 3: List should have had new element after a comma, instead had token: '}' (if you"
                                + " want the comma or '}' to be part of a string value, then double-quote it)"),
                arguments(
                        "sweep {\n}\n}\n",
                        "sweep.conf: 3: unbalanced close brace '}' with no open brace (if you intended '}' to be part"
                                + " of a key"
                                + " or string value, try enclosing the key or value in double quotes)"),
                arguments(
                        "sweep {\n  scale = ${nowhere}\n}",
                        "sweep.conf: 2: Could not resolve substitution to a value: ${nowhere}"),
                arguments(
                        "a = ${b}\nb = ${a}",
                        "sweep.conf: 2: Could not resolve substitution to a value: ${a} was part of a cycle of"
                                + " substitutions involving ${b}, ${a}, ${b}"),
                arguments("[1, 2]", "sweep.conf: 1: must be an object, sweep { ... }, not a list"));
    }

    private String problem(Path path) {
        var thrown = assertThrows(InvalidSweepException.class, () -> SweepReader.read(path, List.of()));
        assertEquals(1, thrown.problems().size());
        return thrown.getMessage();
    }

    @Test
    void filesThatDoNotExistAreNamed() {
        var path = folder.resolve("nowhere.conf");
        assertEquals(path + ": no such file, must be a configuration", problem(path));
    }

    @Test
    void filesThatAreFoldersAreNamed() {
        assertEquals(folder + ": is not a file, must be a configuration", problem(folder));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "UTF-16", "UTF-16LE"})
    void textThatIsNotUtf8IsRefused(String charset) throws IOException {
        var path = folder.resolve("sweep.conf");
        Files.writeString(path, STUDY + "sweep.name = größe", Charset.forName(charset));
        assertEquals(path + ": is not text in UTF-8, must be a configuration", problem(path));
    }

    @Test
    void aByteOrderMarkIsNoMistake() throws Exception {
        assertEquals("größe", file.read("\uFEFF" + STUDY + "sweep.name = größe").name());
    }

    @ParameterizedTest
    @MethodSource("syntaxErrors")
    void filesWithSyntaxErrorsAreToldWithTheLine(String text, String problem) {
        assertEquals(List.of(problem), file.problems(text));
    }

    @Test
    void filesThatAreIncludedAreNamedInMessages() throws Exception {
        Files.writeString(folder.resolve("base.conf"), STUDY.replace("scale = [", "scale = [-1, "));
        var problems = file.problems("include \"base.conf\"");
        assertEquals(1, problems.size());
        assertTrue(problems.get(0).startsWith("sweep.scale = -1: must be a number >= 0 ("), problems.get(0));
        assertTrue(problems.get(0).contains("base.conf"), problems.get(0));
        assertTrue(problems.get(0).endsWith(": 7)"), problems.get(0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"'' | [", "'' | {a:", "sweep.scale= | ["})
    void filesNestedTooDeeplyAreRefused(String start, String repeated) {
        assertEquals(
                List.of("sweep.conf: must not nest lists or objects thousands deep"),
                file.problems(start + repeated.repeat(100_000)));
    }
}
