package io.gradflow.sweep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The tasks of a grid in packs, as a pure function from an index to the tasks of a pack: like the grid, it holds nothing
 * for a single task. No fewer packs of that size hold the tasks: of those that run the same instructions, at most the
 * last pack is not full.
 *
 * <p>The products of the grid are taken apart until each has only datasets that can share a pack and optimizers that can,
 * and until two that can share packs can do so with all their values of the axes that must be equal within a pack. Those
 * that can are put together as a block. For each combination of the values that must be equal, the tasks of a block follow
 * one another, and all of them can share packs: a run.
 */
public final class Packs implements Serializable {
    private static final long serialVersionUID = 1;

    private final int packSize;
    private final long count;
    private final long tasks;

    /** By the index of their first pack. */
    private final TreeMap<Long, Block> blocks = new TreeMap<>();

    /**
     * Products with the same values on the axes that must be equal within a pack, in the same order: as many runs of equal
     * length, one after the other, each with some tasks of all products.
     */
    private static final class Block implements Serializable {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // List.copyOf is serialisable
        private final List<Product> products;

        private final long runs;
        private final long runLength;
        private final long packsPerRun;

        Block(List<Product> products, int packSize) {
            this.products = List.copyOf(products);
            runs = products.get(0).runs();
            runLength = products.stream().mapToLong(this::lengthIn).sum();
            packsPerRun = (runLength - 1) / packSize + 1;
        }

        /** How many tasks of a run are of that product. */
        private long lengthIn(Product product) {
            return product.size() / runs;
        }

        long packs() {
            return runs * packsPerRun;
        }

        Task task(long run, long index) {
            long rest = index;
            for (var product : products) {
                long length = lengthIn(product);
                if (rest < length) {
                    return product.task(run * length + rest);
                }
                rest -= length;
            }
            throw new IndexOutOfBoundsException("task " + index + " of a run of " + runLength);
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
        long first = 0;
        for (var products : together(grid.parts())) {
            var block = new Block(products, packSize);
            blocks.put(first, block);
            first += block.packs();
        }
        count = first;
    }

    /** The products of each block. */
    private static List<List<Product>> together(List<Product> parts) {
        var runs = parts.get(0).ofRuns();
        var byInstructions = new LinkedHashMap<Instructions, List<List<Product>>>();
        for (var part : parts) {
            for (var product : alike(part)) {
                // Of the values that must be equal, each product has its own: the same are taken for all to tell the
                // rest.
                var instructions = Instructions.of(product.with(runs).task(0));
                add(product, byInstructions.computeIfAbsent(instructions, i -> new ArrayList<>()));
            }
        }
        return byInstructions.values().stream().flatMap(List::stream).toList();
    }

    /** A product as products, each of which has only values that can share packs where such values need not be equal. */
    private static List<Product> alike(Product part) {
        var products = List.of(part);
        for (int i = Axes.ALL.size() - 1; i >= 0; i--) {
            var axis = Axes.ALL.get(i);
            if (axis.sharing() == Axis.Sharing.ALIKE) {
                products = products.stream()
                        .flatMap(product -> alike(product, axis).stream())
                        .toList();
            }
        }
        return products;
    }

    private static <V> List<Product> alike(Product product, Axis<V> axis) {
        if (!(product.values(axis) instanceof AxisValues.Listed<V> listed)) {
            return List.of(product);
        }
        Collection<List<V>> groups = listed.values().stream()
                .collect(Collectors.groupingBy(
                        value -> Instructions.of(
                                product.with(axis, List.of(value)).task(0)),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .values();
        return groups.size() == 1
                ? List.of(product)
                : groups.stream().map(group -> product.with(axis, group)).toList();
    }

    /** Adds a product to the blocks of its instructions; both are split where only some of their runs are the same. */
    private static void add(Product product, List<List<Product>> blocks) {
        var runs = product.ofRuns();
        for (int i = 0; i < blocks.size(); i++) {
            var block = blocks.get(i);
            var runsOfBlock = block.get(0).ofRuns();
            var common = runsOfBlock.retain(runs);
            if (common.isPresent()) {
                var grown = new ArrayList<>(restricted(block, common.get()));
                grown.add(product.with(common.get()));
                blocks.set(i, grown);
                runsOfBlock.without(runs).forEach(other -> blocks.add(restricted(block, other)));
                runs.without(runsOfBlock).forEach(other -> add(product.with(other), blocks));
                return;
            }
        }
        blocks.add(List.of(product));
    }

    private static List<Product> restricted(List<Product> block, Product runs) {
        return block.stream().map(product -> product.with(runs)).toList();
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
        var entry = blocks.floorEntry(index);
        var block = entry.getValue();
        long indexInBlock = index - entry.getKey();
        long run = indexInBlock / block.packsPerRun;
        long start = indexInBlock % block.packsPerRun * packSize;
        long length = Math.min(packSize, block.runLength - start);
        return LongStream.range(0, length)
                .mapToObj(i -> block.task(run, start + i))
                .iterator();
    }

    /**
     * A sum over all lanes: one without a task counts like its neighbours.
     *
     * @param ofTask what is added up; must be equal for tasks that may share a pack
     */
    public double sumOverLanes(ToDoubleFunction<Task> ofTask) {
        double sum = 0;
        for (var block : blocks.values()) {
            double ofFirstTasks = LongStream.range(0, block.runs)
                    .mapToObj(run -> block.task(run, 0))
                    .mapToDouble(ofTask)
                    .sum();
            sum += ofFirstTasks * block.packsPerRun * packSize;
        }
        return sum;
    }
}
