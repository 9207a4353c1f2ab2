package io.gradflow.sweep;

import io.gradflow.data.Dataset;
import io.gradflow.nn.Activation;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.Initializer;
import io.gradflow.nn.Loss;
import io.gradflow.nn.Optimizer;
import io.gradflow.random.Seeding;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The product of the axes, as a pure function from an index to a task: nothing is held for a single task, so a grid of
 * ten million costs no more than one of ten.
 *
 * <p>The axes that decide which tasks can share a {@link Pack} vary slowest and the seed fastest, so that neighbours
 * share packs. Datasets and optimizers lie between: some of theirs can share a pack, such as those that differ in noise
 * or learning rate. {@link Packs} are made of it.
 */
public record Grid(
        List<Dataset> datasets,
        List<Architecture> architectures,
        List<Activation> activations,
        List<Loss> losses,
        List<Optimizer> optimizers,
        List<Integer> epochs,
        List<Seeding> seedings,
        List<Initializer> inits,
        List<Double> scales,
        Seeds seeds)
        implements Serializable {

    public Grid {
        datasets = List.copyOf(datasets);
        architectures = List.copyOf(architectures);
        activations = List.copyOf(activations);
        losses = List.copyOf(losses);
        optimizers = List.copyOf(optimizers);
        epochs = List.copyOf(epochs);
        seedings = List.copyOf(seedings);
        inits = List.copyOf(inits);
        scales = List.copyOf(scales);
    }

    /** How many cells there are: combinations of everything but the seed. */
    public long cells() {
        long cells = 1;
        for (var axis : cellAxes()) {
            cells = Math.multiplyExact(cells, axis.size());
        }
        return cells;
    }

    /** All axes but the seed, fastest first. */
    private List<List<?>> cellAxes() {
        return List.of(scales, inits, seedings, optimizers, datasets, epochs, losses, activations, architectures);
    }

    /**
     * How many tasks there are.
     *
     * @throws ArithmeticException if there are more than 2^63 - 1
     */
    public long size() {
        return Math.multiplyExact(cells(), seeds.size());
    }

    /**
     * The task at an index.
     *
     * @param index from 0 to {@link #size()} - 1
     * @throws IndexOutOfBoundsException if there is no such task
     */
    public Task task(long index) {
        var position = new Position(index);
        long seed = seeds.get(position.next(seeds.size()));
        double scale = position.pick(scales);
        var init = position.pick(inits);
        var seeding = position.pick(seedings);
        var optimizer = position.pick(optimizers);
        var dataset = position.pick(datasets);
        int epochCount = position.pick(epochs);
        var loss = position.pick(losses);
        var activation = position.pick(activations);
        var architecture = position.pick(architectures);
        position.requireEnd();
        return new Task(dataset, architecture, activation, init, scale, loss, optimizer, epochCount, seed, seeding);
    }

    /** The same grid with other datasets and optimizers. */
    Grid with(List<Dataset> otherDatasets, List<Optimizer> otherOptimizers) {
        return new Grid(
                otherDatasets,
                architectures,
                activations,
                losses,
                otherOptimizers,
                epochs,
                seedings,
                inits,
                scales,
                seeds);
    }

    /** The first seed's task of each cell, in order. */
    Stream<Task> firstTasks() {
        return LongStream.range(0, cells()).mapToObj(cell -> task(cell * seeds.size()));
    }

    /** The keys that have an effect in some task of the grid: the key columns of its tables. */
    public List<TaskKey> keys() {
        return List.copyOf(values().keySet());
    }

    /**
     * The values of each key that has an effect, without repetitions, in the order of the grid; of the seeds only the
     * first and the last.
     */
    public Map<TaskKey, List<Object>> values() {
        var walked = walk();
        var values = new LinkedHashMap<TaskKey, List<Object>>();
        for (var key : TaskKey.ALL) {
            var distinct = walked.stream()
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

    /** Tasks that show each value of each axis: from the first task along each axis, as a key belongs to one axis. */
    private List<Task> walk() {
        var walked = new ArrayList<Task>();
        walked.add(task(0));
        walked.add(task(seeds.size() - 1));
        long stride = seeds.size();
        for (var axis : cellAxes()) {
            for (int i = 0; i < axis.size(); i++) {
                walked.add(task(i * stride));
            }
            stride *= axis.size();
        }
        return walked;
    }

    /** An index taken apart, fastest axis first. */
    private static final class Position {
        private final long index;
        private long rest;

        Position(long index) {
            if (index < 0) {
                throw outside(index);
            }
            this.index = index;
            this.rest = index;
        }

        long next(long axisSize) {
            long position = rest % axisSize;
            rest /= axisSize;
            return position;
        }

        <V> V pick(List<V> axis) {
            return axis.get((int) next(axis.size()));
        }

        void requireEnd() {
            if (rest != 0) {
                throw outside(index);
            }
        }

        private static IndexOutOfBoundsException outside(long index) {
            return new IndexOutOfBoundsException("the grid has no task " + index);
        }
    }
}
