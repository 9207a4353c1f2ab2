package io.gradflow.sweep;

import java.io.Serializable;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The tasks of a grid in packs, as a pure function from an index to the tasks of a pack: like the grid, it holds nothing
 * for a single task. No fewer packs of that size hold the tasks: of those that run the same instructions, at most the
 * last pack is not full.
 *
 * <p>The grid is taken apart by the datasets that can share a pack and the optimizers that can. In each part the tasks of
 * an architecture, activation, loss and number of epochs follow one another, and all of them can share packs: a run.
 */
public final class Packs implements Serializable {
    private static final long serialVersionUID = 1;

    private final int packSize;
    private final long count;
    private final long tasks;

    /** By the index of their first pack. */
    private final TreeMap<Long, Part> parts = new TreeMap<>();

    /** Runs of equal length, one after the other. */
    private record Part(Grid grid, long runs, long runLength, long packsPerRun) implements Serializable {
        static Part of(Grid grid, int packSize) {
            long runs = (long) grid.architectures().size()
                    * grid.activations().size()
                    * grid.losses().size()
                    * grid.epochs().size();
            long runLength = grid.size() / runs;
            return new Part(grid, runs, runLength, (runLength - 1) / packSize + 1);
        }

        long packs() {
            return runs * packsPerRun;
        }
    }

    /**
     * Packs of up to {@code packSize} tasks.
     *
     * @param packSize at least 1
     */
    public Packs(Grid grid, int packSize) {
        if (packSize < 1) {
            throw new IllegalArgumentException("pack size must be at least 1, but is " + packSize);
        }
        this.packSize = packSize;
        tasks = grid.size();
        var optimizerGroups = alike(grid.optimizers(), optimizer -> grid.with(grid.datasets(), List.of(optimizer)));
        long first = 0;
        for (var datasets : alike(grid.datasets(), dataset -> grid.with(List.of(dataset), grid.optimizers()))) {
            for (var optimizers : optimizerGroups) {
                var part = Part.of(grid.with(datasets, optimizers), packSize);
                parts.put(first, part);
                first += part.packs();
            }
        }
        count = first;
    }

    /** The values of an axis, grouped by the instructions of a task that has them. */
    private static <V> Collection<List<V>> alike(List<V> axis, Function<V, Grid> gridWith) {
        return axis.stream()
                .collect(Collectors.groupingBy(
                        value -> Instructions.of(gridWith.apply(value).task(0)),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values();
    }

    /** How many packs there are. */
    public long count() {
        return count;
    }

    /** The share of the lanes that have a task, above 0 and up to 1. */
    public double filled() {
        return tasks / ((double) count * packSize);
    }

    /**
     * The tasks of a pack, in the order of the grid.
     *
     * @param index from 0 to {@link #count()} - 1
     * @throws IndexOutOfBoundsException if there is no such pack
     */
    public Iterator<Task> tasks(long index) {
        Objects.checkIndex(index, count);
        var entry = parts.floorEntry(index);
        var part = entry.getValue();
        long indexInPart = index - entry.getKey();
        long runStart = indexInPart / part.packsPerRun * part.runLength;
        long start = indexInPart % part.packsPerRun * packSize;
        long length = Math.min(packSize, part.runLength - start);
        return LongStream.range(0, length)
                .mapToObj(i -> part.grid.task(runStart + start + i))
                .iterator();
    }

    /**
     * A sum over all lanes: one without a task counts like its neighbours.
     *
     * @param ofTask what is added up; must be equal for tasks that may share a pack
     */
    public double sumOverLanes(ToDoubleFunction<Task> ofTask) {
        double sum = 0;
        for (var part : parts.values()) {
            double ofFirstTasks = LongStream.range(0, part.runs)
                    .mapToObj(run -> part.grid.task(run * part.runLength))
                    .mapToDouble(ofTask)
                    .sum();
            sum += ofFirstTasks * part.packsPerRun * packSize;
        }
        return sum;
    }
}
