package io.gradflow.sweep;

import static io.gradflow.sweep.ConfigurationFile.STUDY;
import static io.gradflow.sweep.ConfigurationFile.studyWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.initializer.Initializers;
import io.gradflow.nn.loss.Losses;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said about mistakes in a configuration and in overrides. */
class ConfigurationMistakesTest {
    private static final String ACTIVATIONS = oneOf(Activations.CATALOG);
    private static final String SWEEP_KEYS =
            "known here: name, dataset, architecture, activation, init, scale, bias-init,"
                    + " loss, optimizer, schedule, batch, epochs, seed, seeding, data-seed, init-seed, log-every,"
                    + " diagnostics, exclude, grids";
    private static final String EXECUTION_KEYS = "known here: engine, lane-width, partitions, wave-seconds";
    private static final String ARCHITECTURES =
            "must be two or more layer widths from 1 to 65536 joined by '-', such as 2-16-16-1,"
                    + " with at most 100 million parameters in all";

    private static final String DOUBLES =
            ", and 0 or of a magnitude from 4.9E-324 to 1.7976931348623157E308 (sweep.conf: 7)";

    static String oneOf(Catalog<?> catalog) {
        return "must be one of " + catalog.kinds().stream().map(Kind::name).collect(Collectors.joining(", "));
    }

    @TempDir
    private Path folder;

    private ConfigurationFile file;

