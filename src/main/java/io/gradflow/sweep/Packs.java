package io.gradflow.sweep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/**
 * The tasks of a grid in packs, as a pure function from an index to the tasks of a pack: like the grid, it holds nothing
 * for a single task. No fewer packs of that size hold the tasks: of those that run the same instructions, at most the
 * last pack is not full.
 *
 * <p>The products of the grid are taken apart until each has only datasets that can share a pack and optimizers that can,
 * and until two that can share packs can do so with all their values of the axes that must be equal within a pack. Those
 * that can are put together as a block. For each combination of the values that must be equal, the tasks of a block follow
 * one another, and all of them can share packs: a run. Runs whose packs take longest come first, so that at the end of a
 * sweep no core has a long one left.
 *
 * <p>The place of a task is its number in this order. Packs may be made of some of the tasks only, by their places.
 */
public final class Packs implements Serializable {
    private static final long serialVersionUID = 1;

    private final int packSize;

    @SuppressWarnings("serial") // List.copyOf is serialisable
    private final List<Block> blocks;

    /** Of each run its block, as an index, and its number within the block. */
    private final int[] blockOf;

    private final long[] numberOf;

    private final double[] secondsPerPack;

    /** Of each run the place of its first task; and the number of places. */
    private final long[] firstPlace;

    /** The places of the tasks that packs are made of; null if it is all of them. */
    private final Roaring64NavigableMap chosen;

    /** How many tasks, packs, and seconds come before each run; and in all. */
    private final long[] tasksBefore;

    private final long[] packsBefore;

    private final double[] secondsBefore;

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

        Block(List<Product> products) {
            this.products = List.copyOf(products);
            runs = products.get(0).runs();
            runLength = products.stream().mapToLong(this::lengthIn).sum();
        }

