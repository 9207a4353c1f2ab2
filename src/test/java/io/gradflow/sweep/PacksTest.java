package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Dataset;
import io.gradflow.data.Xor;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.activation.Softsign;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.initializer.He;
import io.gradflow.nn.initializer.Xavier;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.random.Seeding;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

class PacksTest {
    private static final int[] SIZES = {1, 2, 3, 4, 5, 7, 8, 13, 64, Integer.MAX_VALUE};

    /** Every other one has as many samples as the one before. */
    private static final List<Dataset> DATASETS = List.of(
            new Xor(40, 0, 0.25, false),
            new Xor(80, 0, 0.25, false),
            new Xor(40, 0.5, 0.26, false),
            new Xor(80, 0, 0.125, false),
            new Xor(80, 0.5, 0.25, true));

    /** What may be on the axes of a grid, in any order. */
    private static Grid grid(Random random) {
        long firstSeed = random.nextInt(100);
        return Grid.of(Product.UNSET
                .with(ConfigurationKeys.DATASET, some(random, DATASETS))
                .with(
                        ConfigurationKeys.ARCHITECTURE,
                        some(random, List.of(Architecture.parse("2-3-1"), Architecture.parse("2-3-3-1"))))
                .with(
                        ConfigurationKeys.ACTIVATION,
                        some(
                                random,
                                List.<Activation>of(new Tanh(), new Relu(), new LeakyRelu(0.1), new LeakyRelu(0.2))))
                .with(
                        ConfigurationKeys.LOSS,
                        some(random, List.of(new BinaryCrossEntropy(0), new BinaryCrossEntropy(1e-8))))
                .with(
                        ConfigurationKeys.OPTIMIZER,
                        some(
                                random,
                                List.of(new GradientDescent(0.1), new GradientDescent(0.2), new GradientDescent(0.3))))
                .with(ConfigurationKeys.EPOCHS, some(random, List.of(0, 5)))
                .with(ConfigurationKeys.SEEDING, some(random, List.of(Seeding.values())))
                .with(ConfigurationKeys.INIT, some(random, List.of(new Xavier(), new He())))
                .with(ConfigurationKeys.SCALE, some(random, List.of(0.5, 1.0, 2.0)))
                .with(
                        ConfigurationKeys.SEED,
                        new Seeds(List.of(
                                new Seeds.Range(firstSeed, firstSeed + random.nextInt(4)),
                                new Seeds.Range(1000, 1000)))));
    }

    private static <V> List<V> some(Random random, List<V> values) {
        var some = new ArrayList<>(values);
        Collections.shuffle(some, random);
        return some.subList(0, 1 + random.nextInt(values.size()));
    }

    static Stream<Grid> grids() {
        var random = new Random(20260102);
        return Stream.generate(() -> grid(random)).limit(40);
    }

    private static Grid grid(List<Dataset> datasets, List<Activation> activations, List<Double> scales, long seeds) {
        return Grid.of(Products.of(datasets, activations, scales, Products.seeds(0, seeds - 1)));
    }

    private static List<List<Task>> all(Packs packs) {
        return LongStream.range(0, packs.count())
                .mapToObj(pack -> packs.pack(pack).tasks())
                .toList();
    }

    private static Map<PackTraits, List<Task>> byTraits(Stream<Task> tasks) {
        return tasks.collect(Collectors.groupingBy(PackTraits::of, LinkedHashMap::new, Collectors.toList()));
    }

    private static Stream<Task> tasks(Grid grid) {
        return LongStream.range(0, grid.size()).mapToObj(grid::task);
    }

    @ParameterizedTest
    @MethodSource("grids")
    void eachTaskIsInOnePackInOrder(Grid grid) {
        for (int size : SIZES) {
            var packed = all(new Packs(grid, size, task -> 0)).stream().flatMap(List::stream);
            assertEquals(byTraits(tasks(grid)), byTraits(packed), "size " + size);
        }
    }

