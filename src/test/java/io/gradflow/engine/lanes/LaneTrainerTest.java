package io.gradflow.engine.lanes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.catalog.Kind;
import io.gradflow.data.Xor;
import io.gradflow.engine.ScalarReference;
import io.gradflow.engine.TaskBuilder;
import io.gradflow.engine.TrainedRows;
import io.gradflow.engine.Trainer;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.initializer.Initializers;
import io.gradflow.random.Generator;
import io.gradflow.results.EpochRow;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The bits of the lane engine are those of plain loops, whatever the width of the vectors and whoever shares them. */
class LaneTrainerTest {
    /** From no hidden layer to six, of widths that are multiples of nothing, and of 16. */
    private static final List<String> ARCHITECTURES = List.of(
            "2-1", "2-3-1", "2-17-1", "2-16-16-1", "2-5-7-3-1", "2-64-33-1", "2-9-8-7-6-5-1", "2-1-1-1-1-1-1-1");

    private static final List<Xor> DATASETS = List.of(
            samples(15, 5),
            samples(17, 1),
            samples(4, 36),
            samples(1, 1),
            samples(48, 16),
            samples(33, 33),
            samples(75, 25),
            samples(225, 75));

    private static final double[] SCALES = {1, 0.5, 1e-200, 2, 8, 1e-3, 1, 30};
    private static final double[] LEARNING_RATES = {0.05, 0.5, 1e-3, 3, 0.1, 0.05, 1};

    static Stream<Arguments> networks() {
        return activations()
                .flatMap(activation ->
                        ARCHITECTURES.stream().map(architecture -> Arguments.of(activation, architecture)));
    }

    static Stream<String> activations() {
        return Activations.CATALOG.kinds().stream().map(Kind::name);
    }

    @Test
    void aPackIsAsWideAsAVector() {
        assertTrue(LaneTrainer.isAvailable());
        for (int lanes : new int[] {2, 4, 8}) {
            assertEquals(lanes, new LaneTrainer(lanes).packSize());
        }
        assertTrue(Set.of(2, 4, 8).contains(new LaneTrainer(0).packSize()));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void rowsAreThoseOfPlainLoops(String activation, String architecture) {
        int index = activations().toList().indexOf(activation) + ARCHITECTURES.indexOf(architecture);
        var tasks = tasks(new TaskBuilder()
                .activation(activation)
                .architecture(architecture)
                .dataset(DATASETS.get(index % DATASETS.size()))
                .clip(index / 2 % 2 == 0 ? 0 : 1e-8)
                .epochs(15));
        assertRowsAreThoseOfPlainLoops(new LaneTrainer(0), tasks, index % 3 == 0 ? 7 : 1);
    }

    /** Long enough for the JIT compiler to have done its work. */
    @ParameterizedTest
    @MethodSource("activations")
    void rowsOfTheStudyAreThoseOfPlainLoops(String activation) {
        var builder = new TaskBuilder().activation(activation).epochs(300);
        var tasks = List.of(builder.build(), builder.scale(2).seed(1).build());
        assertRowsAreThoseOfPlainLoops(new LaneTrainer(0), tasks, 30);
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void rowsDependNeitherOnTheLanesNorOnWhoSharesThePack(int lanes) {
        activations().forEach(activation -> {
            var tasks = tasks(new TaskBuilder()
                    .activation(activation)
                    .architecture("2-5-3-1")
                    .dataset(samples(9, 3))
                    .epochs(5));
            for (int size = 1; size <= tasks.size(); size++) {
                int[] order = Generator.seeded(size).permutation(tasks.size());
                var pack = Arrays.stream(order, 0, size).mapToObj(tasks::get).toList();
                assertRowsAreThoseOfPlainLoops(new LaneTrainer(lanes), pack, 1);
            }
        });
    }

    /** So few that percentiles lie between any two of them, and at the step of a rectifier's derivative. */
    @Test
    void percentilesOfAFewPreActivationsAreThoseOfPlainLoops() {
        var activations = Stream.concat(
                        activations().map(TaskBuilder::activationOf), Stream.of(new LeakyRelu(-0.5), new LeakyRelu(3)))
                .toList();
        for (var activation : activations) {
            for (int count : new int[] {1, 2, 3, 4, 11}) {
                for (String architecture : List.of("2-1-1", "2-1-1-1")) {
                    var tasks = tasks(new TaskBuilder()
                            .activation(activation)
                            .architecture(architecture)
                            .dataset(samples(count, 1))
                            .epochs(2));
                    assertRowsAreThoseOfPlainLoops(new LaneTrainer(0), tasks, 1);
                }
            }
        }
    }

    /** In a lane beside them all is NaN or infinite, sooner or later. */
    @ParameterizedTest
    @MethodSource("activations")
    void neighboursOfADivergedNetworkKeepTheirBits(String activation) {
        for (double clip : new double[] {0, 1e-8}) {
            var builder = new TaskBuilder()
                    .activation(activation)
                    .architecture("2-6-5-1")
                    .clip(clip)
                    .dataset(samples(21, 7))
                    .epochs(20);
            var tasks = List.of(
                    builder.build(),
                    builder.seed(1).learningRate(1e300).build(),
                    builder.seed(2).learningRate(0.5).build(),
                    builder.seed(3).init("he").scale(1.7e308).build(),
                    builder.seed(4).init("xavier").scale(1).build(),
                    builder.seed(5).learningRate(1e307).build(),
                    builder.seed(6).learningRate(1e100).build(),
                    builder.seed(7).learningRate(0.05).build());
            for (int logEvery : new int[] {1, 7}) {
                var rows = assertRowsAreThoseOfPlainLoops(new LaneTrainer(0), tasks, logEvery);
                for (int completed : new int[] {0, 2, 4, 7}) {
                    assertSame(
                            Outcome.COMPLETED,
                            lastOf(rows.get(tasks.get(completed))).outcome());
                }
                assertSame(Outcome.DIVERGED, lastOf(rows.get(tasks.get(3))).outcome());
            }
        }
    }

    /** Infinite pre-activations are numbers: they have order statistics, and a clipped loss. */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "arctan", "sigmoid"})
    void aSaturatedNetworkIsMeasuredToTheEnd(String activation) {
        var builder = new TaskBuilder()
                .activation(activation)
                .architecture("2-40-24-1")
                .init("gaussian")
                .dataset(samples(40, 9))
                .epochs(8);
        var tasks = Stream.of(1.7e308, 1.0, 1e308, 3e307)
                .map(scale -> builder.scale(scale).build())
                .toList();
        var rows = assertRowsAreThoseOfPlainLoops(new LaneTrainer(0), tasks, 1);
        for (var task : tasks) {
            var last = lastOf(rows.get(task));
            assertSame(Outcome.COMPLETED, last.outcome());
            assertEquals(task.scale() != 1, last.measurement().get(Metric.Z_MEAN_ABS) == Double.POSITIVE_INFINITY);
        }
    }

