package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Xor;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.initializer.He;
import io.gradflow.nn.initializer.Xavier;
import io.gradflow.nn.optimizer.GradientDescent;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Unions of products less what rules exclude, against sets of tasks that name each. */
class UnionTest {
    private static final int[] SIZES = {1, 2, 3, 8, 13};

    /** Products and rules, and the grid that was made of them. */
    record Union(List<Product> products, List<Exclusion> rules, Grid grid) {
        static Union of(List<Product> products, List<Exclusion> rules) {
            var left = new ArrayList<Product>();
            for (var product : products) {
                var pieces = List.of(product);
                for (var rule : rules) {
                    var excluded = rule.in(product);
                    if (excluded.isPresent()) {
                        pieces = Product.withoutEach(pieces, excluded.get());
                    }
                }
                left.addAll(pieces);
            }
            return new Union(products, rules, left.isEmpty() ? null : new Grid(products, left));
        }

        Set<Task> named() {
            return products.stream()
                    .flatMap(product -> Products.combinations(product).stream())
                    .collect(Collectors.toSet());
        }

        List<Set<Task>> left() {
            return products.stream()
                    .map(product -> Products.combinations(product).stream()
                            .filter(task -> rules.stream().noneMatch(rule -> excludes(rule, task)))
                            .collect(Collectors.toSet()))
                    .toList();
        }

        private static boolean excludes(Exclusion rule, Task task) {
            return rule.conditions().entrySet().stream()
                    .allMatch(condition -> condition.getValue().test(value(condition.getKey(), task)));
        }

        private static Object value(Axis<?> axis, Task task) {
            return axis.equals(ConfigurationKeys.SCALE)
                    ? (Object) task.scale()
                    : axis.equals(ConfigurationKeys.ACTIVATION)
                            ? task.activation()
                            : axis.equals(ConfigurationKeys.INIT) ? task.init() : task.dataset();
        }
    }

    private static Union union(Random random) {
        var products = Stream.generate(() -> product(random))
                .limit(1 + random.nextInt(4))
                .toList();
        var rules = Stream.generate(() -> rule(random)).limit(random.nextInt(4)).toList();
        return Union.of(products, rules);
    }

    private static Product product(Random random) {
        var product = Products.ONE
                .with(
                        ConfigurationKeys.DATASET,
                        some(random, List.of(new Xor(40, 0, 0.25, false), new Xor(80, 0, 0.25, false), xor(0.5))))
                .with(
                        ConfigurationKeys.ARCHITECTURE,
                        some(random, List.of(architecture("2-3-1"), architecture("2-4-1"))))
                .with(ConfigurationKeys.ACTIVATION, some(random, List.of(new Relu(), new Tanh(), new LeakyRelu(0.1))))
                .with(
                        ConfigurationKeys.OPTIMIZER,
                        some(random, List.of(new GradientDescent(0.1), new GradientDescent(0.2))))
                .with(ConfigurationKeys.INIT, some(random, List.of(new Xavier(), new He())))
                .with(ConfigurationKeys.SCALE, some(random, List.of(0.5, 1.0, 2.0)))
                .with(ConfigurationKeys.SEED, seeds(random));
        var withData = random.nextInt(3) == 0 ? product.with(ConfigurationKeys.DATA_SEED, seeds(random)) : product;
        return random.nextInt(3) == 0 ? withData.with(ConfigurationKeys.INIT_SEED, seeds(random)) : withData;
    }

    private static Xor xor(double noise) {
        return new Xor(40, noise, 0.25, false);
    }

    private static Architecture architecture(String widths) {
        return Architecture.parse(widths);
    }

    private static Seeds seeds(Random random) {
        long first = random.nextInt(4);
        long step = 1L + random.nextInt(2);
        return new Seeds(List.of(new Seeds.Range(first, first + step * random.nextInt(3), step)));
    }

    private static Exclusion rule(Random random) {
        var conditions = new HashMap<Axis<?>, Predicate<Object>>();
        add(conditions, random, ConfigurationKeys.SCALE, List.of(0.5, 1.0));
        add(conditions, random, ConfigurationKeys.ACTIVATION, List.of(new Relu(), new LeakyRelu(0.1)));
        add(conditions, random, ConfigurationKeys.INIT, List.of(new He()));
        add(conditions, random, ConfigurationKeys.DATASET, List.of(xor(0.5), xor(0)));
        if (conditions.isEmpty()) {
            conditions.put(ConfigurationKeys.SCALE, List.of(2.0)::contains);
        }
        return new Exclusion(Map.copyOf(conditions));
    }

    private static <V> void add(
            Map<Axis<?>, Predicate<Object>> conditions, Random random, Axis<V> axis, List<? extends V> values) {
        if (random.nextInt(3) == 0) {
            conditions.put(axis, some(random, values)::contains);
        }
    }

    private static <V> List<V> some(Random random, List<V> values) {
        var some = new ArrayList<>(values);
        Collections.shuffle(some, random);
        return some.subList(0, 1 + random.nextInt(values.size()));
    }

    static Stream<Union> unions() {
        var random = new Random(20260104);
        return Stream.generate(() -> union(random))
                .filter(union -> union.grid() != null)
                .limit(150);
    }

    private static Set<Task> union(List<Set<Task>> sets) {
        return sets.stream().flatMap(Set::stream).collect(Collectors.toSet());
    }

    private static long cells(Set<Task> tasks) {
        return tasks.stream()
                .map(task -> TaskKey.ALL.stream()
                        .filter(key -> !key.isSeed())
                        .map(key -> String.valueOf(key.value(task)))
                        .toList())
                .distinct()
                .count();
    }

