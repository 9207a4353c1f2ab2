package io.gradflow.sweep;

import static io.gradflow.sweep.ConfigurationFile.SHORTEST;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code ${...}} stands for in a configuration: its own keys, and few variables of the environment. */
class SubstitutionsTest {
    /** Variables beside those that the tests were started with, among them PATH. */
    private static final Map<String, String> ENVIRONMENT = Map.of("GRADFLOW_SEEDS", "0..3", "GRADFLOW_SCALE", "2.5");

    @TempDir
    private Path folder;

    private Path path;

    @BeforeEach
    void inFolder() {
        path = folder.resolve("sweep.conf");
    }

    private Sweep read(String text, String... overrides) throws InvalidSweepException, IOException {
        Files.writeString(path, text);
        return SweepReader.read(path, ConfigurationFile.entries(overrides), ENVIRONMENT, Duration.ofMinutes(1));
    }

    private List<String> problems(String text, String... overrides) {
        var thrown = assertThrows(InvalidSweepException.class, () -> read(text, overrides));
        return thrown.problems().stream()
                .map(problem -> problem.replace(path.toString(), "sweep.conf"))
                .toList();
    }

    private static List<Object> scales(Sweep sweep) {
        return ConfigurationFile.values(sweep, "scale");
    }

    @Test
    void ownKeysAreFound() throws Exception {
        assertEquals(
                List.of(0.1),
                scales(read(SHORTEST + "\nsweep.dataset.noise = 0.1\nsweep.scale = ${sweep.dataset.noise}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${GRADFLOW_SEEDS}", "${?GRADFLOW_SEEDS}"})
    void variablesWithOurNameAreFound(String substitution) throws Exception {
        assertEquals(4, read(SHORTEST + "\nsweep.seed = " + substitution).grid().size());
        assertEquals(4, read(SHORTEST, "sweep.seed=" + substitution).grid().size());
        Files.writeString(folder.resolve("seeds.conf"), "seed = " + substitution);
        assertEquals(
                4, read(SHORTEST + "\nsweep { include \"seeds.conf\" }").grid().size());
    }

    @Test
    void anOptionalVariableThatIsNotSetChangesNothing() throws Exception {
        assertEquals(
                1, read(SHORTEST + "\nsweep.seed = ${?GRADFLOW_NOT_SET}").grid().size());
    }

    @Test
    void aVariableThatIsRequiredAndNotSetIsTold() {
        assertEquals(
                List.of("sweep.conf: 2: Could not resolve substitution to a value: ${GRADFLOW_NOT_SET}"),
                problems(SHORTEST + "\nsweep.seed = ${GRADFLOW_NOT_SET}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${PATH}", "${?PATH}", "${?AWS_SECRET_ACCESS_KEY}", "${?sweep.PATH}", "x${?PATH}"})
    void otherVariablesAreRefused(String substitution) {
        var problems = problems(SHORTEST + "\nsweep.name = " + substitution);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).startsWith("sweep.conf: "), problems::toString);
        assertTrue(
                problems.get(0)
                        .endsWith("must be a key of the configuration, or a variable of the environment whose"
                                + " name starts with GRADFLOW_"),
                problems::toString);
        assertFalse(problems.get(0).contains(System.getenv("PATH")), problems::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"${java.home}", "${user.name}", "${os.name}"})
    void propertiesOfTheJvmAreNotFound(String substitution) {
        assertEquals(
                List.of("sweep.conf: 2: Could not resolve substitution to a value: " + substitution),
                problems(SHORTEST + "\nsweep.name = " + substitution));
    }

    @Test
    void anOverrideFindsTheKeysOfTheFile() throws Exception {
        assertEquals(
                List.of(0.3),
                scales(read(SHORTEST + "\nsweep.dataset.noise = 0.3", "sweep.scale=${sweep.dataset.noise}")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${PATH}", "${?PATH}", "${java.home}"})
    void anOverrideFindsNothingElse(String substitution) {
        var problems = problems(SHORTEST, "sweep.name=" + substitution);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.get(0).matches("--set sweep.name: 1: Could not resolve .*"), problems::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a%1$d = [${a%2$d}, ${a%2$d}]%n", "a%1$d = { b = ${a%2$d}, c = ${a%2$d} }%n"})
    @Timeout(120)
    void substitutionsThatDoubleEachOtherAreRefused(String line) {
        var text = new StringBuilder("a0 = 1\n");
        for (int i = 1; i < 60; i++) {
            text.append(line.formatted(i, i - 1));
        }
        assertEquals(List.of("sweep.conf: must have at most 10000000 values"), problems(text.toString()));
    }

    @Test
    @Timeout(120)
    void whatTakesTooLongToReadIsGivenUp() throws IOException {
        Files.writeString(path, "sweep.scale += 1\n".repeat(400));
        var thrown = assertThrows(
                InvalidSweepException.class, () -> SweepReader.read(path, List.of(), ENVIRONMENT, Duration.ZERO));
        assertEquals(List.of(path + ": must not take longer to read than 0 seconds"), thrown.problems());
    }
}
