package io.gradflow.sweep;

import java.io.Serializable;
import java.util.ArrayList;
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
import java.util.stream.Stream;

/**
 * The tasks of grids in packs, as a pure function from an index to the tasks of a pack: like a grid, it holds nothing for a
 * single task. No fewer packs of that size hold the tasks of a grid: of those that run the same instructions, at most the
 * last pack is not full.
 */
public final class Packs implements Serializable {
    private static final long serialVersionUID = 1;

    private final int packSize;
    private final long count;
    private final long tasks;

    /** By the index of their first pack. */
    private final TreeMap<Long, Part> parts = new TreeMap<>();

    /** Runs, one after the other: tasks that can share packs. */
    private sealed interface Part extends Serializable permits Product, Listed {
        long packs();

        /** The tasks of a pack of this part. */
        Stream<Task> tasks(long pack, int packSize);

        /** The sum of the packs over one task of each. */
        double sumOverPacks(ToDoubleFunction<Task> ofTask);
    }

    /**
     * A whole grid with datasets that can share a pack, and so the optimizers and batchings: the tasks of an architecture,
     * activation, loss and number of epochs follow one another.
     */
    private record Product(Grid grid, long runs, long runLength, long packsPerRun) implements Part {
        static Product of(Grid grid, int packSize) {
            long runs = (long) grid.architectures().size()
                    * grid.activations().size()
                    * grid.losses().size()
                    * grid.epochs().size();
            long runLength = grid.size() / runs;
            return new Product(grid, runs, runLength, (runLength - 1) / packSize + 1);
        }

        @Override
        public long packs() {
            return runs * packsPerRun;
        }

        @Override
        public Stream<Task> tasks(long pack, int packSize) {
            long runStart = pack / packsPerRun * runLength;
            long start = pack % packsPerRun * packSize;
            long length = Math.min(packSize, runLength - start);
            return LongStream.range(0, length).mapToObj(i -> grid.task(runStart + start + i));
        }

        @Override
        public double sumOverPacks(ToDoubleFunction<Task> ofTask) {
            return packsPerRun
                    * LongStream.range(0, runs)
                            .mapToObj(run -> grid.task(run * runLength))
                            .mapToDouble(ofTask)
                            .sum();
        }
    }

    /** One run of listed combinations of everything but the seed. */
    private record Listed(Grid grid, long[] combinations, long packs) implements Part {
        static Listed of(Grid grid, long[] combinations, int packSize) {
            long tasks = Math.multiplyExact(combinations.length, grid.seeds().size());
            return new Listed(grid, combinations, (tasks - 1) / packSize + 1);
        }

        @Override
        public Stream<Task> tasks(long pack, int packSize) {
            long seeds = grid.seeds().size();
            long start = pack * packSize;
            long length = Math.min(packSize, combinations.length * seeds - start);
            return LongStream.range(start, start + length)
                    .mapToObj(i -> grid.task(combinations[(int) (i / seeds)] * seeds + i % seeds));
        }

        @Override
        public double sumOverPacks(ToDoubleFunction<Task> ofTask) {
            return packs * ofTask.applyAsDouble(grid.firstTask(combinations[0]));
        }
    }

    /**
     * Packs of up to {@code packSize} tasks.
     *
     * @param packSize at least 1
     */
    public Packs(Grids grids, int packSize) {
        if (packSize < 1) {
            throw new IllegalArgumentException("pack size must be at least 1, but is " + packSize);
        }
        this.packSize = packSize;
        tasks = grids.size();
        long first = 0;
        for (var member : grids.members()) {
            for (var part : parts(member)) {
                parts.put(first, part);
                first = Math.addExact(first, part.packs());
            }
        }
        count = first;
    }

    private List<Part> parts(Grids.Member member) {
        return member.combinations() == null ? products(member.grid()) : listed(member);
    }

    private List<Part> products(Grid grid) {
        var datasets = grid.datasets();
        var optimizers = grid.optimizers();
        var batches = grid.batches();
        var products = new ArrayList<Part>();
        for (var alikeDatasets : alike(datasets, dataset -> grid.with(List.of(dataset), optimizers, batches))) {
            for (var alikeBatches : alike(batches, batch -> grid.with(datasets, optimizers, List.of(batch)))) {
                for (var alikeOptimizers :
                        alike(optimizers, optimizer -> grid.with(datasets, List.of(optimizer), batches))) {
                    products.add(Product.of(grid.with(alikeDatasets, alikeOptimizers, alikeBatches), packSize));
                }
            }
        }
        return products;
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

    private List<Part> listed(Grids.Member member) {
        var runs = new LinkedHashMap<Instructions, LongStream.Builder>();
        for (long combination : member.combinations()) {
            runs.computeIfAbsent(Instructions.of(member.grid().firstTask(combination)), any -> LongStream.builder())
                    .add(combination);
        }
        var parts = new ArrayList<Part>();
        runs.values().forEach(run -> parts.add(Listed.of(member.grid(), run.build().toArray(), packSize)));
        return parts;
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
     * The tasks of a pack, in the order of its grid.
     *
     * @param index from 0 to {@link #count()} - 1
     * @throws IndexOutOfBoundsException if there is no such pack
     */
    public Iterator<Task> tasks(long index) {
        Objects.checkIndex(index, count);
        var entry = parts.floorEntry(index);
        return entry.getValue().tasks(index - entry.getKey(), packSize).iterator();
    }

    /**
     * A sum over all lanes: one without a task counts like its neighbours.
     *
     * @param ofTask what is added up; must be equal for tasks that may share a pack
     */
    public double sumOverLanes(ToDoubleFunction<Task> ofTask) {
        return packSize
                * parts.values().stream()
                        .mapToDouble(part -> part.sumOverPacks(ofTask))
                        .sum();
    }
}