    @ParameterizedTest
    @MethodSource("unions")
    void indexesCoverTheUnionLessTheExcludedExactlyOnce(Union union) {
        var expected = union(union.left());
        var tasks = Products.tasks(union.grid()).toList();
        assertEquals(expected.size(), tasks.size());
        assertEquals(expected, new HashSet<>(tasks));
        assertEquals(
                tasks.size(),
                tasks.stream().map(Task::id).collect(Collectors.toSet()).size());
    }

    @ParameterizedTest
    @MethodSource("unions")
    void countsAreThoseOfSets(Union union) {
        var grid = union.grid();
        var left = union.left();
        var tasks = union(left);
        var named = union.named();
        assertEquals(tasks.size(), grid.size());
        assertEquals(cells(tasks), grid.cells());
        assertEquals(named.size() - tasks.size(), grid.excludedTasks());
        assertEquals(cells(named) - cells(tasks), grid.excludedCells());
        assertEquals(left.stream().mapToLong(Set::size).sum() - tasks.size(), grid.namedTwice());
        assertEquals(tasks.stream().mapToDouble(UnionTest::cost).sum(), grid.sum(UnionTest::cost), 1e-9 * tasks.size());
    }

    private static double cost(Task task) {
        return task.scale() * task.architecture().weightCount();
    }

    @ParameterizedTest
    @MethodSource("unions")
    void keysHaveTheValuesOfTheTasks(Union union) {
        var tasks = union(union.left());
        var values = union.grid().values();
        for (var key : TaskKey.ALL) {
            var expected = tasks.stream()
                    .map(key::value)
                    .filter(value -> value != null)
                    .collect(Collectors.toSet());
            var actual = values.getOrDefault(key, List.of());
            if (key.isSeed()) {
                var seeds = union.grid().seeds(key);
                assertEquals(
                        expected,
                        LongStream.range(0, seeds.size()).mapToObj(seeds::get).collect(Collectors.toSet()));
                assertEquals(expected.size(), seeds.size());
                assertEquals(expected.isEmpty(), actual.isEmpty());
            } else {
                assertEquals(expected, new HashSet<>(actual));
                assertEquals(expected.size(), actual.size());
            }
        }
        assertEquals(List.copyOf(values.keySet()), union.grid().keys());
    }

    @ParameterizedTest
    @MethodSource("unions")
    void eachTaskIsInOnePackAndNoFewerPacksHoldThem(Union union) {
        var byTraits = Products.tasks(union.grid()).collect(Collectors.groupingBy(PackTraits::of));
        for (int size : SIZES) {
            var packs =
                    new Packs(union.grid(), size, task -> task.architecture().weightCount());
            var packed = LongStream.range(0, packs.count())
                    .mapToObj(pack -> packs.pack(pack).tasks())
                    .toList();
            var tasks = packed.stream().flatMap(List::stream).toList();
            assertEquals(union.grid().size(), tasks.size());
            assertEquals(Products.tasks(union.grid()).collect(Collectors.toSet()), new HashSet<>(tasks));
            long fewest = byTraits.values().stream()
                    .mapToLong(alike -> (alike.size() + (long) size - 1) / size)
                    .sum();
            assertEquals(fewest, packs.count(), "size " + size);
            assertEquals(
                    packed.stream()
                            .mapToDouble(
                                    pack -> size * pack.get(0).architecture().weightCount())
                            .sum(),
                    packs.seconds());
            assertEquals(packed, GreedyPacks.of(tasks, size));
        }
    }

    @Test
    void valuesKeepTheOrderInWhichTheyWereWritten() {
        var product = Products.ONE
                .with(ConfigurationKeys.SCALE, List.of(0.5, 1.0, 2.0))
                .with(ConfigurationKeys.INIT, List.of(new He(), new Xavier()));
        var grid = Union.of(
                        List.of(product),
                        List.of(new Exclusion(Map.of(
                                ConfigurationKeys.INIT,
                                List.of(new He())::contains,
                                ConfigurationKeys.SCALE,
                                List.of(0.5)::contains))))
                .grid();
        assertEquals(List.of(new He(), new Xavier()), grid.values(ConfigurationKeys.INIT));
        assertEquals(List.of(0.5, 1.0, 2.0), grid.values(ConfigurationKeys.SCALE));
    }

    @Test
    @Timeout(120)
    void gridsOfAnySizeCostNothingPerTask() throws Exception {
        long many = 100_000_000_000L;
        var scales = IntStream.rangeClosed(1, 3000).mapToObj(i -> i / 8.0).toList();
        var rates = IntStream.rangeClosed(1, 3400)
                .mapToObj(i -> new GradientDescent(i / 1024.0))
                .toList();
        var one = Products.ONE
                .with(ConfigurationKeys.SCALE, scales)
                .with(ConfigurationKeys.OPTIMIZER, rates)
                .with(ConfigurationKeys.SEED, Products.seeds(0, many - 1));
        var other = one.with(ConfigurationKeys.SEED, Products.seeds(many / 2, 2 * many - 1));
        var union = Union.of(
                List.of(one, other),
                List.of(new Exclusion(Map.of(
                        ConfigurationKeys.SCALE,
                        List.of(1.0, 2.0)::contains,
                        ConfigurationKeys.OPTIMIZER,
                        rates.subList(0, 100)::contains))));
        var grid = union.grid();
        long cells = 3000L * 3400 - 200;
        assertEquals(cells, grid.cells());
        assertEquals(200, grid.excludedCells());
        assertEquals(cells * (2 * many), grid.size());
        assertEquals(cells * (many / 2), grid.namedTwice());
        var packs = new Packs(grid, 8, task -> 0);
        assertEquals(grid.size() / 8, packs.count());
        assertTrue(packs.pack(packs.count() - 1).tasks().size() == 8);
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(packs);
        }
        assertTrue(bytes.size() < 1_000_000, "" + bytes.size());
    }
}