    /** Those that the product had first. */
    private static final List<String> FIRST_ACTIVATIONS =
            List.of("relu", "leaky_relu", "tanh", "sigmoid", "arctan", "softsign");

    /** Those that came after them; a later one has a digest of its own. */
    private static final List<String> SECOND_ACTIVATIONS = List.of(
            "identity",
            "relu6",
            "elu",
            "selu",
            "gelu",
            "gelu_tanh",
            "silu",
            "mish",
            "softplus",
            "hard_tanh",
            "hard_sigmoid",
            "hard_swish",
            "sin",
            "erf");

    /**
     * The digest of rows of the activations, together with the version of the arithmetic: whoever changes a bit must
     * change the version, and put the digest that this test then reports here. (A new metric changes the digest alone.)
     */
    @Test
    void theBitsAreTheseOnEveryCpuAndJdk() throws NoSuchAlgorithmException {
        assertEquals(
                "lanes-4: 0707c26f6ed661de0236225fa533767d7487946f3a53c5f712bcd380a3bb2d96", digest(FIRST_ACTIVATIONS));
        assertEquals(
                "lanes-4: 5e8235e59958adc85280d7bd0a9dcd59d6fa07febd9b946256e6bf5d674dc08b",
                digest(SECOND_ACTIVATIONS));
        assertEquals(
                "lanes-4: cb27137f96ddbc74cba9a86b6c82b1bc894dd29cd360ca017e6bb4624bd3df69",
                digest(List.of("squareplus")));
    }

    private static String digest(List<String> activations) throws NoSuchAlgorithmException {
        var trainer = new LaneTrainer(0);
        var digest = MessageDigest.getInstance("SHA-256");
        for (var activation : activations) {
            var tasks = tasks(
                    new TaskBuilder()
                            .activation(activation)
                            .architecture("2-9-6-1")
                            .dataset(samples(45, 15))
                            .epochs(100),
                    List.of("xavier", "he", "gaussian"));
            var rows = TrainedRows.byTask(trainer, new Pack(tasks), 10);
            for (var task : tasks) {
                for (var row : rows.get(task)) {
                    var text = row.epoch() + " " + row.outcome() + ": " + TrainedRows.bits(row.measurement()) + "\n";
                    digest.update(text.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
        return trainer.numerics() + ": " + HexFormat.of().formatHex(digest.digest());
    }

    private static Map<Task, List<EpochRow>> assertRowsAreThoseOfPlainLoops(
            Trainer trainer, List<Task> tasks, int logEvery) {
        var rows = TrainedRows.byTask(trainer, new Pack(tasks), logEvery);
        for (var task : tasks) {
            TrainedRows.assertSameBits(ScalarReference.train(task, logEvery), rows.get(task));
        }
        return rows;
    }

    private static EpochRow lastOf(List<EpochRow> rows) {
        return rows.get(rows.size() - 1);
    }

    /** Eight tasks that differ in all that tasks of a pack may differ in. */
    private static List<Task> tasks(TaskBuilder builder) {
        return tasks(
                builder, Initializers.CATALOG.kinds().stream().map(Kind::name).toList());
    }

    private static List<Task> tasks(TaskBuilder builder, List<String> inits) {
        var tasks = new ArrayList<Task>();
        for (int i = 0; i < 8; i++) {
            tasks.add(builder.seed(100 + i)
                    .init(inits.get(i % inits.size()))
                    .scale(SCALES[i % SCALES.length])
                    .learningRate(LEARNING_RATES[i % LEARNING_RATES.length])
                    .build());
        }
        return tasks;
    }

    private static Xor samples(int train, int test) {
        return new Xor(train + test, 0.1, (double) test / (train + test), false);
    }
}
