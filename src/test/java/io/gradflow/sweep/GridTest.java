package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Xor;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.initializer.He;
import io.gradflow.nn.initializer.Initializer;
import io.gradflow.nn.initializer.Xavier;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.random.Seeding;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GridTest {
    private static final long TRILLION = 1_000_000_000_000L;

    /** Two values on every axis, and three seeds. */
    private static final Grid TWO_OF_ALL = Grid.of(Products.ONE
            .with(ConfigurationKeys.DATASET, List.of(new Xor(40, 0, 0.25, false), new Xor(40, 0.5, 0.25, false)))
            .with(ConfigurationKeys.ARCHITECTURE, List.of(Architecture.parse("2-3-1"), Architecture.parse("2-4-1")))
            .with(ConfigurationKeys.ACTIVATION, List.of(new Relu(), new LeakyRelu(0.5)))
            .with(ConfigurationKeys.LOSS, List.of(new BinaryCrossEntropy(0), new BinaryCrossEntropy(1e-8)))
            .with(ConfigurationKeys.OPTIMIZER, List.of(new GradientDescent(0.1), new GradientDescent(0.2)))
            .with(ConfigurationKeys.EPOCHS, List.of(1, 2))
            .with(ConfigurationKeys.SEEDING, List.of(Seeding.STUDY, Seeding.INDEPENDENT))
            .with(ConfigurationKeys.INIT, List.of(new Xavier(), new He()))
            .with(ConfigurationKeys.SCALE, List.of(0.5, 1.0))
            .with(ConfigurationKeys.SEED, new Seeds(List.of(new Seeds.Range(7, 8), new Seeds.Range(3, 3)))));

    private static Grid grid(List<Activation> activations, List<Integer> epochs, List<Double> scales, Seeds seeds) {
        return Grid.of(Products.of(List.of(new Xor(40, 0, 0.25, false)), activations, scales, seeds)
                .with(ConfigurationKeys.EPOCHS, epochs));
    }

    private static Seeds seeds(long first, long last) {
        return new Seeds(List.of(new Seeds.Range(first, last)));
    }

    private static Stream<Task> tasks(Grid grid) {
        return LongStream.range(0, grid.size()).mapToObj(grid::task);
    }

    private static Set<Task> product() {
        var product = new HashSet<Task>();
        for (double noise : new double[] {0, 0.5}) {
            for (String architecture : new String[] {"2-3-1", "2-4-1"}) {
                for (Activation activation : new Activation[] {new Relu(), new LeakyRelu(0.5)}) {
                    for (double clip : new double[] {0, 1e-8}) {
                        for (double learningRate : new double[] {0.1, 0.2}) {
                            for (int epochs : new int[] {1, 2}) {
                                for (Seeding seeding : Seeding.values()) {
                                    for (double scale : new double[] {0.5, 1}) {
                                        for (long seed : new long[] {3, 7, 8}) {
                                            for (var init : List.<Initializer>of(new Xavier(), new He())) {
                                                product.add(new Task.Builder()
                                                        .with(
                                                                ConfigurationKeys.DATASET,
                                                                new Xor(40, noise, 0.25, false))
                                                        .with(
                                                                ConfigurationKeys.ARCHITECTURE,
                                                                Architecture.parse(architecture))
                                                        .with(ConfigurationKeys.ACTIVATION, activation)
                                                        .with(ConfigurationKeys.INIT, init)
                                                        .with(ConfigurationKeys.SCALE, scale)
                                                        .with(ConfigurationKeys.LOSS, new BinaryCrossEntropy(clip))
                                                        .with(
                                                                ConfigurationKeys.OPTIMIZER,
                                                                new GradientDescent(learningRate))
                                                        .with(ConfigurationKeys.EPOCHS, epochs)
                                                        .with(ConfigurationKeys.SEED, seed)
                                                        .with(ConfigurationKeys.SEEDING, seeding)
                                                        .build());
                                            }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        return product;
    }

    @Test
    void indexesCoverTheProductExactlyOnce() {
        assertEquals(512, TWO_OF_ALL.cells());
        assertEquals(512 * 3, TWO_OF_ALL.size());
        assertEquals(product(), new HashSet<>(tasks(TWO_OF_ALL).toList()));
    }

    @Test
    void theSeedVariesFastestInItsOwnOrder() {
        assertEquals(
                Stream.generate(() -> Stream.of(7L, 8L, 3L))
                        .limit(512)
                        .flatMap(Function.identity())
                        .toList(),
                tasks(TWO_OF_ALL).map(Task::seed).toList());
    }

    @Test
    void theFirstTasksAreThoseOfTheFirstSeed() {
        assertEquals(
                tasks(TWO_OF_ALL).filter(task -> task.seed() == 7).toList(),
                TWO_OF_ALL.firstTasks().toList());
    }

    @Test
    void axesThatDecidePacksVarySlowest() {
        var packs = GreedyPacks.of(tasks(TWO_OF_ALL).toList(), Integer.MAX_VALUE);
        // Two noises, learning rates, seedings, initialisers and scales, and three seeds.
        packs.forEach(pack -> assertEquals(32 * 3, pack.size()));
        // Two architectures, activations, losses and numbers of epochs.
        assertEquals(16, packs.size());
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, -2, -100, Long.MIN_VALUE, 512 * 3, 512 * 3 + 1, Long.MAX_VALUE})
    void anIndexOutsideTheGridIsRefused(long index) {
        var thrown = assertThrows(IndexOutOfBoundsException.class, () -> TWO_OF_ALL.task(index));
        assertEquals("the grid has no task " + index, thrown.getMessage());
    }

    @Test
    void theLastIndexIsTheLastOfEveryAxis() {
        assertEquals(
                new Task.Builder()
                        .with(ConfigurationKeys.DATASET, new Xor(40, 0.5, 0.25, false))
                        .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-4-1"))
                        .with(ConfigurationKeys.ACTIVATION, new LeakyRelu(0.5))
                        .with(ConfigurationKeys.INIT, new He())
                        .with(ConfigurationKeys.SCALE, 1.0)
                        .with(ConfigurationKeys.LOSS, new BinaryCrossEntropy(1e-8))
                        .with(ConfigurationKeys.OPTIMIZER, new GradientDescent(0.2))
                        .with(ConfigurationKeys.EPOCHS, 2)
                        .with(ConfigurationKeys.SEED, 3L)
                        .with(ConfigurationKeys.SEEDING, Seeding.INDEPENDENT)
                        .build(),
                TWO_OF_ALL.task(TWO_OF_ALL.size() - 1));
    }

    @Test
    @Timeout(120)
    void aGridOfAnySizeCostsNothingPerTask() {
        for (long size : new long[] {10_000_000, TRILLION, Long.MAX_VALUE / 4}) {
            var grid = grid(List.of(new Relu(), new Tanh()), List.of(1), List.of(1.0, 2.0), seeds(0, size - 1));
            assertEquals(4, grid.cells());
            assertEquals(4 * size, grid.size());
            assertEquals(25, grid.keys().size());
            var random = new Random(size);
            for (int i = 0; i < 100_000; i++) {
                long index = (long) (random.nextDouble() * grid.size());
                var task = grid.task(index);
                assertEquals(index % size, task.seed());
                assertEquals(index / size % 2 == 0 ? 1.0 : 2.0, task.scale());
                assertEquals(index / size / 2 == 0 ? new Relu() : new Tanh(), task.activation());
            }
        }
    }

    @Test
    void moreTasksThanALongCountsOverflow() {
        var most = seeds(0, Long.MAX_VALUE - 1);
        assertThrows(
                ArithmeticException.class, () -> grid(List.of(new Relu(), new Tanh()), List.of(1), List.of(1.0), most));
        var tooMany = seeds(0, Long.MAX_VALUE);
        assertThrows(ArithmeticException.class, tooMany::size);
        assertThrows(ArithmeticException.class, () -> grid(List.of(new Relu()), List.of(1), List.of(1.0), tooMany));
    }

    @Test
    void keysAreThoseWithAnEffectInTheOrderOfAll() {
        var grid = grid(List.of(new Relu(), new Tanh()), List.of(1), List.of(1.0), seeds(0, 9));
        assertEquals(
                List.of(
                        "dataset",
                        "dataset_n",
                        "dataset_noise",
                        "dataset_test_fraction",
                        "dataset_relabel_after_noise",
                        "dataset_stratified",
                        "dataset_generator",
                        "architecture",
                        "activation",
                        "init",
                        "init_generator",
                        "scale",
                        "bias_init",
                        "loss",
                        "loss_clip",
                        "optimizer",
                        "learning_rate",
                        "optimizer_weight_decay",
                        "optimizer_clip_norm",
                        "schedule",
                        "schedule_warm_up",
                        "batch",
                        "epochs",
                        "seed",
                        "seeding"),
                grid.keys().stream().map(TaskKey::column).toList());
        assertInOrder(grid.keys());
    }

    @Test
    void aKeyThatOneAlternativeAloneHasIsAmongTheKeys() {
        for (var activations : List.<List<Activation>>of(
                List.of(new LeakyRelu(0.1)),
                List.of(new LeakyRelu(0.1), new Relu()),
                List.of(new Relu(), new Tanh(), new LeakyRelu(0.1)))) {
            var keys = grid(activations, List.of(1, 2), List.of(1.0, 2.0), seeds(0, 9))
                    .keys();
            var columns = keys.stream().map(TaskKey::column).toList();
            assertEquals(26, columns.size());
            assertEquals("activation_slope", columns.get(columns.indexOf("activation") + 1));
            assertInOrder(keys);
        }
    }

    private static void assertInOrder(List<TaskKey> keys) {
        assertEquals(TaskKey.ALL.stream().filter(keys::contains).toList(), keys);
    }

    @ParameterizedTest
    @CsvSource({
        // log-every, rows of 0 epochs, of 10, of 12
        "1, 1, 11, 13",
        "2, 1, 6, 7",
        "3, 1, 5, 5",
        "5, 1, 3, 4",
        "7, 1, 3, 3",
        "10, 1, 2, 3",
        "11, 1, 2, 3",
        "12, 1, 2, 2",
        "2147483647, 1, 2, 2"
    })
    void rowsAreThoseOfTheLoggedEpochsAndOfTheLast(int logEvery, int ofNone, int ofTen, int ofTwelve) {
        var seeds = seeds(0, 4);
        for (int[] expected : new int[][] {{0, ofNone}, {10, ofTen}, {12, ofTwelve}}) {
            var sweep = sweep(grid(List.of(new Relu()), List.of(expected[0]), List.of(1.0), seeds), logEvery);
            assertEquals(5L * expected[1], sweep.rows());
            assertEquals(5L * expected[0], sweep.modelEpochs());
        }
        var all = sweep(grid(List.of(new Relu(), new Tanh()), List.of(0, 10, 12), List.of(1.0, 2.0), seeds), logEvery);
        assertEquals(20L * (ofNone + ofTen + ofTwelve), all.rows());
        assertEquals(20L * 22, all.modelEpochs());
    }

    @Test
    void moreRowsOrEpochsThanALongCountsOverflow() {
        var sweep = sweep(grid(List.of(new Relu()), List.of(1, 1_000_000_000), List.of(1.0), seeds(0, TRILLION)), 1);
        assertThrows(ArithmeticException.class, sweep::modelEpochs);
        assertThrows(ArithmeticException.class, sweep::rows);
    }

    @Test
    void predictedSecondsAreThoseOfEachCellTimesTheSeeds() {
        var sweep = sweep(grid(List.of(new Relu()), List.of(1, 10), List.of(1.0, 2.0), seeds(0, 99)), 1);
        assertEquals(100 * (1 + 2 + 10 + 20), sweep.sum(task -> task.epochs() * task.scale()));
    }

    private static Sweep sweep(Grid grid, int logEvery) {
        return new Sweep("test", grid, Logging.every(logEvery), Execution.DEFAULT, "");
    }

    @Test
    void gridsAndTasksSurviveJavaSerialization() throws Exception {
        assertEquals(TWO_OF_ALL, roundTrip(TWO_OF_ALL));
        for (long index : new long[] {0, 777, TWO_OF_ALL.size() - 1}) {
            assertEquals(TWO_OF_ALL.task(index), roundTrip(TWO_OF_ALL.task(index)));
            assertEquals(
                    TWO_OF_ALL.task(index).id(),
                    roundTrip(TWO_OF_ALL).task(index).id());
        }
    }

    @Test
    void aGridTravelsAsItsAxes() throws Exception {
        var small = serialized(grid(List.of(new Relu()), List.of(1), List.of(1.0), seeds(0, 0)));
        var large = serialized(grid(List.of(new Relu()), List.of(1), List.of(1.0), seeds(0, TRILLION)));
        assertTrue(large.length <= small.length + 8);
    }

    private static byte[] serialized(Object value) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        return bytes.toByteArray();
    }

    @SuppressWarnings({"unchecked", "BanSerializableRead"}) // reads what the line before has written
    private static <V> V roundTrip(V value) throws Exception {
        try (var in = new ObjectInputStream(new ByteArrayInputStream(serialized(value)))) {
            return (V) in.readObject();
        }
    }
}