    @BeforeEach
    void inFolder() {
        file = ConfigurationFile.in(folder);
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                // Keys.
                arguments(
                        "scale",
                        "scalle = 1",
                        "sweep.scalle = 1: unknown key; " + SWEEP_KEYS + "; did you mean scale? (sweep.conf: 7)"),
                arguments(
                        "scale",
                        "Log_Every = 1",
                        "sweep.Log_Every = 1: unknown key; " + SWEEP_KEYS
                                + "; did you mean log-every? (sweep.conf: 7)"),
                arguments("scale", "x = 1", "sweep.x = 1: unknown key; " + SWEEP_KEYS + " (sweep.conf: 7)"),
                arguments(
                        "scale",
                        "\"a.b\nc\" = 1".replace("\n", "\\n"),
                        "sweep.\"a.b\\nc\" = 1: unknown key; " + SWEEP_KEYS + " (sweep.conf: 7)"),
                arguments(
                        "dataset",
                        "dataset = { kind = xor, nois = 0.1 }",
                        "sweep.dataset.nois = 0.1: unknown key of xor; known here: kind, n, noise, test-fraction,"
                                + " relabel-after-noise, stratified, generator; did you mean noise? (sweep.conf: 3)"),
                arguments(
                        "activation",
                        "activation = { kind = [relu, leaky-relu], slope = 0.1 }",
                        "sweep.activation.slope = 0.1: unknown key of relu; known here: kind (sweep.conf: 5)"),
                // Kinds.
                arguments(
                        "activation",
                        "activation = rellu",
                        "sweep.activation = rellu: " + ACTIVATIONS + "; did you mean relu? (sweep.conf: 5)"),
                arguments(
                        "activation",
                        "activation = [tanh, TanH]",
                        "sweep.activation = TanH: " + ACTIVATIONS + "; did you mean tanh? (sweep.conf: 5)"),
                arguments(
                        "activation",
                        "activation = leaky",
                        "sweep.activation = leaky: " + ACTIVATIONS + "; did you mean leaky_relu? (sweep.conf: 5)"),
                arguments(
                        "activation",
                        "activation = spline",
                        "sweep.activation = spline: " + ACTIVATIONS + " (sweep.conf: 5)"),
                arguments("activation", "activation = 3", "sweep.activation = 3: " + ACTIVATIONS + " (sweep.conf: 5)"),
                arguments(
                        "activation",
                        "activation = null",
                        "sweep.activation = null: " + ACTIVATIONS + " (sweep.conf: 5)"),
                arguments(
                        "activation",
                        "activation = [[relu]]",
                        "sweep.activation = [relu]: " + ACTIVATIONS + " (sweep.conf: 5)"),
                arguments(
                        "activation",
                        "activation = {}",
                        "sweep.activation.kind: is missing, " + ACTIVATIONS + " (sweep.conf: 5)"),
                arguments(
                        "activation",
                        "activation = { kind = { a = b } }",
                        "sweep.activation.kind = { a = b }: " + ACTIVATIONS + " (sweep.conf: 5)"),
                arguments(
                        "activation",
                        "activation = \"\"",
                        "sweep.activation = \"\": " + ACTIVATIONS + " (sweep.conf: 5)"),
                arguments("loss", "loss = l1", "sweep.loss = l1: " + oneOf(Losses.CATALOG) + " (sweep.conf: 8)"),
                arguments(
                        "init",
                        "init = [xavier, xaver]",
                        "sweep.init = xaver: " + oneOf(Initializers.CATALOG)
                                + "; did you mean xavier? (sweep.conf: 6)"),
                // Numbers.
                arguments("scale", "scale = one", "sweep.scale = one: must be a number >= 0 (sweep.conf: 7)"),
                arguments("scale", "scale = true", "sweep.scale = true: must be a number >= 0 (sweep.conf: 7)"),
                arguments("scale", "scale = -1", "sweep.scale = -1: must be a number >= 0 (sweep.conf: 7)"),
                arguments("scale", "scale = [1, NaN]", "sweep.scale = NaN: must be a number >= 0 (sweep.conf: 7)"),
                arguments("scale", "scale = 1e-400", "sweep.scale = 1e-400: must be a number >= 0" + DOUBLES),
                arguments(
                        "scale",
                        "scale = [1, \"-1e-999999999\"]",
                        "sweep.scale = -1e-999999999: must be a number >= 0" + DOUBLES),
                arguments(
                        "scale",
                        "scale = \"1e-400..1 step 0.5\"",
                        "sweep.scale = 1e-400..1 step 0.5: must be a number >= 0"
                                + DOUBLES.replace(" (", ", which 1E-400 is not (")),
                arguments(
                        "scale",
                        "scale = 1, optimizer = { kind = gd, learning-rate = 0.1, clip-norm = 1e-400 }",
                        "sweep.optimizer.clip-norm = 1e-400: must be a number >= 0" + DOUBLES),
                arguments("scale", "scale = Infinity", "sweep.scale = Infinity: must be a number >= 0 (sweep.conf: 7)"),
                arguments("scale", "scale = 1e309", "sweep.scale = 1e309: must be a number >= 0" + DOUBLES),
                arguments("scale", "scale = null", "sweep.scale = null: must be a number >= 0 (sweep.conf: 7)"),
                arguments("scale", "scale = [1, null]", "sweep.scale = null: must be a number >= 0 (sweep.conf: 7)"),
                arguments("scale", "scale = [1, [2]]", "sweep.scale = [2]: must be a number >= 0 (sweep.conf: 7)"),
                arguments(
                        "scale",
                        "scale = { from = 1, to = 2 }",
                        "sweep.scale = { from = 1, to = 2 }: must be a number >= 0 (sweep.conf: 7)"),
                arguments(
                        "optimizer",
                        "optimizer = { learning-rate = 0 }",
                        "sweep.optimizer.learning-rate = 0: must be a number > 0 (sweep.conf: 9)"),
                arguments(
                        "loss",
                        "loss = { kind = binary-cross-entropy, clip = 0.5 }",
                        "sweep.loss.clip = 0.5: must be a number >= 0 and < 0.5 (sweep.conf: 8)"),
                arguments(
                        "activation",
                        "activation = [{ kind = leaky-relu, slope = 1e7 }]",
                        "sweep.activation.slope = 1e7: must be a number in [-1000000, 1000000] (sweep.conf: 5)"),
                // Integers.
                arguments(
                        "epochs",
                        "epochs = 2.5",
                        "sweep.epochs = 2.5: must be an integer in [0, 1000000000] (sweep.conf: 10)"),
                arguments(
                        "epochs",
                        "epochs = -1",
                        "sweep.epochs = -1: must be an integer in [0, 1000000000] (sweep.conf: 10)"),
                arguments(
                        "epochs",
                        "epochs = 4294967297",
                        "sweep.epochs = 4294967297: must be an integer in [0, 1000000000] (sweep.conf: 10)"),
                arguments(
                        "epochs",
                        "epochs = \"\"\"1\n2\"\"\"",
                        "sweep.epochs = \"1\\n2\": must be an integer in [0, 1000000000] (sweep.conf: 11)"),
                arguments(
                        "log-every",
                        "log-every = 0",
                        "sweep.log-every = 0: must be an integer in [1, 2147483647] (sweep.conf: 13)"),
                arguments(
                        "log-every",
                        "log-every = [1, 2]",
                        "sweep.log-every = [1, 2]: must be an integer in [1, 2147483647] (sweep.conf: 13)"),
                // Other types.
                arguments("name", "name = \" \"", "sweep.name = \" \": must be text that is not blank (sweep.conf: 2)"),
                arguments("name", "name = {}", "sweep.name = {}: must be text that is not blank (sweep.conf: 2)"),
                arguments(
                        "dataset",
                        "dataset = { relabel-after-noise = 1 }",
                        "sweep.dataset.relabel-after-noise = 1: must be true or false (sweep.conf: 3)"),
                arguments(
                        "seeding",
                        "seeding = Study",
                        "sweep.seeding = Study: must be study or independent (sweep.conf: 12)"),
                arguments(
                        "architecture",
                        "architecture = \"2-0-1\"",
                        "sweep.architecture = 2-0-1: " + ARCHITECTURES + " (sweep.conf: 4)"),
                arguments(
                        "architecture",
                        "architecture = 2-65537-1",
                        "sweep.architecture = 2-65537-1: " + ARCHITECTURES + " (sweep.conf: 4)"),
                arguments(
                        "architecture",
                        "architecture = [2, 1]",
                        "sweep.architecture = 2: " + ARCHITECTURES + " (sweep.conf: 4)\n" + "sweep.architecture = 1: "
                                + ARCHITECTURES + " (sweep.conf: 4)"),
                // Seeds.
                arguments(
                        "seed",
                        "seed = 9223372036854775808",
                        "sweep.seed = 9223372036854775808: " + ConfigurationFile.SEEDS + " (sweep.conf: 11)"),
                arguments("seed", "seed = -1", "sweep.seed = -1: " + ConfigurationFile.SEEDS + " (sweep.conf: 11)"),
                arguments("seed", "seed = 1.5", "sweep.seed = 1.5: " + ConfigurationFile.SEEDS + " (sweep.conf: 11)"),
                arguments("seed", "seed = 9..0", "sweep.seed = 9..0: " + ConfigurationFile.SEEDS + " (sweep.conf: 11)"),
                arguments(
                        "seed",
                        "seed = \"-1..3\"",
                        "sweep.seed = -1..3: " + ConfigurationFile.SEEDS + " (sweep.conf: 11)"),
                arguments(
                        "seed", "seed = \"0-9\"", "sweep.seed = 0-9: " + ConfigurationFile.SEEDS + " (sweep.conf: 11)"),
                arguments(
                        "seed",
                        "seed = 0..9223372036854775808",
                        "sweep.seed = 0..9223372036854775808: " + ConfigurationFile.SEEDS + " (sweep.conf: 11)"),
                arguments("seed", "seed = [[1]]", "sweep.seed = [1]: " + ConfigurationFile.SEEDS + " (sweep.conf: 11)"),
                arguments("seed", "seed = null", "sweep.seed = null: " + ConfigurationFile.SEEDS + " (sweep.conf: 11)"),
                // Empty axes.
                arguments("scale", "scale = []", "sweep.scale = []: an axis needs at least one value (sweep.conf: 7)"),
                arguments("seed", "seed = []", "sweep.seed = []: an axis needs at least one value (sweep.conf: 11)"),
                arguments(
                        "activation",
                        "activation = []",
                        "sweep.activation = []: an axis needs at least one value (sweep.conf: 5)"),
                arguments(
                        "activation",
                        "activation = { kind = [] }",
                        "sweep.activation.kind = []: an axis needs at least one value (sweep.conf: 5)"),
                arguments(
                        "optimizer",
                        "optimizer = { learning-rate = [] }",
                        "sweep.optimizer.learning-rate = []: an axis needs at least one value (sweep.conf: 9)"),
                // Values named twice.
                arguments("scale", "scale = [1, 1.0]", "sweep.scale = [1, 1.0]: names 1.0 twice (sweep.conf: 7)"),
                arguments("scale", "scale = [0.0, -0.0]", "sweep.scale = [0.0, -0.0]: names 0.0 twice (sweep.conf: 7)"),
                arguments("seed", "seed = [3, 1, 3]", "sweep.seed = [3, 1, 3]: names seed 3 twice (sweep.conf: 11)"),
                arguments(
                        "seed",
                        "seed = [\"5..9\", 0..5]",
                        "sweep.seed = [5..9, 0..5]: names seed 5 twice (sweep.conf: 11)"),
                arguments(
                        "activation",
                        "activation = [relu, tanh, { kind = relu }]",
                        "sweep.activation = [relu, tanh, { kind = relu }]: names relu twice (sweep.conf: 5)"),
                arguments(
                        "activation",
                        "activation = [leaky-relu, { kind = leaky_relu, slope = 0.01 }]",
                        "sweep.activation = [leaky-relu, { kind = leaky_relu, slope = 0.01 }]: names"
                                + " { kind = leaky_relu, slope = 0.01 } twice (sweep.conf: 5)"),
                arguments(
                        "optimizer",
                        "optimizer = { learning-rate = [0.1, 0.10] }",
                        "sweep.optimizer.learning-rate = [0.1, 0.10]: names 0.1 twice (sweep.conf: 9)"),
                arguments(
                        "architecture",
                        "architecture = [2-3-1, \"2-3-1\"]",
                        "sweep.architecture = [2-3-1, 2-3-1]: names 2-3-1 twice (sweep.conf: 4)"),
                // Values that do not go together.
                arguments(
                        "architecture",
                        "architecture = [2-16-1, 3-16-1]",
                        "sweep.architecture = [2-16-1, 3-16-1]: 3-16-1 must start with 2 and end with 1 for this"
                                + " dataset and loss (sweep.conf: 4)"),
                arguments(
                        "architecture",
                        "architecture = 2-16-2",
                        "sweep.architecture = 2-16-2: 2-16-2 must start with 2 and end with 1 for this dataset and"
                                + " loss (sweep.conf: 4)"),
                arguments(
                        "architecture",
                        "architecture = 2-65536-65536-1",
                        "sweep.architecture = 2-65536-65536-1: " + ARCHITECTURES + " (sweep.conf: 4)"),
                arguments(
                        "dataset",
                        "dataset = { n = 4, test-fraction = [0.25, 0.1] }",
                        "sweep.dataset = { n = 4, test-fraction = [0.25, 0.1] }: n = 4 with test-fraction = 0.1"
                                + " leaves 0 test and 4 training samples, must leave at least one of each"
                                + " (sweep.conf: 3)"),
                arguments(
                        "dataset",
                        "dataset = [xor, { kind = spirals, arms = 3 }]",
                        "sweep.loss = { clip = 1e-8, kind = binary-cross-entropy }: binary_cross_entropy must be"
                                + " one of softmax_cross_entropy, mean_squared_error for the 3 classes of spirals"
                                + " (sweep.conf: 8)"),
                arguments(
                        "dataset",
                        "dataset = { generator = [numpy-legacy, numpy_legacy] }",
                        "sweep.dataset = { generator = [numpy-legacy, numpy_legacy] }: names { kind = xor, n = 300,"
                                + " noise = 0.1, test-fraction = 0.25, re... twice (sweep.conf: 3)"),
                arguments(
                        "dataset",
                        "dataset = { kind = two-gaussians, generator = legacy }",
                        "sweep.dataset.generator = legacy: must be default_rng or numpy_legacy (sweep.conf: 3)"));
    }

    @ParameterizedTest
    @MethodSource("lines")
    void areTold(String key, String line, String problems) {
        assertEquals(problems.lines().toList(), file.problems(studyWith(key, line)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "sweep.scale=-1 | sweep.scale = -1: must be a number >= 0 (--set sweep.scale)",
                "sweep.scale=[1, -1] | sweep.scale = -1: must be a number >= 0 (--set sweep.scale)",
                "sweep.scale.x=3 | sweep.scale = { x = 3 }: must be a number >= 0 (--set sweep.scale.x)",
                "sweep.dataset.noise=much | sweep.dataset.noise = much: must be a number >= 0"
                        + " (--set sweep.dataset.noise)",
                "sweep.optimizer={ learning-rate = [1, NaN] } | sweep.optimizer.learning-rate = NaN: must be a"
                        + " number > 0 (--set sweep.optimizer)",
                "sweep=3 | sweep = 3: must be an object, sweep { ... } (--set sweep)",
                "sweep=null | sweep = null: must be an object, sweep { ... } (--set sweep)",
                "execution=[] | execution = []: must be an object, execution { ... } (--set execution)",
                "execution.partitions=-1 | execution.partitions = -1: must be an integer in [0, 1000000]"
                        + " (--set execution.partitions)",
                "execution.engine=Breeze | execution.engine = Breeze: must be lanes or breeze"
                        + " (--set execution.engine)",
                "execution.lane-width=3 | execution.lane-width = 3: must be 0, 2, 4 or 8"
                        + " (--set execution.lane-width)",
                "execution.partition=1 | execution.partition = 1: unknown key; " + EXECUTION_KEYS
                        + "; did you mean partitions? (--set execution.partition)",
                "\"sweep.scale\"=3 | \"sweep.scale\" = 3: unknown key; known here: sweep, execution"
                        + " (--set \"sweep.scale\")",
                "swep.scale=3 | swep = { scale = 3 }: unknown key; known here: sweep, execution; did you mean"
                        + " sweep? (--set swep.scale)",
                "sweep.architecture=3-8-1 | sweep.architecture = 3-8-1: 3-8-1 must start with 2 and end with 1 for"
                        + " this dataset and loss (--set sweep.architecture)"
            })
    void inOverridesNameTheOption(String override, String problem) {
        assertEquals(List.of(problem), file.problems(STUDY, override));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sweep.scale=",
                "sweep.scale=[1",
                "sweep.scale=1]",
                "sweep.scale=\"1",
                "sweep.scale=1, x = 2",
                "sweep.scale=${?nowhere}",
                "sweep..scale=1",
                ".=1",
                "=1",
                "sweep.sc ale\"=1",
                "sweep.scale[0]=1"
            })
    void inTheSyntaxOfAnOverrideAreTold(String override) {
        assertEquals(
                List.of("--set " + override
                        + ": must be a key and a value in HOCON syntax, such as sweep.scale=[0.5, 1]"),
                file.problems(STUDY, override));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void aLaneWidthOfAnEngineWithoutLanesIsTold(int width) {
        assertEquals(
                List.of("execution.lane-width = " + width
                        + ": has no effect with engine = breeze, must be 0 or absent (sweep.conf: 15)"),
                file.problems(STUDY + "execution.lane-width = " + width, "execution.engine=breeze"));
    }

    @Test
    void anOverrideWithLineBreaksIsToldInOneLine() {
        assertEquals(
                List.of("--set sweep.scale=1 x = 2: must be a key and a value in HOCON syntax, such as"
                        + " sweep.scale=[0.5, 1]"),
                file.problems(STUDY, "sweep.scale=1\nx = 2"));
    }

    @Test
    void missingKeysAreToldWithWhatTheyMustBe() {
        assertEquals(
                List.of(
                        "sweep.architecture: is missing, " + ARCHITECTURES + " (sweep.conf: 2)",
                        "sweep.activation: is missing, " + ACTIVATIONS + " (sweep.conf: 2)",
                        "sweep.epochs: is missing, must be an integer in [0, 1000000000] (sweep.conf: 2)",
                        "sweep.seed: is missing, " + ConfigurationFile.SEEDS + " (sweep.conf: 2)"),
                file.problems("\nsweep {}\n"));
    }

    @Test
    void anEmptyFileLacksTheSweep() {
        assertEquals(List.of("sweep: is missing, must be an object, sweep { ... } (sweep.conf: 1)"), file.problems(""));
    }

    @Test
    void theSweepMayBeAskedForUnderAWrongName() {
        assertEquals(
                List.of(
                        "swep = { seed = 1 }: unknown key; known here: sweep, execution; did you mean sweep?"
                                + " (sweep.conf: 1)",
                        "sweep: is missing, must be an object, sweep { ... } (sweep.conf: 1)"),
                file.problems("swep { seed = 1 }"));
    }

    @Test
    void allAreToldAtOnce() {
        var text = studyWith("activation", "activation = [rellu, tanh, tanh]")
                .replace("epochs = 2999", "epoch = 2999")
                .replace("clip = 1e-8", "clip = 1")
                .replace("log-every = 1", "log-every = none");
        assertEquals(
                List.of(
                        "--set sweep.x=: must be a key and a value in HOCON syntax, such as sweep.scale=[0.5, 1]",
                        "extra = 1: unknown key; known here: sweep, execution (--set extra)",
                        "sweep.epoch = 2999: unknown key; " + SWEEP_KEYS + "; did you mean epochs? (sweep.conf: 10)",
                        "sweep.log-every = none: must be an integer in [1, 2147483647] (sweep.conf: 13)",
                        "sweep.activation = rellu: " + ACTIVATIONS + "; did you mean relu? (sweep.conf: 5)",
                        "sweep.activation = [rellu, tanh, tanh]: names tanh twice (sweep.conf: 5)",
                        "sweep.loss.clip = 1: must be a number >= 0 and < 0.5 (sweep.conf: 8)",
                        "sweep.epochs: is missing, must be an integer in [0, 1000000000] (sweep.conf: 1)",
                        "sweep.scale = -1: must be a number >= 0 (--set sweep.scale)",
                        "execution.colour = 1: unknown key; " + EXECUTION_KEYS + " (--set execution.colour)"),
                file.problems(text, "sweep.x=", "extra=1", "sweep.scale=-1", "execution.colour=1"));
    }

    @Test
    void theMessageOfTheExceptionHasALineForEach() {
        var thrown =
                assertThrows(InvalidSweepException.class, () -> file.read(STUDY, "sweep.scale=-1", "sweep.epochs=-1"));
        assertEquals("""
                sweep.epochs = -1: must be an integer in [0, 1000000000] (--set sweep.epochs)
                sweep.scale = -1: must be a number >= 0 (--set sweep.scale)""", thrown.getMessage());
    }

    @Test
    void longValuesAreCutShort() {
        assertEquals(
                List.of("sweep.scale = " + "x".repeat(60) + "...: must be a number >= 0 (--set sweep.scale)"),
                file.problems(STUDY, "sweep.scale=" + "x".repeat(61)));
        String long60 = "2-" + "1-".repeat(29);
        assertEquals(
                List.of("sweep.architecture = " + long60 + "...: " + long60
                        + "... must start with 2 and end with 1 for this dataset and loss"
                        + " (--set sweep.architecture)"),
                file.problems(STUDY, "sweep.architecture=" + long60 + "3"));
    }
}
