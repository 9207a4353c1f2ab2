package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Spark's settings from a file. A master that there cannot be tells which of them arrived. */
class PropertiesFileTest {
    @TempDir
    private Path folder;

    private Invocation run(String properties, String... options) throws IOException {
        var configuration = Files.writeString(
                folder.resolve("a.conf"), "sweep { architecture = 2-3-1, activation = tanh, epochs = 2, seed = 0 }");
        var file = Files.writeString(folder.resolve("a.properties"), properties);
        var line = new ArrayList<>(List.of(
                "run",
                configuration.toString(),
                "--store",
                folder.resolve("store").toString()));
        line.addAll(List.of("--properties-file", file.toString()));
        line.addAll(List.of(options));
        return Invocation.of(line.toArray(String[]::new));
    }

    static Stream<Arguments> masters() {
        return Stream.of(
                arguments("spark.master of-the-file", List.of(), "of-the-file"),
                arguments("# a comment\n spark.master = of-the-file  \n", List.of(), "of-the-file"),
                arguments("spark.master of-the-file", List.of("--conf", "spark.master=of-conf"), "of-conf"),
                arguments("spark.master of-the-file", List.of("--master", "of-master"), "of-master"));
    }

    @ParameterizedTest
    @MethodSource("masters")
    void whatIsSaidOnTheCommandLineWins(String properties, List<String> options, String master) throws IOException {
        var answer = run(properties, options.toArray(String[]::new));

        assertMistake(answer, "gradflow: Spark does not start: Could not parse Master URL: '" + master + "'");
    }

    @Test
    void aSettingThatIsNotOfSparkIsNoted() throws IOException {
        assertMistake(
                run("spark.master local[1]\nsweep.seed 1\n"),
                "gradflow: --properties-file must hold settings of Spark's own, spark.KEY VALUE, but "
                        + folder.resolve("a.properties") + " has 'sweep.seed'");
    }

    @Test
    void aByteOrderMarkIsSkippedAndOtherEncodingsAreTold() throws IOException {
        assertMistake(
                run("\ufeffspark.master of-the-file"),
                "gradflow: Spark does not start: Could not parse Master URL: 'of-the-file'");
        var file = Files.writeString(folder.resolve("utf16"), "spark.master local[1]", StandardCharsets.UTF_16);
        var answer = Invocation.of("sql", "--store", "s", "--properties-file", file.toString(), "SELECT 1");
        assertMistake(answer, "gradflow: --properties-file cannot be read: ");
        assertTrue(answer.err().contains(file + " is UTF-16, must be UTF-8"), answer::err);
    }

    @Test
    void aFileThatIsMissingIsNamed() {
        var answer = Invocation.of("sql", "--store", "s", "--properties-file", "no-such-file", "SELECT 1");

        assertMistake(answer, "gradflow: --properties-file cannot be read: ");
        assertTrue(answer.err().contains("no-such-file"), answer::err);
    }

    private void assertMistake(Invocation answer, String message) {
        assertEquals(2, answer.exitCode(), answer::err);
        assertEquals("", answer.out());
        assertTrue(answer.errLines().get(0).startsWith(message), answer::err);
        assertTrue(Files.notExists(folder.resolve("store")));
    }
}
