package io.gradflow.sweep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/**
 * The tasks of a grid in packs, as a pure function from an index to a pack. Like the grid, it holds nothing for a
 * single task. It makes as few packs of the given size as possible: of the packs whose tasks could share one, only the
 * last is not full.
 *
 * <p>First, each product of the grid is divided until all its datasets, and all its optimizers, may share a pack.
 * Products that have traits in common are then divided further, until they have the same values on all axes whose
 * values must be equal within a pack, or no combination of such values in common. Products with the same values form a
 * block.
 *
 * <p>A stretch is the part of a block that has one combination of the values that must be equal. Its tasks follow one
 * another, and any of them may share a pack. Stretches whose packs take longest come first, so that at the end of a
 * sweep no core has a long one left.
 *
 * <p>The place of a task is its index in this order. Packs may be made of some of the tasks only, given by their
 * places.
 */
public final class Packs implements Serializable {
    private static final long serialVersionUID = 1;

    private final int packSize;

    @SuppressWarnings("serial") // List.copyOf is serialisable
    private final List<Block> blocks;

    /** The block of each stretch, as an index of {@link #blocks}. */
    private final int[] blockOf;

    /** The index of each stretch within its block. */
    private final long[] indexInBlock;

    /** The predicted core-seconds of one pack of each stretch. */
    private final double[] secondsPerPack;

    /** The place of the first task of each stretch; then the number of places. */
    private final long[] firstPlace;

    /** The places of the tasks that packs are made of; null if packs are made of all tasks. */
    private final ChosenPlaces chosen;

    /** How many tasks in packs come before each stretch; then how many there are. */
    private final long[] tasksBefore;

    /** How many packs come before each stretch; then how many there are. */
    private final long[] packsBefore;

    /** The predicted core-seconds of the packs before each stretch; then of all packs. */
    private final double[] secondsBefore;

    /**
     * Products with the same values, in the same order, on the axes whose values must be equal within a pack. A block
     * has a stretch for each combination of these values, one after the other and all of the same length. Each stretch
     * has some tasks of every product.
     */
    private static final class Block implements Serializable {
        private static final long serialVersionUID = 1;

        @SuppressWarnings("serial") // List.copyOf is serialisable
        private final List<Product> products;

        private final long stretches;
        private final long stretchLength;

        Block(List<Product> products) {
            this.products = List.copyOf(products);
            stretches = products.get(0).combinationsOfEqualValues();
            stretchLength = products.stream().mapToLong(this::lengthIn).sum();
        }

        /** How many tasks of a stretch are of that product. */
        private long lengthIn(Product product) {
            return product.size() / stretches;
        }

        Task task(long stretch, long index) {
            long rest = index;
            for (var product : products) {
                long length = lengthIn(product);
                if (rest < length) {
                    return product.task(stretch * length + rest);
                }
                rest -= length;
            }
            throw new IndexOutOfBoundsException("task " + index + " of a stretch of " + stretchLength);
        }
    }

    /** A stretch of a block, and the predicted core-seconds of one of its packs. */
    private record Stretch(int block, long indexInBlock, double secondsPerPack) {}

    /**
     * Packs of up to {@code packSize} tasks.
     *
     * @param packSize at least 1
     * @param seconds the predicted core-seconds of a task, as its share of a full pack; must be equal for tasks that
     *     may share a pack
     */
    public Packs(Grid grid, int packSize, ToDoubleFunction<Task> seconds) {
        if (packSize < 1) {
            throw new IllegalArgumentException("pack size must be at least 1, but is " + packSize);
        }
        this.packSize = packSize;
        blocks = together(grid.parts()).stream().map(Block::new).toList();
        var stretches = IntStream.range(0, blocks.size())
                .boxed()
                .flatMap(block -> stretches(block, seconds))
                .sorted(Comparator.comparingDouble(Stretch::secondsPerPack).reversed())
                .toList();
        blockOf = stretches.stream().mapToInt(Stretch::block).toArray();
        indexInBlock = stretches.stream().mapToLong(Stretch::indexInBlock).toArray();
        secondsPerPack = stretches.stream().mapToDouble(Stretch::secondsPerPack).toArray();
        firstPlace = new long[blockOf.length + 1];
        for (int i = 0; i < blockOf.length; i++) {
            firstPlace[i + 1] = firstPlace[i] + blocks.get(blockOf[i]).stretchLength;
        }
        chosen = null;
        tasksBefore = firstPlace;
        packsBefore = new long[blockOf.length + 1];
        secondsBefore = new double[blockOf.length + 1];
        addUp();
    }

    private Packs(Packs all, ChosenPlaces chosen) {
        packSize = all.packSize;
        blocks = all.blocks;
        blockOf = all.blockOf;
        indexInBlock = all.indexInBlock;
        secondsPerPack = all.secondsPerPack;
        firstPlace = all.firstPlace;
        this.chosen = chosen;
        tasksBefore = Arrays.stream(firstPlace).map(chosen::countBelow).toArray();
        packsBefore = new long[blockOf.length + 1];
        secondsBefore = new double[blockOf.length + 1];
        addUp();
    }

    private Stream<Stretch> stretches(int block, ToDoubleFunction<Task> seconds) {
        return LongStream.range(0, blocks.get(block).stretches)
                .mapToObj(index -> new Stretch(
                        block,
                        index,
                        packSize * seconds.applyAsDouble(blocks.get(block).task(index, 0))));
    }

    private void addUp() {
        for (int i = 0; i < blockOf.length; i++) {
            long tasks = tasksBefore[i + 1] - tasksBefore[i];
            long packs = tasks == 0 ? 0 : (tasks - 1) / packSize + 1;
            packsBefore[i + 1] = packsBefore[i] + packs;
            secondsBefore[i + 1] = secondsBefore[i] + packs * secondsPerPack[i];
        }
    }