    @ParameterizedTest
    @MethodSource("grids")
    void noFewerPacksHoldTheTasks(Grid grid) {
        for (int size : SIZES) {
            var packs = new Packs(grid, size, task -> 0);
            long fewest = byTraits(tasks(grid)).values().stream()
                    .mapToLong(alike -> (alike.size() + (long) size - 1) / size)
                    .sum();
            assertEquals(fewest, packs.count(), "size " + size);
            assertEquals((double) grid.size() / ((double) fewest * size), packs.filled());
            for (var tasks : all(packs)) {
                assertTrue(tasks.size() <= size);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("grids")
    void neighboursThatMaySharePacksDo(Grid grid) {
        var random = new Random(grid.hashCode());
        for (int size : SIZES) {
            var packs = all(new Packs(grid, size, task -> 0));
            for (int cut = 0; cut < 20; cut++) {
                int from = random.nextInt(packs.size());
                var some = packs.subList(from, from + 1 + random.nextInt(packs.size() - from));
                assertEquals(
                        some, GreedyPacks.of(some.stream().flatMap(List::stream).toList(), size));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("grids")
    void aLaneWithoutATaskCostsAsMuchAsItsNeighbours(Grid grid) {
        for (int size : SIZES) {
            var packs = new Packs(grid, size, PacksTest::cost);
            double expected = all(packs).stream()
                    .mapToDouble(tasks -> size * cost(tasks.get(0)))
                    .sum();
            assertEquals(expected, packs.seconds(), expected * 1e-12);
        }
    }

    private static double cost(Task task) {
        return task.epochs()
                + 10L * task.architecture().layers()
                + task.dataset().trainCount();
    }

    @Test
    void thirtyNetworksOfAnActivationAreFourPacksOfEight() {
        var grid = grid(
                List.of(DATASETS.get(0)),
                List.of(new Relu(), new Tanh(), new LeakyRelu(0.1), new Softsign()),
                List.of(0.5, 1.0, 2.0),
                10);
        var packs = new Packs(grid, 8, task -> 0);
        assertEquals(16, packs.count());
        assertEquals(120 / 128.0, packs.filled());
        assertEquals(
                List.of(8, 8, 8, 6, 8, 8, 8, 6, 8, 8, 8, 6, 8, 8, 8, 6),
                all(packs).stream().map(List::size).toList());
    }

    @Test
    void datasetsThatAreAlikeSharePacksThoughOthersStandBetweenThem() {
        var packs = new Packs(grid(DATASETS, List.of(new Tanh()), List.of(1.0), 3), 8, task -> 0);
        // Two datasets of 30 training samples, two of 60, one of 70.
        assertEquals(
                List.of(List.of(30), List.of(60), List.of(70)),
                all(packs).stream()
                        .map(tasks -> tasks.stream()
                                .map(task -> task.dataset().trainCount())
                                .distinct()
                                .toList())
                        .toList());
        assertEquals(List.of(6, 6, 3), all(packs).stream().map(List::size).toList());
    }

    @Test
    @Timeout(120)
    void packsOfAGridOfAnySizeCostNothingPerTask() throws Exception {
        long seeds = 1_000_000_000_000L;
        var grid = grid(DATASETS, List.of(new Relu(), new Tanh()), List.of(1.0, 2.0), seeds);
        var packs = new Packs(grid, 8, Task::epochs);
        assertEquals(grid.size() / 8, packs.count());
        assertEquals(1, packs.filled());
        assertEquals(8.0 * packs.count() * 5, packs.seconds());
        var last = packs.pack(packs.count() - 1).tasks();
        assertEquals(
                LongStream.range(seeds - 8, seeds).boxed().toList(),
                last.stream().map(Task::seed).toList());
        assertTrue(serializedLength(packs) < 20_000);
    }

    private static int serializedLength(Packs packs) throws Exception {
        return serialized(packs).length;
    }

    private static byte[] serialized(Packs packs) throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(packs);
        }
        return bytes.toByteArray();
    }

    /** An executor makes one copy of what is sent to it, which its threads share from the first moment. */
    @Test
    void threadsMayShareACopyOfPacksOfSomeTasks() throws Exception {
        // The chosen places are far apart, so that their ranks take long to compute.
        int chosen = 4_000;
        var places = new Roaring64NavigableMap();
        LongStream.range(0, chosen).forEach(i -> places.addLong(i << 32));
        var grid = grid(List.of(DATASETS.get(0)), List.of(new Tanh()), List.of(1.0), (long) chosen << 32);
        var sent = serialized(new Packs(grid, 1, task -> 0).of(places));
        int threads = 4;
        var executor = Executors.newFixedThreadPool(threads);
        try {
            for (int copy = 0; copy < 50; copy++) {
                Packs packs;
                try (var in = new ObjectInputStream(new ByteArrayInputStream(sent))) {
                    packs = (Packs) in.readObject();
                }
                var start = new CyclicBarrier(threads);
                Callable<Long> seedOfLast = () -> {
                    start.await();
                    return packs.pack(chosen - 1).tasks().get(0).seed();
                };
                for (var seed : executor.invokeAll(Collections.nCopies(threads, seedOfLast))) {
                    assertEquals((long) (chosen - 1) << 32, seed.get());
                }
            }
        } finally {
            executor.shutdown();
        }
    }

    @Test
    void asManyTasksAsALongCountsArePacked() {
        var grid = grid(List.of(DATASETS.get(0)), List.of(new Tanh()), List.of(1.0), Long.MAX_VALUE);
        for (int size : SIZES) {
            var packs = new Packs(grid, size, task -> 0);
            assertEquals((Long.MAX_VALUE - 1) / size + 1, packs.count());
            long last = (packs.count() - 1) * size;
            assertEquals(last, packs.pack(packs.count() - 1).tasks().get(0).seed());
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 16, 17, Long.MAX_VALUE})
    void anIndexOutsideIsRefused(long index) {
        var packs = new Packs(grid(List.of(DATASETS.get(0)), List.of(new Tanh()), List.of(1.0), 128), 8, task -> 0);
        assertThrows(IndexOutOfBoundsException.class, () -> packs.pack(index));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -8})
    void aSizeBelowOneIsRefused(int size) {
        var grid = grid(List.of(DATASETS.get(0)), List.of(new Tanh()), List.of(1.0), 1);
        var thrown = assertThrows(IllegalArgumentException.class, () -> new Packs(grid, size, task -> 0));
        assertEquals("pack size must be at least 1, but is " + size, thrown.getMessage());
    }
}
