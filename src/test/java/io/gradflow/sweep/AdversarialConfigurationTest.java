package io.gradflow.sweep;

import static io.gradflow.sweep.ConfigurationFile.SHORTEST;
import static io.gradflow.sweep.ConfigurationFile.STUDY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Configurations that are huge, or that nobody would write. */
@Timeout(120)
class AdversarialConfigurationTest {
    @TempDir
    private Path folder;

    private ConfigurationFile file;

    @BeforeEach
    void inFolder() {
        file = ConfigurationFile.in(folder);
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "1e2147483647", "1e99999999999", "-1e999999999"})
    void hugeExponentsAreRefusedAtOnce(String number) {
        for (String written : List.of(number, "\"" + number + "\"")) {
            assertEquals(
                    List.of("sweep.dataset.n = " + number
                            + ": must be an integer in [2, 100000000] (--set sweep.dataset.n)"),
                    file.problems(STUDY, "sweep.dataset.n=" + written));
            assertEquals(
                    List.of("sweep.seed = " + number + ": " + ConfigurationFile.SEEDS + " (--set sweep.seed)"),
                    file.problems(STUDY, "sweep.seed=" + written));
        }
    }

    @Test
    void aNumberOfAMillionDigitsIsRefusedAtOnce() {
        assertEquals(
                List.of("sweep.epochs = " + "9".repeat(60)
                        + "...: must be an integer in [0, 1000000000] (--set sweep.epochs)"),
                file.problems(STUDY, "sweep.epochs=" + "9".repeat(1_000_000)));
    }

    @Test
    void anArchitectureOfAHundredThousandLayersIsRead() throws Exception {
        var sweep = file.read(STUDY, "sweep.architecture=2" + "-1".repeat(100_000));
        assertEquals(
                100_000,
                sweep.grid().values(ConfigurationKeys.ARCHITECTURE).get(0).layers());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sweep.seed=0..9223372036854775807",
                "sweep.seed=0..4611686018427387904",
                "sweep.seed=[0..9223372036854775806, 9223372036854775807]",
                "sweep.seed=0..999999999999999",
            })
    void moreThanALongCountsIsOneMistake(String override) {
        assertEquals(
                List.of("sweep: is too large: tasks, and epochs of all tasks together, must be fewer than 2^63"
                        + " (sweep.conf: 1)"),
                file.problems(STUDY, override));
    }

    @Test
    void asMuchAsALongCountsIsRead() throws Exception {
        var grid = file.read(SHORTEST, "sweep.epochs=0", "sweep.seed=1..9223372036854775807")
                .grid();
        assertEquals(Long.MAX_VALUE, grid.size());
        assertEquals(Long.MAX_VALUE, grid.task(grid.size() - 1).seed());
    }

    @Test
    void aGridOfAHundredMillionCellsIsReadAndCountedAtOnce() throws Exception {
        String hundred = IntStream.range(1, 101).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        var sweep = file.read(
                STUDY,
                "sweep.scale=" + hundred,
                "sweep.epochs=" + hundred,
                "sweep.optimizer.learning-rate=" + hundred,
                "sweep.dataset.noise=" + hundred,
                "sweep.activation=tanh");
        assertEquals(100_000_000, sweep.grid().cells());
        assertEquals(1_000_000_000, sweep.grid().size());
        assertEquals(5050L * 10_000_000, sweep.modelEpochs());
        assertEquals(5150L * 10_000_000, sweep.rows());
    }

    @Test
    void aComponentThatExpandsBeyondMemoryIsRefused() {
        String hundred = IntStream.range(1, 102)
                .mapToObj(i -> String.valueOf(i / 1000.0))
                .collect(Collectors.joining(", ", "[", "]"));
        String thousands =
                IntStream.range(1000, 1101).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
        var problems = file.problems(
                STUDY,
                "sweep.dataset={ test-fraction = " + hundred + ", noise = " + hundred + ", n = " + thousands + " }");
        assertEquals(
                List.of("sweep.dataset = { n = [1000, 1001, 1002, 1003, 1004, 1005, 1006, 1007, 1008,...: must"
                        + " expand to 1000000 alternatives or fewer (--set sweep.dataset)"),
                problems);
    }

    /** Mutations of the study, and of overrides of it: each gives a sweep or one-line mistakes, nothing else. */
    @Test
    void whateverIsWrittenGivesASweepOrMistakes() throws Exception {
        var random = new Random(20260101);
        int read = 0;
        for (int i = 0; i < 2000; i++) {
            String text = i % 2 == 0 ? mutated(STUDY, random) : STUDY;
            String[] overrides = i % 2 == 0 ? new String[0] : mutatedOverrides(random);
            try {
                var sweep = file.read(text, overrides);
                var grid = sweep.grid();
                assertEquals(32, grid.task(0).id().length());
                assertEquals(32, grid.task(grid.size() - 1).id().length());
                assertTrue(sweep.rows() >= grid.size());
                read++;
            } catch (InvalidSweepException e) {
                assertMistakesAreLines(e, text);
            } catch (RuntimeException | StackOverflowError e) {
                throw new AssertionError("threw on " + List.of(overrides) + " over\n" + text, e);
            }
        }
        // Else the mutations are too wild to come past the parser.
        assertTrue(read > 50, "read " + read);
        assertTrue(read < 1950, "read " + read);
    }

    private void assertMistakesAreLines(InvalidSweepException e, String text) {
        assertFalse(e.problems().isEmpty());
        for (String problem : file.shown(e)) {
            assertTrue(
                    problem.matches("\\P{Cntrl}{10,600}") && problem.contains(": ") && !problem.contains("Exception"),
                    () -> "'" + problem + "' for\n" + text);
        }
    }

    private static final Pattern TOKEN = Pattern.compile("[\\w-]+|\\s+|.");
    private static final List<String> ODDITIES =
            List.of(("null NaN Infinity -1 -0.0 0 1 2 3e2 1e309 1e999999999 1e-999999999 9223372036854775807 1.0"
                            + " 9223372036854775808 0..3 9..0 0..9223372036854775807 [ ] { } [] {} ( ) \" ' \\ \"\""
                            + " \"\"\" , : = += . .. # // ${x} ${?x} ${sweep.epochs} $ true relu leaky-relu xor he gd"
                            + " kind slope 2-1 2-3-1 sweep execution partitions include \\u12 \u0000 \u00e9 ^ ` ? ! @"
                            + " * &")
                    .split(" "));

    private static String mutated(String text, Random random) {
        var tokens = new ArrayList<>(
                TOKEN.matcher(text).results().map(MatchResult::group).toList());
        int mutations = 1 + random.nextInt(2);
        for (int i = 0; i < mutations; i++) {
            int at = random.nextInt(tokens.size());
            switch (random.nextInt(5)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, pick(ODDITIES, random));
                case 2 -> tokens.set(at, pick(ODDITIES, random));
                case 3 -> tokens.set(at, pick(tokens, random));
                default -> tokens.add(at, pick(tokens, random));
            }
        }
        return String.join("", tokens);
    }

    private static String[] mutatedOverrides(Random random) {
        var keys = TaskKey.ALL.stream().map(key -> "sweep." + key.path()).toList();
        return Stream.generate(() -> {
                    String override = pick(keys, random) + "=" + pick(ODDITIES, random);
                    return random.nextInt(8) == 0 ? mutated(override, random) + "=" : override;
                })
                .limit(1 + random.nextInt(2))
                .toArray(String[]::new);
    }

    private static <V> V pick(List<V> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}