        /** How many tasks of a run are of that product. */
        private long lengthIn(Product product) {
            return product.size() / runs;
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

    /** A run of a block, and what one of its packs takes. */
    private record Run(int block, long number, double secondsPerPack) {}

    /**
     * Packs of up to {@code packSize} tasks, all of which take equally long.
     *
     * @param packSize at least 1
     */
    public Packs(Grid grid, int packSize) {
        this(grid, packSize, task -> 0);
    }

    /**
     * Packs of up to {@code packSize} tasks.
     *
     * @param packSize at least 1
     * @param seconds what a task takes, as its share of a full pack; must be equal for tasks that may share a pack
     */
    public Packs(Grid grid, int packSize, ToDoubleFunction<Task> seconds) {
        if (packSize < 1) {
            throw new IllegalArgumentException("pack size must be at least 1, but is " + packSize);
        }
        this.packSize = packSize;
        blocks = together(grid.parts()).stream().map(Block::new).toList();
        var runs = IntStream.range(0, blocks.size())
                .boxed()
                .flatMap(block -> LongStream.range(0, blocks.get(block).runs)
                        .mapToObj(number -> new Run(
                                block,
                                number,
                                packSize
                                        * seconds.applyAsDouble(
                                                blocks.get(block).task(number, 0)))))
                .sorted(Comparator.comparingDouble(Run::secondsPerPack).reversed())
                .toList();
        blockOf = runs.stream().mapToInt(Run::block).toArray();
        numberOf = runs.stream().mapToLong(Run::number).toArray();
        secondsPerPack = runs.stream().mapToDouble(Run::secondsPerPack).toArray();
        firstPlace = new long[blockOf.length + 1];
        for (int run = 0; run < blockOf.length; run++) {
            firstPlace[run + 1] = firstPlace[run] + blocks.get(blockOf[run]).runLength;
        }
        chosen = null;
        tasksBefore = firstPlace;
        packsBefore = new long[blockOf.length + 1];
        secondsBefore = new double[blockOf.length + 1];
        addUp();
    }

    private Packs(Packs all, Roaring64NavigableMap chosen) {
        packSize = all.packSize;
        blocks = all.blocks;
        blockOf = all.blockOf;
        numberOf = all.numberOf;
        secondsPerPack = all.secondsPerPack;
        firstPlace = all.firstPlace;
        this.chosen = chosen;
        tasksBefore = Arrays.stream(firstPlace)
                .map(place -> place == 0 ? 0 : chosen.rankLong(place - 1))
                .toArray();
        packsBefore = new long[blockOf.length + 1];
        secondsBefore = new double[blockOf.length + 1];
        addUp();
    }

    private void addUp() {
        for (int run = 0; run < blockOf.length; run++) {
            long tasks = tasksBefore[run + 1] - tasksBefore[run];
            long packs = tasks == 0 ? 0 : (tasks - 1) / packSize + 1;
            packsBefore[run + 1] = packsBefore[run] + packs;
            secondsBefore[run + 1] = secondsBefore[run] + packs * secondsPerPack[run];
        }
    }

    /**
     * Packs of some of the tasks of these, as full as can be.
     *
     * @param places of the tasks, each below {@link #places()}; not changed from then on
     */
    public Packs of(Roaring64NavigableMap places) {
        return new Packs(this, places);
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
        return packsBefore[blockOf.length];
    }

    /** How many tasks the packs have. */
    public long tasks() {
        return tasksBefore[blockOf.length];
    }

    /** How many tasks the grid has. */
    public long places() {
        return firstPlace[blockOf.length];
    }

    /** The share of the lanes that have a task, above 0 and up to 1; NaN without packs. */
    public double filled() {
        return tasks() / ((double) count() * packSize);
    }

    /** What all packs take on one core, by prediction; a lane without a task counts like its neighbours. */
    public double seconds() {
        return secondsBefore(count());
    }

    /**
     * What the packs before one of them take on one core, by prediction.
     *
     * @param pack from 0 to {@link #count()}
     */
    public double secondsBefore(long pack) {
        Objects.checkIndex(pack, count() + 1);
        int run = find(packsBefore, pack);
        return run == blockOf.length
                ? secondsBefore[run]
                : secondsBefore[run] + (pack - packsBefore[run]) * secondsPerPack[run];
    }

    /** The last pack before which all packs together take no more than so many seconds, at most {@link #count()}. */
    public long packAt(double seconds) {
        int place = Arrays.binarySearch(secondsBefore, seconds);
        int run = Math.min(place >= 0 ? place : -place - 2, blockOf.length - 1);
        if (run < 0) {
            return 0;
        }
        double packs = (seconds - secondsBefore[run]) / secondsPerPack[run];
        return packs >= 0 ? Math.min(packsBefore[run] + (long) packs, packsBefore[run + 1]) : packsBefore[run];
    }

    /**
     * The task at a place.
     *
     * @param place from 0 to {@link #places()} - 1
     */
    public Task task(long place) {
        Objects.checkIndex(place, places());
        int run = find(firstPlace, place);
        return blocks.get(blockOf[run]).task(numberOf[run], place - firstPlace[run]);
    }

    /**
     * The tasks of a pack, in the order of the grid.
     *
     * @param index from 0 to {@link #count()} - 1
     * @throws IndexOutOfBoundsException if there is no such pack
     */
    public Iterator<Task> tasks(long index) {
        Objects.checkIndex(index, count());
        int run = find(packsBefore, index);
        long first = tasksBefore[run] + (index - packsBefore[run]) * packSize;
        long length = Math.min(packSize, tasksBefore[run + 1] - first);
        var block = blocks.get(blockOf[run]);
        return LongStream.range(0, length)
                .map(i -> chosen == null ? first + i : chosen.select(first + i))
                .mapToObj(place -> block.task(numberOf[run], place - firstPlace[run]))
                .iterator();
    }

    /** The run in which something is of which so much comes before each; of several at the same place the last. */
    private static int find(long[] before, long index) {
        int found = Arrays.binarySearch(before, index);
        if (found < 0) {
            return -found - 2;
        }
        while (found + 1 < before.length && before[found + 1] == index) {
            found++;
        }
        return found;
    }
}
