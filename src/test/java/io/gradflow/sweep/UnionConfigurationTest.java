package io.gradflow.sweep;

import static io.gradflow.sweep.ConfigurationFile.STUDY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gradflow.data.Xor;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.optimizer.GradientDescent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Ranges, seeds of data and weights, {@code grids} and {@code exclude}, as configurations write them. */
class UnionConfigurationTest {
    private static final String BASE = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [relu, { kind = leaky_relu, slope = [0.1, 0.2] }, tanh]
              init = [xavier, he]
              scale = [0.5, 1, 2]
              optimizer = { learning-rate = 0.1 }
              epochs = 3
              seed = "0..4"
              %s
            }
            """;
    private static final String GRID_KEYS =
            "known here: dataset, architecture, activation, init, scale, bias-init, loss,"
                    + " optimizer, schedule, batch, epochs, seed, seeding, data-seed, init-seed, exclude";
    private static final String CELL_KEYS =
            "known here: dataset, architecture, activation, init, scale, bias-init, loss,"
                    + " optimizer, schedule, batch, epochs, seeding";

    @TempDir
    private Path folder;

    private ConfigurationFile file;

    @BeforeEach
    void inFolder() {
        file = ConfigurationFile.in(folder);
    }

    private Sweep read(String line, String... overrides) throws InvalidSweepException {
        return file.read(BASE.formatted(line), overrides);
    }

    private List<String> problems(String line, String... overrides) {
        return file.problems(BASE.formatted(line), overrides);
    }

    private static Set<Task> tasks(Sweep sweep) {
        return Products.tasks(sweep.grid()).collect(Collectors.toSet());
    }

    // Ranges.

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scale = \"0..2\" | scale | [0.0, 1.0, 2.0]",
                "scale = 0..1 step 0.25 | scale | [0.0, 0.25, 0.5, 0.75, 1.0]",
                "scale = [7, \"log 0.1..10 x 3\"] | scale | [7.0, 0.1, 1.0, 10.0]",
                "epochs = 0..100 step 50 | epochs | [0, 50, 100]",
                "epochs = log 1..1000 x 4 | epochs | [1, 10, 100, 1000]",
                "epochs = log 1..100 x 4 | epochs | [1, 5, 22, 100]",
                "optimizer.learning-rate = log 1e-4..1e-1 x 4 | optimizer.learning-rate | [1.0E-4, 0.001, 0.01, 0.1]",
                "dataset.n = 40..60 step 10 | dataset.n | [40, 50, 60]",
                "activation = { kind = leaky_relu, slope = \"0..1 step 0.5\" } | activation.slope | [0.0, 0.5, 1.0]"
            })
    void rangesNameTheirNumbers(String line, String path, String values) throws Exception {
        var key = TaskKey.ALL.stream().filter(k -> k.path().equals(path)).findFirst();
        assertEquals(values, read(line).grid().values().get(key.orElseThrow()).toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "seed = 0..100 step 10 | 0..100 step 10 | 11",
                "seed = 0..9 step 4 | 0..8 step 4 | 3",
                "seed = [0..8 step 2, 1..9 step 2] | 0..8 step 2, 1..9 step 2 | 10",
                "seed = 0..9000000000000000000 step 3 | 0..9000000000000000000 step 3 | 3000000000000000001"
            })
    void seedsMayHaveSteps(String line, String seeds, long size) throws Exception {
        var read = read(line, "sweep.activation=tanh", "sweep.scale=1", "sweep.init=he", "sweep.epochs=0")
                .grid()
                .seeds(ConfigurationKeys.SEED);
        assertEquals(seeds, read.toString());
        assertEquals(size, read.size());
    }

    // Seeds of data and of weights.

    @Test
    void dataAndInitSeedsAreAxesButNoCells() throws Exception {
        var grid = read("data-seed = \"0..2\", init-seed = [7, 9]", "sweep.activation=tanh")
                .grid();
        assertEquals(6, grid.cells());
        assertEquals(6 * 5 * 3 * 2, grid.size());
        assertEquals(0, grid.task(0).dataSeed());
        assertEquals(7, grid.task(0).initSeed());
        var ofOneCell = Stream.iterate(0L, i -> i + 1).limit(30).map(grid::task).toList();
        assertEquals(1, ofOneCell.stream().map(Task::scale).distinct().count());
        assertEquals(30, ofOneCell.stream().map(Task::id).distinct().count());
    }

    @Test
    void theSeedStandsInForAbsentOnes() throws Exception {
        var absent = read("", "sweep.activation=tanh").grid().task(1);
        assertEquals(null, absent.dataSeed());
        assertEquals(null, absent.initSeed());
        var present = read("data-seed = 1, init-seed = 1", "sweep.activation=tanh")
                .grid()
                .task(1);
        assertEquals(absent.seed(), present.seed());
        assertTrue(!absent.id().equals(present.id()));
        var split = present.split();
        assertEquals(absent.split().train().count(), split.train().count());
    }

    // Unions.

    @Test
    void eachGridIsLaidOverTheKeysBesideIt() throws Exception {
        var sweep = read("""
                grids = [
                  { activation = relu, scale = 3 }
                  { activation = tanh, init = he, seed = [8, 9], data-seed = 1 }
                ]""");
        assertEquals(2 * 5 + 3 * 2, sweep.grid().size());
        assertEquals(2 + 3, sweep.grid().cells());
        var relu = tasks(sweep).stream().filter(task -> task.activation().equals(new Relu()));
        assertEquals(Set.of(3.0), relu.map(Task::scale).collect(Collectors.toSet()));
        var tanh = tasks(sweep).stream()
                .filter(task -> task.activation().equals(new Tanh()))
                .toList();
        assertEquals(Set.of(0.5, 1.0, 2.0), tanh.stream().map(Task::scale).collect(Collectors.toSet()));
        assertEquals(Set.of(8L, 9L), tanh.stream().map(Task::seed).collect(Collectors.toSet()));
        assertTrue(tanh.stream().allMatch(task -> task.dataSeed() == 1));
    }

    @Test
    void whatTwoGridsNameIsTrainedOnce() throws Exception {
        var sweep = read("""
                grids = [
                  { activation = [relu, tanh], scale = [1, 2] }
                  { activation = tanh, scale = [2, 3], seed = "3..9" }
                ]""");
        // One cell of both, of which seeds 3 and 4 are named twice, for two initialisers.
        assertEquals(4, sweep.grid().namedTwice());
        assertEquals(2 * 2 * 2 * 5 + 2 * 2 * 7 - 4, sweep.grid().size());
        assertEquals(sweep.grid().size(), tasks(sweep).size());
        assertEquals(2 * (4 + 1), sweep.grid().cells());
    }

    @Test
    void anObjectWithoutKindRefinesTheComponentBesideIt() throws Exception {
        var sweep = read("""
                grids = [
                  { dataset.noise = 0, optimizer.learning-rate = [0.3, 0.4] }
                  { dataset = { kind = xor }, activation = { kind = leaky_relu } }
                ]""");
        assertEquals(
                List.of(new Xor(40, 0, 0.25, false), new Xor(300, 0.1, 0.25, false)),
                sweep.grid().values(ConfigurationKeys.DATASET));
        assertEquals(
                List.of(new GradientDescent(0.3), new GradientDescent(0.4), new GradientDescent(0.1)),
                sweep.grid().values(ConfigurationKeys.OPTIMIZER));
        assertTrue(sweep.grid().values(ConfigurationKeys.ACTIVATION).contains(new LeakyRelu(0.01)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sweep.scale=5 | scale | [5.0]",
                "sweep.seed=77 | seed | [77]",
                "sweep.dataset.noise=0.5 | dataset.noise | [0.5]",
                "sweep.dataset={ n = 60 } | dataset.n | [60]",
                "sweep.activation.slope=0.7 | activation.slope | [0.7]",
                "sweep.grids.epochs=9 | epochs | [9]"
            })
    void overridesGoOverAllGrids(String override, String path, String values) throws Exception {
        String grids = """
                activation = leaky_relu
                grids = [
                  { scale = 3, dataset.noise = 0, activation = { kind = leaky_relu, slope = 0.3 } }
                  { scale = 4, dataset = { kind = xor, n = 80 }, seed = 3 }
                  { }
                ]""";
        var sweep = read(grids, override);
        var key = TaskKey.ALL.stream().filter(k -> k.path().equals(path)).findFirst();
        assertEquals(
                values,
                new TreeSet<>(tasks(sweep).stream()
                                .map(key.orElseThrow()::value)
                                .map(String::valueOf)
                                .toList())
                        .toString());
        // What a store keeps gives the same tasks without the override.
        Files.writeString(folder.resolve("again.conf"), sweep.configuration());
        var again = SweepReader.read(folder.resolve("again.conf"), List.of());
        assertEquals(tasks(sweep), tasks(again));
    }

    @Test
    void anOverrideKeepsWhatAGridSaysBesideIt() throws Exception {
        var sweep = read(
                "grids = [{ dataset.noise = 0, scale = 1 }, { dataset = { kind = xor, n = 80 } }]",
                "sweep.dataset.n=60");
        assertEquals(
                List.of(new Xor(60, 0, 0.25, false), new Xor(60, 0.1, 0.25, false)),
                sweep.grid().values(ConfigurationKeys.DATASET));
    }

    // Exclusions.

    static Stream<Arguments> rules() {
        return Stream.of(
                // Of 4 activations, 2 initialisers and 3 scales: rule, cells left out.
                arguments("{ activation = relu }", 6),
                arguments("[{ activation = relu, scale = [0.5, 1] }]", 4),
                arguments("[{ activation = [relu, tanh] }]", 12),
                arguments("[{ activation = leaky-relu }]", 12),
                arguments("[{ activation = { kind = leaky_relu, slope = 0.2 } }]", 6),
                arguments("[{ activation.slope = 0.2, scale = 2 }]", 2),
                arguments("[{ activation.slope = 0.1..0.2 step 0.1 }]", 12),
                arguments("[{ activation = [relu, { slope = 0.1 }], init = he }]", 6),
                arguments("[{ activation = { kind = [relu, tanh] }, init = { kind = he } }]", 6),
                arguments("[{ scale = \"1..2\" }]", 16),
                arguments("[{ activation = relu }, { scale = 2 }]", 6 + 8 - 2),
                arguments(
                        "[{ scale = [2, 7], dataset.n = 40, epochs = 3, architecture = 2-3-1, seeding = independent }]",
                        8),
                arguments("[]", 0));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void leaveOutTheCellsThatMatch(String rules, int excluded) throws Exception {
        var grid = read("exclude = " + rules).grid();
        assertEquals(excluded, grid.excludedCells());
        assertEquals(24 - excluded, grid.cells());
        assertEquals(5L * excluded, grid.excludedTasks());
        assertEquals(5L * (24 - excluded), Products.tasks(grid).distinct().count());
    }

    @Test
    void rulesApplyToEachGridUnlessItHasItsOwn() throws Exception {
        var sweep = read("""
                exclude = [{ activation = relu, scale = 1 }]
                grids = [{ init = he }, { init = xavier, exclude = [] }]""");
        assertEquals(1, sweep.grid().excludedCells());
    }

    @Test
    void aRuleNeedsToMatchInOneGridOnly() throws Exception {
        var sweep = read("""
                exclude = [{ activation = relu, scale = 1 }]
                grids = [{ activation = tanh }, { scale = 1 }]""");
        assertEquals(2, sweep.grid().excludedCells());
    }

    @Test
    void whatIsExcludedNeedNotFit() throws Exception {
        var sweep = read("""
                architecture = ["2-3-1", "2-3-2"]
                exclude = [{ architecture = "2-3-2" }]""");
        assertEquals(24, sweep.grid().cells());
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                arguments(
                        "scale = 2..1",
                        "sweep.scale = 2..1: must be a range that ascends, 2 is greater than 1 (sweep.conf: 10)"),
                arguments(
                        "scale = \"-1..1\"",
                        "sweep.scale = -1..1: must be a number >= 0, which -1 is not (sweep.conf: 10)"),
                arguments(
                        "epochs = 0..1 step 0.5",
                        "sweep.epochs = 0..1 step 0.5: must be an integer in [0, 1000000000], which 0.5 is not"
                                + " (sweep.conf: 10)"),
                arguments(
                        "epochs = 0..1000000000",
                        "sweep.epochs = 0..1000000000: must have 1000000 values or fewer (sweep.conf: 10)"),
                arguments("epochs = log 1..3 x 4", "sweep.epochs = log 1..3 x 4: names 1 twice (sweep.conf: 10)"),
                arguments(
                        "optimizer.learning-rate = log 0..1 x 3",
                        "sweep.optimizer.learning-rate = log 0..1 x 3: must be a range above 0 to be logarithmic"
                                + " (sweep.conf: 10)"),
                arguments(
                        "optimizer.learning-rate = log 1..10",
                        "sweep.optimizer.learning-rate = log 1..10: must be a range such as \"0..9\","
                                + " \"0..100 step 10\" or \"log 1e-4..1e-1 x 7\" (sweep.conf: 10)"),
                arguments(
                        "seed = [0..8 step 2, 4]",
                        "sweep.seed = [0..8 step 2, 4]: names seed 4 twice (sweep.conf: 10)"),
                arguments(
                        "init-seed = log 1..9 x 3",
                        "sweep.init-seed = log 1..9 x 3: must be an integer in [0, 9223372036854775807] or an ascending"
                                + " range such as \"0..9\" (sweep.conf: 10)"),
                arguments("data-seed = []", "sweep.data-seed = []: an axis needs at least one value (sweep.conf: 10)"),
                arguments(
                        "grids = {}",
                        "sweep.grids = {}: must be a list of one object or more, [{ ... }, { ... }] (sweep.conf: 10)"),
                arguments(
                        "grids = []",
                        "sweep.grids = []: must be a list of one object or more, [{ ... }, { ... }] (sweep.conf: 10)"),
                arguments("grids = [{}, 3]", "sweep.grids = 3: must be an object, { ... } (sweep.conf: 10)"),
                arguments(
                        "grids = [{ name = x }, {}]",
                        "sweep.grids.name = x: unknown key of a grid; " + GRID_KEYS + " (sweep.conf: 10)"),
                arguments(
                        "scale = -1, grids = [{ epochs = 1 }, { epochs = 2 }, { scale = -2 }]",
                        "sweep.scale = -1: must be a number >= 0 (sweep.conf: 10)\n"
                                + "sweep.scale = -2: must be a number >= 0 (sweep.conf: 10)"),
                arguments(
                        "grids = [{ architecture = 2-3-1 }, { architecture = 3-3-1 }]",
                        "sweep.architecture = 3-3-1: 3-3-1 must start with 2 and end with 1 for this dataset and loss"
                                + " (sweep.conf: 10)"),
                arguments(
                        "exclude = relu",
                        "sweep.exclude = relu: must be a list of objects such as { activation = relu, scale = [0.5,"
                                + " 1] }"
                                + " (sweep.conf: 10)"),
                arguments(
                        "exclude = [{}]",
                        "sweep.exclude = {}: must be a list of objects such as { activation = relu, scale = [0.5, 1] }"
                                + " (sweep.conf: 10)"),
                arguments(
                        "exclude = [{ seed = 3 }]",
                        "sweep.exclude.seed = 3: unknown key of cells; " + CELL_KEYS + "; did you mean seeding?"
                                + " (sweep.conf: 10)"),
                arguments(
                        "exclude = [{ scale = 1, activation = reul }]",
                        "sweep.exclude.activation = reul: " + ConfigurationMistakesTest.oneOf(Activations.CATALOG)
                                + "; did you mean relu? (sweep.conf: 10)"),
                arguments(
                        "exclude = [{ activation = { kind = relu, slope = 1 } }]",
                        "sweep.exclude.activation.slope = 1: unknown key of relu; known here: kind (sweep.conf: 10)"),
                arguments(
                        "exclude = [{ dataset = { n = 1 } }]",
                        "sweep.exclude.dataset.n = 1: must be an integer in [2, 100000000] (sweep.conf: 10)"),
                arguments(
                        "exclude = [{ activation = {} }]",
                        "sweep.exclude.activation = {}: must be a kind, or an object with a kind or parameters"
                                + " (sweep.conf: 10)"),
                arguments(
                        "exclude = [{ activation = relu, scale = 3 }, { scale = 1 }]",
                        "sweep.exclude = { activation = relu, scale = 3 }: matches no cell, must match at least one"
                                + " (sweep.conf: 10)"),
                arguments(
                        "exclude = [{ activation = { kind = leaky_relu, slope = 0.3 } }]",
                        "sweep.exclude = { activation = { kind = leaky_relu, slope = 0.3 } }: matches no cell, must"
                                + " match"
                                + " at least one (sweep.conf: 10)"),
                arguments(
                        "exclude = [{ epochs = 3 }]",
                        "sweep.exclude = [{ epochs = 3 }]: leaves no cell (sweep.conf: 10)"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void areTold(String line, String messages) {
        assertEquals(messages.lines().toList(), problems(line));
    }

    @Test
    void aKeyThatAGridLacksIsToldAtTheGrid() {
        assertEquals(
                List.of("sweep.activation: is missing, " + ConfigurationMistakesTest.oneOf(Activations.CATALOG)
                        + " (sweep.conf: 3)"),
                file.problems(
                        "sweep { architecture = 2-3-1, epochs = 1, seed = 0, grids = [\n{ activation = relu }\n{}]}"));
    }

    @Test
    void unionsBeyondALongAreTooLarge() {
        assertEquals(
                List.of("sweep: is too large: tasks, and epochs of all tasks together, must be fewer than 2^63"
                        + " (sweep.conf: 1)"),
                problems("grids = [{ seed = 0..100000000000000000 }, { seed = 0..100000000000000001 }]"));
    }

    /** Many rules and grids, few pieces. */
    @Test
    @Timeout(120)
    void aThousandRulesAndAHundredGridsAreRead() throws Exception {
        String rules = Stream.iterate(1, i -> i + 1)
                .limit(1000)
                .map(i -> "{ scale = " + i + ", optimizer.learning-rate = " + (i % 10 + 1) + ", init = he }")
                .collect(Collectors.joining(", ", "exclude = [", "]"));
        var excluding =
                read(rules, "sweep.scale=1..1000", "sweep.optimizer.learning-rate=1..10", "sweep.activation=tanh");
        assertEquals(1000, excluding.grid().excludedCells());
        assertEquals(2 * 1000 * 10 - 1000, excluding.grid().cells());
        assertEquals((19000 * 5 + 7) / 8, new Packs(excluding.grid(), 8, task -> 0).count());
        String grids = Stream.iterate(1, i -> i + 1)
                .limit(100)
                .map(i -> "{ scale = " + i + ".." + (i + 10) + " }")
                .collect(Collectors.joining(", ", "grids = [", "]"));
        assertEquals(110 * 8 * 5, read(grids).grid().size());
    }

    @Test
    void theStudyIsOneProductInItsOldOrder() throws Exception {
        var grid = file.read(STUDY).grid();
        assertEquals(1, grid.parts().size());
        assertEquals(0, grid.namedTwice() + grid.excludedCells() + grid.excludedTasks());
        assertEquals(
                List.of("relu 0.5 0", "relu 1.0 0", "tanh 0.5 1"),
                Stream.of(0, 10, 31)
                        .map(grid::task)
                        .map(task ->
                                Activations.CATALOG.kindOf(task.activation()).name() + " " + task.scale() + " "
                                        + task.seed())
                        .toList());
    }
}
