package io.gradflow.sweep;

import java.io.Serializable;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What is to be trained, as a pure function from an index to a task: nothing is held for a single task, so a grid of
 * ten million costs no more than one of ten.
 *
 * <p>It is a union of {@link Product}s of the axes, less what was excluded. Both are worked out on the values of the
 * axes: what a product has in common with another, or with a rule that excludes, is a product again, and what is left
 * is a few. So each task is there once, however many products name it.
 *
 * <p>Within a product the axes that decide which tasks can share a {@link Pack} vary slowest and the seeds fastest, so
 * that neighbours share packs. {@link Packs} are made of it.
 */
public final class Grid implements Serializable {
    private static final long serialVersionUID = 1;

    /** The products as they were written, with excluded tasks and repetitions. */
    @SuppressWarnings("serial") // List.copyOf is serialisable
    private final List<Product> named;

    /** The products that are left; no two have a task in common. */
    @SuppressWarnings("serial") // List.copyOf is serialisable
    private final List<Product> parts;

    /** The parts by the index of their first task. */
    private final TreeMap<Long, Product> byFirstIndex = new TreeMap<>();

    private final long size;
    private final long cells;
    private final long excludedTasks;
    private final long excludedCells;
    private final long namedTwice;

    /**
     * A grid of products.
     *
     * @param named the products as they were written
     * @param left the products that exclusion has left, with at least one task in all
     * @throws ArithmeticException if there are more than 2^63 - 1 tasks, repetitions included
     */
    Grid(List<Product> named, List<Product> left) {
        this.named = List.copyOf(named);
        parts = List.copyOf(Product.disjoint(left));
        long first = 0;
        for (var part : parts) {
            byFirstIndex.put(first, part);
            first = Math.addExact(first, part.size());
        }
        size = first;
        cells = cells(parts);
        namedTwice = size(left) - size;
        boolean isWhole = left.equals(named);
        excludedTasks = isWhole ? 0 : size(Product.disjoint(named)) - size;
        excludedCells = isWhole ? 0 : cells(named) - cells;
    }

    /** The grid that is one product. */
    static Grid of(Product product) {
        return new Grid(List.of(product), List.of(product));
    }

    private static long size(List<Product> products) {
        return products.stream().mapToLong(Product::size).reduce(0, Math::addExact);
    }

    /** How many cells there are in all. Products may have cells in common, with different seeds. */
    private static long cells(List<Product> products) {
        return size(Product.disjoint(products.stream().map(Product::ofCells).toList()));
    }

    /** How many cells there are: combinations of everything but the seeds. */
    public long cells() {
        return cells;
    }

    /** How many tasks there are. */
    public long size() {
        return size;
    }

    /** How many cells have no task because they were excluded. */
    public long excludedCells() {
        return excludedCells;
    }

    /** How many tasks were excluded. */
    public long excludedTasks() {
        return excludedTasks;
    }

    /** How many times a part of the configuration names a task that an earlier part has named. */
    public long namedTwice() {
        return namedTwice;
    }

    /** The products that the grid is made of; no two have a task in common. */
    List<Product> parts() {
        return parts;
    }

