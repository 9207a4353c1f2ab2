package io.gradflow.sweep;

import static io.gradflow.sweep.ConfigurationFile.SHORTEST;
import static io.gradflow.sweep.ConfigurationFile.STUDY;
import static io.gradflow.sweep.ConfigurationFile.studyWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.data.Dataset;
import io.gradflow.data.Xor;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.initializer.Gaussian;
import io.gradflow.nn.initializer.Initializers;
import io.gradflow.nn.initializer.Xavier;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.loss.Losses;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.random.Seeding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepReaderTest {
    private static final String ACTIVATIONS = oneOf(Activations.CATALOG);
    private static final String SWEEP_KEYS =
            "known here: name, dataset, architecture, activation, init, scale, bias-init,"
                    + " loss, optimizer, schedule, batch, epochs, seed, seeding, data-seed, init-seed, log-every, exclude, grids";
    private static final String EXECUTION_KEYS = "known here: engine, lane-width, partitions, wave-seconds";
    private static final String ARCHITECTURES =
            "must be two or more layer widths from 1 to 65536 joined by '-', such as 2-16-16-1,"
                    + " with at most 100 million parameters in all";
    private static final String SEEDS =
            "must be an integer in [0, 9223372036854775807] or an ascending range such as \"0..9\"";

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

    private static List<Task> tasks(Sweep sweep) {
        return LongStream.range(0, sweep.grid().size())
                .mapToObj(sweep.grid()::task)
                .toList();
    }

    /** The values of a key in a sweep, each once. */
    private static List<Object> values(Sweep sweep, String path) {
        var key = TaskKey.ALL.stream().filter(k -> k.path().equals(path)).findFirst();
        return tasks(sweep).stream()
                .map(task -> key.orElseThrow().value(task))
                .distinct()
                .toList();
    }

    @Nested
    class Reading {
        @Test
        void theStudyHas12CellsOf10Seeds() throws Exception {
            var sweep = file.read(STUDY);
            assertEquals("study", sweep.name());
            assertEquals(1, sweep.logEvery());
            assertEquals(12, sweep.grid().cells());
            assertEquals(120, sweep.grid().size());
            assertEquals(120 * 2999L, sweep.modelEpochs());
            assertEquals(120 * 3000L, sweep.rows());
            assertEquals(
                    new Task.Builder()
                            .with(Axes.DATASET, new Xor(300, 0.1, 0.25, false))
                            .with(Axes.ARCHITECTURE, Architecture.parse("2-16-16-1"))
                            .with(Axes.ACTIVATION, new Relu())
                            .with(Axes.INIT, new Xavier())
                            .with(Axes.SCALE, 0.5)
                            .with(Axes.LOSS, new BinaryCrossEntropy(1e-8))
                            .with(Axes.OPTIMIZER, new GradientDescent(0.05))
                            .with(Axes.EPOCHS, 2999)
                            .with(Axes.SEED, 0L)
                            .with(Axes.SEEDING, Seeding.STUDY)
                            .build(),
                    sweep.grid().task(0));
        }

        @Test
        void aSilentConfigurationGetsTheDefaults() throws Exception {
            var sweep = file.read(SHORTEST);
            assertEquals("sweep", sweep.name());
            assertEquals(1, sweep.logEvery());
            assertEquals(Execution.DEFAULT, sweep.execution());
            assertEquals(
                    List.of(new Task.Builder()
                            .with(Axes.DATASET, new Xor(300, 0.1, 0.25, false))
                            .with(Axes.ARCHITECTURE, Architecture.parse("2-3-1"))
                            .with(Axes.ACTIVATION, new Tanh())
                            .with(Axes.INIT, new Xavier())
                            .with(Axes.SCALE, 1.0)
                            .with(Axes.LOSS, new BinaryCrossEntropy(0))
                            .with(Axes.OPTIMIZER, new GradientDescent(0.05))
                            .with(Axes.EPOCHS, 1)
                            .with(Axes.SEED, 0L)
                            .with(Axes.SEEDING, Seeding.INDEPENDENT)
                            .build()),
                    tasks(sweep));
        }

        @Test
        void theConfigurationIsKeptAsJsonWithOverridesApplied() throws Exception {
            assertEquals(
                    "{\"sweep\":{\"activation\":\"tanh\",\"architecture\":\"2-3-1\",\"epochs\":1,\"scale\":[1,2],\"seed\":0}}",
                    file.read(SHORTEST, "sweep.scale=[1, 2]").configuration());
        }

        @ParameterizedTest
        @ValueSource(strings = {"leaky_relu", "leaky-relu", "{ kind = leaky-relu }", "{ kind = [\"leaky_relu\"] }"})
        void kindsAreSpelledInKebabCaseOrLowerSnake(String spelling) throws Exception {
            var sweep = file.read(SHORTEST, "sweep.activation=" + spelling);
            assertEquals(List.of(new LeakyRelu(0.01)), sweep.grid().values(Axes.ACTIVATION));
        }

        @Test
        void anObjectWithoutKindIsOfTheDefaultKind() throws Exception {
            var sweep = file.read(SHORTEST, "sweep.dataset={ n = 40 }");
            assertEquals(List.of(new Xor(40, 0.1, 0.25, false)), sweep.grid().values(Axes.DATASET));
        }

        @Test
        void aListOfKindsInsideAnObjectExpands() throws Exception {
            var sweep = file.read(SHORTEST, "sweep.activation={ kind = [relu, tanh] }");
            assertEquals(List.of(new Relu(), new Tanh()), sweep.grid().values(Axes.ACTIVATION));
        }

        @Test
        void aListOfValuesInsideAnObjectExpands() throws Exception {
            var sweep = file.read(SHORTEST, "sweep.optimizer={ learning-rate = [0.1, 0.2] }");
            assertEquals(
                    List.of(new GradientDescent(0.1), new GradientDescent(0.2)),
                    sweep.grid().values(Axes.OPTIMIZER));
        }

        @Test
        void listsInsideAnObjectExpandToTheirProductLastParameterFastest() throws Exception {
            var sweep = file.read(SHORTEST, "sweep.dataset={ n = [40, 80], noise = [0, 0.5] }");
            assertEquals(
                    List.of(
                            new Xor(40, 0, 0.25, false),
                            new Xor(40, 0.5, 0.25, false),
                            new Xor(80, 0, 0.25, false),
                            new Xor(80, 0.5, 0.25, false)),
                    sweep.grid().values(Axes.DATASET));
        }

        @Test
        void alternativesMixNamesAndObjects() throws Exception {
            var sweep = file.read(SHORTEST, "sweep.activation=[relu, { kind = leaky-relu, slope = [0.1, 0.2] }, tanh]");
            assertEquals(
                    List.of(new Relu(), new LeakyRelu(0.1), new LeakyRelu(0.2), new Tanh()),
                    sweep.grid().values(Axes.ACTIVATION));
        }

        @Test
        void numbersAndBooleansMayBeQuoted() throws Exception {
            var sweep = file.read(
                    SHORTEST,
                    "sweep.dataset={ n = \"40\", noise = \"0.5\", relabel-after-noise = \"true\" }",
                    "sweep.scale=[\"0.5\", \"1e0\"]",
                    "sweep.seed=\"7\"",
                    "sweep.epochs=\"3\"");
            assertEquals(List.of(new Xor(40, 0.5, 0.25, true)), sweep.grid().values(Axes.DATASET));
            assertEquals(List.of(0.5, 1.0), sweep.grid().values(Axes.SCALE));
            assertEquals("7", sweep.grid().seeds(Axes.SEED).toString());
            assertEquals(List.of(3), sweep.grid().values(Axes.EPOCHS));
        }

        @ParameterizedTest
        @CsvSource({"300, 300", "3e2, 300", "3E+2, 300", "300.0, 300", "3000e-1, 300", "0e999999999, 0"})
        void integersMayBeWrittenAsAnyNumberOfThatValue(String written, int value) throws Exception {
            assertEquals(
                    List.of(value),
                    file.read(SHORTEST, "sweep.epochs=" + written).grid().values(Axes.EPOCHS));
            assertEquals(
                    List.of(value),
                    file.read(SHORTEST, "sweep.epochs=\"" + written + "\"")
                            .grid()
                            .values(Axes.EPOCHS));
        }

        @ParameterizedTest
        @CsvSource({
            "0, 0",
            "9223372036854775807, 9223372036854775807",
            "9007199254740993, 9007199254740993",
            "9007199254740993.0, 9007199254740993",
            "9.223372036854775807e18, 9223372036854775807"
        })
        void seedsKeepAllTheirDigits(String written, long seed) throws Exception {
            assertEquals(
                    seed,
                    file.read(SHORTEST, "sweep.seed=" + written).grid().task(0).seed());
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "0..9 | 0..9 | 10",
                    "\"0..9\" | 0..9 | 10",
                    "\" 3 .. 5 \" | 3..5 | 3",
                    "[0..2, 9, 5..6] | 0..2, 9, 5..6 | 6",
                    "4..4 | 4 | 1",
                    "9223372036854775806..9223372036854775807 | 9223372036854775806..9223372036854775807 | 2"
                })
        void seedsMayBeRanges(String written, String seeds, long size) throws Exception {
            var read = file.read(SHORTEST, "sweep.seed=" + written).grid().seeds(Axes.SEED);
            assertEquals(seeds, read.toString());
            assertEquals(size, read.size());
        }

        @Test
        void aNegativeZeroIsZero() throws Exception {
            var sweep = file.read(SHORTEST, "sweep.scale=-0.0", "sweep.dataset.noise=-0.0");
            assertEquals(List.of(0.0), sweep.grid().values(Axes.SCALE));
            assertEquals(List.of(new Xor(300, 0.0, 0.25, false)), sweep.grid().values(Axes.DATASET));
        }

        @Test
        void everyPlainKeyMayBeAList() throws Exception {
            var sweep = file.read(
                    SHORTEST,
                    "sweep.architecture=[2-3-1, 2-4-1]",
                    "sweep.scale=[0, 1e-3]",
                    "sweep.epochs=[1, 2]",
                    "sweep.seed=[1, 2]",
                    "sweep.seeding=[study, independent]");
            assertEquals(32, sweep.grid().size());
            assertEquals(List.of("2-3-1", "2-4-1"), values(sweep, "architecture"));
            assertEquals(List.of(0.0, 1e-3), values(sweep, "scale"));
            assertEquals(List.of(1, 2), values(sweep, "epochs"));
            assertEquals(List.of(1L, 2L), values(sweep, "seed"));
            assertEquals(List.of("study", "independent"), values(sweep, "seeding"));
        }

        @Test
        void substitutionsAndRepeatedBlocksAreHocons() throws Exception {
            var sweep = file.read("""
                    sweep { architecture = 2-3-1, activation = tanh, epochs = 3 }
                    sweep { epochs = 4 }
                    sweep.seed = ${sweep.epochs}
                    """);
            assertEquals(List.of(4), sweep.grid().values(Axes.EPOCHS));
            assertEquals("4", sweep.grid().seeds(Axes.SEED).toString());
        }
    }

    @Nested
    class Overrides {
        static Stream<Arguments> plainKeys() {
            return Stream.of(
                    arguments("architecture", "2-8-1", "2-8-1"),
                    arguments("architecture", "\"2-8-1\"", "2-8-1"),
                    arguments("scale", "2.5", 2.5),
                    arguments("epochs", "12", 12),
                    arguments("seed", "9223372036854775807", Long.MAX_VALUE),
                    arguments("seeding", "independent", "independent"),
                    arguments("activation", "sigmoid", "sigmoid"),
                    arguments("init", "he", "he"));
        }

        @ParameterizedTest
        @MethodSource("plainKeys")
        void replaceAScalar(String path, String written, Object value) throws Exception {
            assertEquals(List.of(value), values(file.read(STUDY, "sweep." + path + "=" + written), path));
        }

        static Stream<Parameters.Place> parameters() {
            return Parameters.all();
        }

        @ParameterizedTest
        @MethodSource("parameters")
        void replaceOneParameterOfAComponent(Parameters.Place place) throws Exception {
            String component = "sweep." + place.catalog().role();
            var value = Parameters.away(place.parameter());
            var loss = loss(place).orElseThrow();
            var required = place.kind().parameters().stream()
                    .filter(parameter -> parameter.defaultValue() == null)
                    .map(parameter -> ", " + parameter.name() + " = " + Parameters.usual(parameter))
                    .collect(Collectors.joining());
            var sweep = file.read(
                    STUDY,
                    "sweep.loss=" + Losses.CATALOG.kindOf(loss).name(),
                    "sweep.architecture=" + dataset(place).features() + "-16-16-"
                            + loss.outputs(dataset(place).classes()).get(0),
                    component + "={ kind = " + place.kind().name() + required + " }",
                    component + "." + place.parameter().name() + "=" + value);
            assertEquals(
                    List.of(value),
                    values(
                            sweep,
                            place.catalog().role() + "." + place.parameter().name()));
        }

        private static Record component(Parameters.Place place) {
            var values = Parameters.usual(place.kind());
            values.set(place.index(), Parameters.away(place.parameter()));
            return place.kind().create(values);
        }

        private static Dataset dataset(Parameters.Place place) {
            return component(place) instanceof Dataset dataset ? dataset : new Xor(300, 0.1, 0.25, false);
        }

        /** The place's own loss, or the first that takes as many classes as its dataset has. */
        private static Optional<Loss> loss(Parameters.Place place) {
            if (component(place) instanceof Loss loss) {
                return Optional.of(loss);
            }
            int classes = dataset(place).classes();
            return Losses.CATALOG.kinds().stream()
                    .map(kind -> Losses.CATALOG.create(kind, Parameters.usual(kind)))
                    .filter(loss -> !loss.outputs(classes).isEmpty())
                    .findFirst();
        }

        @Test
        void keepTheParametersBesideTheOneTheyReplace() throws Exception {
            var sweep = file.read(STUDY, "sweep.dataset.noise=[0, 0.5]");
            assertEquals(
                    List.of(new Xor(300, 0, 0.25, false), new Xor(300, 0.5, 0.25, false)),
                    sweep.grid().values(Axes.DATASET));
        }

        @Test
        void setAParameterOfAComponentThatIsNamedWithoutLosingItsKind() throws Exception {
            var sweep = file.read(SHORTEST, "sweep.init=gaussian", "sweep.init.std=[0.2, 0.3]");
            assertEquals(
                    List.of(new Gaussian(0.2), new Gaussian(0.3)), sweep.grid().values(Axes.INIT));
        }

        @Test
        void setAParameterInEachAlternativeOfAComponent() throws Exception {
            var sweep = file.read(
                    SHORTEST, "sweep.dataset=[{ kind = xor, n = 100 }, { n = 200 }, xor]", "sweep.dataset.noise=0");
            assertEquals(
                    List.of(new Xor(100, 0, 0.25, false), new Xor(200, 0, 0.25, false), new Xor(300, 0, 0.25, false)),
                    sweep.grid().values(Axes.DATASET));
        }

        @Test
        void replaceObjectsAsAWhole() throws Exception {
            var sweep = file.read(STUDY, "sweep.dataset={ n = 40 }");
            assertEquals(List.of(new Xor(40, 0.1, 0.25, false)), sweep.grid().values(Axes.DATASET));
        }

        @Test
        void replaceNameLogEveryAndExecution() throws Exception {
            var sweep = file.read(
                    STUDY,
                    "sweep.name=other one",
                    "sweep.log-every=100",
                    "execution.lane-width=4",
                    "execution.partitions=7",
                    "execution.wave-seconds=5");
            assertEquals("other one", sweep.name());
            assertEquals(100, sweep.logEvery());
            assertEquals(new Execution(Engine.LANES, 4, 7, 5), sweep.execution());
        }

        @Test
        void replaceTheEngineAndItsLaneWidth() throws Exception {
            String text = STUDY + "execution { engine = lanes, lane-width = 4 }";
            var sweep = file.read(text, "execution.engine=breeze", "execution.lane-width=0");
            assertEquals(Engine.BREEZE, sweep.execution().engine());
            assertEquals(0, sweep.execution().laneWidth());
        }

        @Test
        void applyInOrder() throws Exception {
            var sweep = file.read(STUDY, "sweep.scale=3", "sweep.scale=[4, 5]", "sweep.seed=0..1", "sweep.seed=2");
            assertEquals(List.of(4.0, 5.0), sweep.grid().values(Axes.SCALE));
            assertEquals("2", sweep.grid().seeds(Axes.SEED).toString());
        }

        @Test
        void mayQuoteTheirKeys() throws Exception {
            assertEquals(
                    List.of(3.0),
                    file.read(STUDY, "\"sweep\".\"scale\"=3").grid().values(Axes.SCALE));
        }

        @Test
        void mayGiveTheWholeConfiguration() throws Exception {
            assertEquals(
                    1, file.read("", "sweep=" + SHORTEST.substring(6)).grid().size());
        }
    }

    @Nested
    class Mistakes {
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
                    arguments(
                            "activation",
                            "activation = 3",
                            "sweep.activation = 3: " + ACTIVATIONS + " (sweep.conf: 5)"),
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
                    arguments(
                            "scale",
                            "scale = Infinity",
                            "sweep.scale = Infinity: must be a number >= 0 (sweep.conf: 7)"),
                    arguments("scale", "scale = 1e309", "sweep.scale = 1e309: must be a number >= 0 (sweep.conf: 7)"),
                    arguments("scale", "scale = null", "sweep.scale = null: must be a number >= 0 (sweep.conf: 7)"),
                    arguments(
                            "scale", "scale = [1, null]", "sweep.scale = null: must be a number >= 0 (sweep.conf: 7)"),
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
                    arguments(
                            "name",
                            "name = \" \"",
                            "sweep.name = \" \": must be text that is not blank (sweep.conf: 2)"),
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
                            "sweep.architecture = 2: " + ARCHITECTURES + " (sweep.conf: 4)\n"
                                    + "sweep.architecture = 1: " + ARCHITECTURES + " (sweep.conf: 4)"),
                    // Seeds.
                    arguments(
                            "seed",
                            "seed = 9223372036854775808",
                            "sweep.seed = 9223372036854775808: " + SEEDS + " (sweep.conf: 11)"),
                    arguments("seed", "seed = -1", "sweep.seed = -1: " + SEEDS + " (sweep.conf: 11)"),
                    arguments("seed", "seed = 1.5", "sweep.seed = 1.5: " + SEEDS + " (sweep.conf: 11)"),
                    arguments("seed", "seed = 9..0", "sweep.seed = 9..0: " + SEEDS + " (sweep.conf: 11)"),
                    arguments("seed", "seed = \"-1..3\"", "sweep.seed = -1..3: " + SEEDS + " (sweep.conf: 11)"),
                    arguments("seed", "seed = \"0-9\"", "sweep.seed = 0-9: " + SEEDS + " (sweep.conf: 11)"),
                    arguments(
                            "seed",
                            "seed = 0..9223372036854775808",
                            "sweep.seed = 0..9223372036854775808: " + SEEDS + " (sweep.conf: 11)"),
                    arguments("seed", "seed = [[1]]", "sweep.seed = [1]: " + SEEDS + " (sweep.conf: 11)"),
                    arguments("seed", "seed = null", "sweep.seed = null: " + SEEDS + " (sweep.conf: 11)"),
                    // Empty axes.
                    arguments(
                            "scale",
                            "scale = []",
                            "sweep.scale = []: an axis needs at least one value (sweep.conf: 7)"),
                    arguments(
                            "seed", "seed = []", "sweep.seed = []: an axis needs at least one value (sweep.conf: 11)"),
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
                    arguments(
                            "scale",
                            "scale = [0.0, -0.0]",
                            "sweep.scale = [0.0, -0.0]: names 0.0 twice (sweep.conf: 7)"),
                    arguments(
                            "seed", "seed = [3, 1, 3]", "sweep.seed = [3, 1, 3]: names seed 3 twice (sweep.conf: 11)"),
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
                    "sweep.scale=${nowhere}",
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
                            "sweep.seed: is missing, " + SEEDS + " (sweep.conf: 2)"),
                    file.problems("\nsweep {}\n"));
        }

        @Test
        void anEmptyFileLacksTheSweep() {
            assertEquals(
                    List.of("sweep: is missing, must be an object, sweep { ... } (sweep.conf: 1)"), file.problems(""));
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
                            "sweep.epoch = 2999: unknown key; " + SWEEP_KEYS
                                    + "; did you mean epochs? (sweep.conf: 10)",
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
            var thrown = assertThrows(
                    InvalidSweepException.class, () -> file.read(STUDY, "sweep.scale=-1", "sweep.epochs=-1"));
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

    @Nested
    class TheFile {
        private String problem(Path path) {
            var thrown = assertThrows(InvalidSweepException.class, () -> SweepReader.read(path, List.of()));
            assertEquals(1, thrown.problems().size());
            return thrown.getMessage();
        }

        @Test
        void thatDoNotExistAreNamed() {
            var path = folder.resolve("nowhere.conf");
            assertEquals(path + ": no such file, must be a configuration", problem(path));
        }

        @Test
        void thatAreFoldersAreNamed() {
            assertEquals(folder + ": is not a file, must be a configuration", problem(folder));
        }

        @ParameterizedTest
        @MethodSource("io.gradflow.sweep.SweepReaderTest#syntaxErrors")
        void withSyntaxErrorsAreToldWithTheLine(String text, String problem) {
            assertEquals(List.of(problem), file.problems(text));
        }

        @Test
        void thatAreIncludedMustExistWhenRequired() {
            assertEquals(
                    List.of("sweep.conf: nowhere.conf (No such file or directory)"),
                    file.problems("include required(file(\"nowhere.conf\"))"));
        }

        @Test
        void thatAreIncludedAreNamedInMessages() throws Exception {
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
        void nestedTooDeeplyAreRefused(String start, String repeated) {
            assertEquals(
                    List.of("sweep.conf: must not nest lists or objects thousands deep"),
                    file.problems(start + repeated.repeat(100_000)));
        }
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
                        "sweep.conf: 3: unbalanced close brace '}' with no open brace (if you intended '}' to be part of a key"
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

    @Nested
    @Timeout(20)
    class AdversarialInput {
        @ParameterizedTest
        @ValueSource(strings = {"1e999999999", "1e-999999999", "1e2147483647", "1e99999999999", "-1e999999999"})
        void hugeExponentsAreRefusedAtOnce(String number) {
            for (String written : List.of(number, "\"" + number + "\"")) {
                assertEquals(
                        List.of("sweep.dataset.n = " + number
                                + ": must be an integer in [2, 100000000] (--set sweep.dataset.n)"),
                        file.problems(STUDY, "sweep.dataset.n=" + written));
                assertEquals(
                        List.of("sweep.seed = " + number + ": " + SEEDS + " (--set sweep.seed)"),
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
            assertEquals(100_000, sweep.grid().values(Axes.ARCHITECTURE).get(0).layers());
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
            String hundred =
                    IntStream.range(1, 101).mapToObj(String::valueOf).collect(Collectors.joining(", ", "[", "]"));
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
                    "sweep.dataset={ test-fraction = " + hundred + ", noise = " + hundred + ", n = " + thousands
                            + " }");
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
                        problem.matches("\\P{Cntrl}{10,600}")
                                && problem.contains(": ")
                                && !problem.contains("Exception"),
                        () -> "'" + problem + "' for\n" + text);
            }
        }

        private static final Pattern TOKEN = Pattern.compile("[\\w-]+|\\s+|.");
        private static final List<String> ODDITIES =
                List.of(("null NaN Infinity -1 -0.0 0 1 2 3e2 1e309 1e999999999 1e-999999999 9223372036854775807 1.0"
                                + " 9223372036854775808 0..3 9..0 0..9223372036854775807 [ ] { } [] {} ( ) \" ' \\ \"\""
                                + " \"\"\" , : = += . .. # // ${x} ${?x} ${sweep.epochs} $ true relu leaky-relu xor he gd"
                                + " kind slope 2-1 2-3-1 sweep execution partitions include \\u12 \u0000 \u00e9 ^ ` ? ! @ * &")
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
}