    /**
     * Packs of some of the tasks of these packs, as few as possible.
     *
     * @param places of the tasks, each below {@link #places()}; the set must not be changed afterwards
     */
    public Packs of(Roaring64NavigableMap places) {
        return new Packs(this, new ChosenPlaces(places));
    }

    /** The products of each block. */
    private static List<List<Product>> together(List<Product> parts) {
        var equalValues = parts.get(0).ofEqualValues();
        var byTraits = new LinkedHashMap<PackTraits, List<List<Product>>>();
        for (var part : parts) {
            for (var product : dividedByTraits(part)) {
                // These are the traits that products share whatever their values on the axes that must be equal: there
                // all products are given the same values.
                var traits = PackTraits.of(product.with(equalValues).task(0));
                add(product, byTraits.computeIfAbsent(traits, t -> new ArrayList<>()));
            }
        }
        return byTraits.values().stream().flatMap(List::stream).toList();
    }

    /**
     * A product, divided along the axes of which a pack may have some values, until each part may share packs there.
     */
    private static List<Product> dividedByTraits(Product part) {
        var products = List.of(part);
        for (int i = ConfigurationKeys.ALL.size() - 1; i >= 0; i--) {
            var axis = ConfigurationKeys.ALL.get(i);
            if (axis.sharing().extent() == Axis.Sharing.Extent.SOME) {
                products = products.stream()
                        .flatMap(product -> dividedByTraits(product, axis).stream())
                        .toList();
            }
        }
        return products;
    }

    private static <V> List<Product> dividedByTraits(Product product, Axis<V> axis) {
        if (!(product.values(axis) instanceof AxisValues.Listed<V> listed)) {
            return List.of(product);
        }
        Collection<List<V>> groups = listed.values().stream()
                .collect(Collectors.groupingBy(axis.sharing().trait(), LinkedHashMap::new, Collectors.toList()))
                .values();
        return groups.size() == 1
                ? List.of(product)
                : groups.stream().map(group -> product.with(axis, group)).toList();
    }

    /**
     * Adds a product to the blocks that have its traits. The product and a block are both divided if they have only
     * some combinations of the values that must be equal in common.
     */
    private static void add(Product product, List<List<Product>> blocks) {
        var values = product.ofEqualValues();
        for (int i = 0; i < blocks.size(); i++) {
            var block = blocks.get(i);
            var valuesOfBlock = block.get(0).ofEqualValues();
            var common = valuesOfBlock.retain(values);
            if (common.isPresent()) {
                var grown = new ArrayList<>(restricted(block, common.get()));
                grown.add(product.with(common.get()));
                blocks.set(i, grown);
                valuesOfBlock.without(values).forEach(other -> blocks.add(restricted(block, other)));
                values.without(valuesOfBlock).forEach(other -> add(product.with(other), blocks));
                return;
            }
        }
        blocks.add(List.of(product));
    }

    private static List<Product> restricted(List<Product> block, Product values) {
        return block.stream().map(product -> product.with(values)).toList();
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

    /** The predicted core-seconds of all packs. A lane without a task counts like its neighbours. */
    public double seconds() {
        return secondsBefore(count());
    }

    /**
     * The predicted core-seconds of the packs before one of them.
     *
     * @param pack from 0 to {@link #count()}
     */
    public double secondsBefore(long pack) {
        Objects.checkIndex(pack, count() + 1);
        int stretch = find(packsBefore, pack);
        return stretch == blockOf.length
                ? secondsBefore[stretch]
                : secondsBefore[stretch] + (pack - packsBefore[stretch]) * secondsPerPack[stretch];
    }

    /**
     * The last pack before which all packs together take no more than so many core-seconds, at most {@link #count()}.
     */
    public long packAt(double seconds) {
        int found = Arrays.binarySearch(secondsBefore, seconds);
        int stretch = Math.min(found >= 0 ? found : -found - 2, blockOf.length - 1);
        if (stretch < 0) {
            return 0;
        }
        double packs = (seconds - secondsBefore[stretch]) / secondsPerPack[stretch];
        return packs >= 0
                ? Math.min(packsBefore[stretch] + (long) packs, packsBefore[stretch + 1])
                : packsBefore[stretch];
    }

    /**
     * The task at a place.
     *
     * @param place from 0 to {@link #places()} - 1
     */
    public Task task(long place) {
        Objects.checkIndex(place, places());
        return taskOf(find(firstPlace, place), place);
    }

    /**
     * The pack at an index. Its tasks are in the order of their places.
     *
     * @param index from 0 to {@link #count()} - 1
     * @throws IndexOutOfBoundsException if there is no such pack
     */
    public Pack pack(long index) {
        Objects.checkIndex(index, count());
        int stretch = find(packsBefore, index);
        long first = tasksBefore[stretch] + (index - packsBefore[stretch]) * packSize;
        long length = Math.min(packSize, tasksBefore[stretch + 1] - first);
        return new Pack(LongStream.range(first, first + length)
                .map(i -> chosen == null ? i : chosen.get(i))
                .mapToObj(place -> taskOf(stretch, place))
                .toList());
    }

    private Task taskOf(int stretch, long place) {
        return blocks.get(blockOf[stretch]).task(indexInBlock[stretch], place - firstPlace[stretch]);
    }

    /**
     * The stretch that has the task, the pack or the place of an index; if several stretches begin there, the last.
     *
     * @param before how many tasks, packs or places come before each stretch
     */
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