    /**
     * The task at an index.
     *
     * @param index from 0 to {@link #size()} - 1
     * @throws IndexOutOfBoundsException if there is no such task
     */
    public Task task(long index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("the grid has no task " + index);
        }
        var entry = byFirstIndex.floorEntry(index);
        return entry.getValue().task(index - entry.getKey());
    }

    /** The first task of each cell of each part, in order. */
    Stream<Task> firstTasks() {
        return parts.stream().flatMap(Product::firstTasks);
    }

    /**
     * A sum over all tasks.
     *
     * @param ofTask the summand; must not depend on a task's seeds
     */
    double sum(ToDoubleFunction<Task> ofTask) {
        return parts.stream()
                .mapToDouble(part -> part.firstTasks().mapToDouble(ofTask).sum() * part.tasksPerCell())
                .sum();
    }

    /**
     * A sum over all tasks, without visiting them.
     *
     * @param perTask what is added up, by a task's number of epochs
     * @throws ArithmeticException if the sum is greater than 2^63 - 1
     */
    long sumByEpochs(IntToLongFunction perTask) {
        long sum = 0;
        for (var part : parts) {
            var epochs = part.values(ConfigurationKeys.EPOCHS);
            long tasksOfEach = part.size() / epochs.size();
            for (long i = 0; i < epochs.size(); i++) {
                sum = Math.addExact(sum, Math.multiplyExact(perTask.applyAsLong(epochs.get(i)), tasksOfEach));
            }
        }
        return sum;
    }

    /** Whether a long can count the tasks, their epochs, and their rows, even if each epoch gives one. */
    boolean isCountable() {
        try {
            return sumByEpochs(epochs -> epochs + 1L) >= 0;
        } catch (ArithmeticException e) {
            return false;
        }
    }

    /** The values of an axis other than of seeds that some task has, in the order in which they were written. */
    <V> List<V> values(Axis<V> axis) {
        if (parts.size() == 1 && parts.get(0).values(axis) instanceof AxisValues.Listed<V> listed) {
            return listed.values();
        }
        var there = new HashSet<V>();
        parts.forEach(part -> there.addAll(listed(part, axis)));
        var inOrder = new LinkedHashSet<V>();
        named.forEach(product -> inOrder.addAll(listed(product, axis)));
        inOrder.retainAll(there);
        return List.copyOf(inOrder);
    }

    private static <V> List<V> listed(Product product, Axis<V> axis) {
        return product.values(axis) instanceof AxisValues.Listed<V> listed ? listed.values() : List.of();
    }

    /** All seeds that some task has on an axis. */
    Seeds seeds(Axis<Long> axis) {
        Seeds all = null;
        for (var part : parts) {
            if (part.values(axis) instanceof Seeds seeds) {
                all = all == null ? seeds : all.plus(seeds.without(all));
            }
        }
        return all == null ? new Seeds(List.of()) : all;
    }

    /** All seeds that some task has under a key of seeds; none if no task has a seed of its own there. */
    public Seeds seeds(TaskKey key) {
        if (key.axis() instanceof Axis.OfSeeds axis) {
            return seeds(axis);
        }
        throw new IllegalArgumentException(key.path() + " is no key of seeds");
    }

    /** The keys that have an effect in some task of the grid: the key columns of its tables. */
    public List<TaskKey> keys() {
        return List.copyOf(values().keySet());
    }

    /**
     * The values of each key that has an effect, without repetitions, in the order in which they were written. Keys of
     * seeds have only some of their values.
     */
    public Map<TaskKey, List<Object>> values() {
        var shown = new HashMap<Axis<?>, List<Task>>();
        ConfigurationKeys.ALL.forEach(axis -> shown.put(axis, tasksThatShow(axis)));
        var values = new LinkedHashMap<TaskKey, List<Object>>();
        for (var key : TaskKey.ALL) {
            var distinct = shown.get(key.axis()).stream()
                    .map(key::value)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            if (!distinct.isEmpty()) {
                values.put(key, distinct);
            }
        }
        return values;
    }

    /**
     * Tasks that together have each value of an axis, or some values of an axis of seeds. Their other values are any.
     */
    private <V> List<Task> tasksThatShow(Axis<V> axis) {
        var first = parts.get(0);
        if (axis.isSeed()) {
            return parts.stream()
                    .filter(part -> part.values(axis) instanceof Seeds)
                    .limit(1)
                    .map(part -> part.task(0))
                    .toList();
        }
        var values = values(axis);
        return values.isEmpty()
                ? List.of(first.task(0))
                : values.stream()
                        .map(value -> first.with(axis, List.of(value)).task(0))
                        .toList();
    }

    /** Equal when the products are, as they were written and as they are left. */
    @Override
    public boolean equals(Object other) {
        return other instanceof Grid grid && named.equals(grid.named) && parts.equals(grid.parts);
    }

    @Override
    public int hashCode() {
        return Objects.hash(named, parts);
    }
}
