package io.gradflow.sweep;

import static io.gradflow.sweep.ConfigurationFile.SHORTEST;
import static io.gradflow.sweep.ConfigurationFile.STUDY;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.data.Xor;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.initializer.Xavier;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.random.Seeding;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SweepReaderTest {
    @TempDir
    private Path folder;

    private ConfigurationFile file;

    @BeforeEach
    void inFolder() {
        file = ConfigurationFile.in(folder);
    }

    @Test
    void theStudyHas12CellsOf10Seeds() throws Exception {
        var sweep = file.read(STUDY);
        assertEquals("study", sweep.name());
        assertEquals(1, sweep.logging().every());
        assertEquals(12, sweep.grid().cells());
        assertEquals(120, sweep.grid().size());
        assertEquals(120 * 2999L, sweep.modelEpochs());
        assertEquals(120 * 3000L, sweep.rows());
        assertEquals(
                new Task.Builder()
                        .with(ConfigurationKeys.DATASET, new Xor(300, 0.1, 0.25, false))
                        .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-16-16-1"))
                        .with(ConfigurationKeys.ACTIVATION, new Relu())
                        .with(ConfigurationKeys.INIT, new Xavier())
                        .with(ConfigurationKeys.SCALE, 0.5)
                        .with(ConfigurationKeys.LOSS, new BinaryCrossEntropy(1e-8))
                        .with(ConfigurationKeys.OPTIMIZER, new GradientDescent(0.05))
                        .with(ConfigurationKeys.EPOCHS, 2999)
                        .with(ConfigurationKeys.SEED, 0L)
                        .with(ConfigurationKeys.SEEDING, Seeding.STUDY)
                        .build(),
                sweep.grid().task(0));
    }

    @Test
    void aSilentConfigurationGetsTheDefaults() throws Exception {
        var sweep = file.read(SHORTEST);
        assertEquals("sweep", sweep.name());
        assertEquals(1, sweep.logging().every());
        assertEquals(Execution.DEFAULT, sweep.execution());
        assertEquals(
                List.of(new Task.Builder()
                        .with(ConfigurationKeys.DATASET, new Xor(300, 0.1, 0.25, false))
                        .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-3-1"))
                        .with(ConfigurationKeys.ACTIVATION, new Tanh())
                        .with(ConfigurationKeys.INIT, new Xavier())
                        .with(ConfigurationKeys.SCALE, 1.0)
                        .with(ConfigurationKeys.LOSS, new BinaryCrossEntropy(0))
                        .with(ConfigurationKeys.OPTIMIZER, new GradientDescent(0.05))
                        .with(ConfigurationKeys.EPOCHS, 1)
                        .with(ConfigurationKeys.SEED, 0L)
                        .with(ConfigurationKeys.SEEDING, Seeding.INDEPENDENT)
                        .build()),
                Products.tasks(sweep.grid()).toList());
    }

    @Test
    void theConfigurationIsKeptAsJsonWithOverridesApplied() throws Exception {
        assertEquals(
                "{\"sweep\":{\"activation\":\"tanh\",\"architecture\":\"2-3-1\",\"epochs\":1,"
                        + "\"scale\":[1,2],\"seed\":0}}",
                file.read(SHORTEST, "sweep.scale=[1, 2]").configuration());
    }

    @ParameterizedTest
    @ValueSource(strings = {"leaky_relu", "leaky-relu", "{ kind = leaky-relu }", "{ kind = [\"leaky_relu\"] }"})
    void kindsAreSpelledInKebabCaseOrLowerSnake(String spelling) throws Exception {
        var sweep = file.read(SHORTEST, "sweep.activation=" + spelling);
        assertEquals(List.of(new LeakyRelu(0.01)), sweep.grid().values(ConfigurationKeys.ACTIVATION));
    }

    @Test
    void anObjectWithoutKindIsOfTheDefaultKind() throws Exception {
        var sweep = file.read(SHORTEST, "sweep.dataset={ n = 40 }");
        assertEquals(List.of(new Xor(40, 0.1, 0.25, false)), sweep.grid().values(ConfigurationKeys.DATASET));
    }

    @Test
    void aListOfKindsInsideAnObjectExpands() throws Exception {
        var sweep = file.read(SHORTEST, "sweep.activation={ kind = [relu, tanh] }");
        assertEquals(List.of(new Relu(), new Tanh()), sweep.grid().values(ConfigurationKeys.ACTIVATION));
    }

    @Test
    void aListOfValuesInsideAnObjectExpands() throws Exception {
        var sweep = file.read(SHORTEST, "sweep.optimizer={ learning-rate = [0.1, 0.2] }");
        assertEquals(
                List.of(new GradientDescent(0.1), new GradientDescent(0.2)),
                sweep.grid().values(ConfigurationKeys.OPTIMIZER));
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
                sweep.grid().values(ConfigurationKeys.DATASET));
    }

    @Test
    void alternativesMixNamesAndObjects() throws Exception {
        var sweep = file.read(SHORTEST, "sweep.activation=[relu, { kind = leaky-relu, slope = [0.1, 0.2] }, tanh]");
        assertEquals(
                List.of(new Relu(), new LeakyRelu(0.1), new LeakyRelu(0.2), new Tanh()),
                sweep.grid().values(ConfigurationKeys.ACTIVATION));
    }

    @Test
    void numbersAndBooleansMayBeQuoted() throws Exception {
        var sweep = file.read(
                SHORTEST,
                "sweep.dataset={ n = \"40\", noise = \"0.5\", relabel-after-noise = \"true\" }",
                "sweep.scale=[\"0.5\", \"1e0\"]",
                "sweep.seed=\"7\"",
                "sweep.epochs=\"3\"");
        assertEquals(List.of(new Xor(40, 0.5, 0.25, true)), sweep.grid().values(ConfigurationKeys.DATASET));
        assertEquals(List.of(0.5, 1.0), sweep.grid().values(ConfigurationKeys.SCALE));
        assertEquals("7", sweep.grid().seeds(ConfigurationKeys.SEED).toString());
        assertEquals(List.of(3), sweep.grid().values(ConfigurationKeys.EPOCHS));
    }

    @ParameterizedTest
    @CsvSource({"300, 300", "3e2, 300", "3E+2, 300", "300.0, 300", "3000e-1, 300", "0e999999999, 0"})
    void integersMayBeWrittenAsAnyNumberOfThatValue(String written, int value) throws Exception {
        assertEquals(
                List.of(value),
                file.read(SHORTEST, "sweep.epochs=" + written).grid().values(ConfigurationKeys.EPOCHS));
        assertEquals(
                List.of(value),
                file.read(SHORTEST, "sweep.epochs=\"" + written + "\"").grid().values(ConfigurationKeys.EPOCHS));
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
        var read = file.read(SHORTEST, "sweep.seed=" + written).grid().seeds(ConfigurationKeys.SEED);
        assertEquals(seeds, read.toString());
        assertEquals(size, read.size());
    }

    @Test
    void aNegativeZeroIsZero() throws Exception {
        var sweep = file.read(SHORTEST, "sweep.scale=-0.0", "sweep.dataset.noise=-0.0");
        assertEquals(List.of(0.0), sweep.grid().values(ConfigurationKeys.SCALE));
        assertEquals(List.of(new Xor(300, 0.0, 0.25, false)), sweep.grid().values(ConfigurationKeys.DATASET));
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
        assertEquals(List.of("2-3-1", "2-4-1"), ConfigurationFile.values(sweep, "architecture"));
        assertEquals(List.of(0.0, 1e-3), ConfigurationFile.values(sweep, "scale"));
        assertEquals(List.of(1, 2), ConfigurationFile.values(sweep, "epochs"));
        assertEquals(List.of(1L, 2L), ConfigurationFile.values(sweep, "seed"));
        assertEquals(List.of("study", "independent"), ConfigurationFile.values(sweep, "seeding"));
    }

    @Test
    void substitutionsAndRepeatedBlocksAreHocons() throws Exception {
        var sweep = file.read("""
                sweep { architecture = 2-3-1, activation = tanh, epochs = 3 }
                sweep { epochs = 4 }
                sweep.seed = ${sweep.epochs}
                """);
        assertEquals(List.of(4), sweep.grid().values(ConfigurationKeys.EPOCHS));
        assertEquals("4", sweep.grid().seeds(ConfigurationKeys.SEED).toString());
    }
}
