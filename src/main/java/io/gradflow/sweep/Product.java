package io.gradflow.sweep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The combinations of the values of all axes, as a pure function from an index to a task: nothing is held for a single
 * task.
 *
 * @param values the values of each axis, in the order of {@link ConfigurationKeys#ALL}: the first varies fastest
 */
record Product(List<AxisValues<?>> values) implements Serializable {

    /** The product in which no axis is set. */
    static final Product UNSET =
            new Product(Collections.nCopies(ConfigurationKeys.ALL.size(), new AxisValues.Unset<>()));

    Product {
        values = List.copyOf(values);
    }

    <V> AxisValues<V> values(Axis<V> axis) {
        @SuppressWarnings("unchecked") // with() has put them there
        var ofAxis = (AxisValues<V>) values.get(axis.position());
        return ofAxis;
    }

    /** This product with other values on an axis. */
    <V> Product with(Axis<V> axis, AxisValues<V> axisValues) {
        return replaced(axis.position(), axisValues);
    }

    /** This product with other values on an axis. */
    <V> Product with(Axis<V> axis, List<? extends V> axisValues) {
        return with(axis, new AxisValues.Listed<V>(List.copyOf(axisValues)));
    }

    private Product replaced(int position, AxisValues<?> axisValues) {
        var changed = new ArrayList<>(values);
        changed.set(position, axisValues);
        return new Product(changed);
    }

    /**
     * How many tasks there are.
     *
     * @throws ArithmeticException if there are more than 2^63 - 1
     */
    long size() {
        return values.stream().mapToLong(AxisValues::size).reduce(1, Math::multiplyExact);
    }

    /** How many tasks each cell has. */
    long tasksPerCell() {
        return sizeWhere(axis -> axis.isSeed());
    }

    /** How many cells there are. */
    long cells() {
        return sizeWhere(axis -> !axis.isSeed());
    }

    /** How many combinations there are of the values that must be equal within a pack. */
    long combinationsOfEqualValues() {
        return sizeWhere(axis -> axis.sharing().extent() == Axis.Sharing.Extent.NONE_BUT_EQUAL);
    }

    private long sizeWhere(Predicate<Axis<?>> condition) {
        long size = 1;
        for (int i = 0; i < values.size(); i++) {
            if (condition.test(ConfigurationKeys.ALL.get(i))) {
                size = Math.multiplyExact(size, values.get(i).size());
            }
        }
        return size;
    }

    /** This product without its seeds: one combination for each cell. */
    Product ofCells() {
        return where(axis -> !axis.isSeed());
    }

    /** This product with only those axes set whose values must be equal within a pack. */
    Product ofEqualValues() {
        return where(axis -> axis.sharing().extent() == Axis.Sharing.Extent.NONE_BUT_EQUAL);
    }

    private Product where(Predicate<Axis<?>> condition) {
        var product = UNSET;
        for (int i = 0; i < values.size(); i++) {
            if (condition.test(ConfigurationKeys.ALL.get(i))) {
                product = product.replaced(i, values.get(i));
            }
        }
        return product;
    }

    /** This product with the values of another product on all axes that are set there. */
    Product with(Product other) {
        var changed = new ArrayList<>(values);
        for (int i = 0; i < changed.size(); i++) {
            if (!(other.values.get(i) instanceof AxisValues.Unset)) {
                changed.set(i, other.values.get(i));
            }
        }
        return new Product(changed);
    }

    /**
     * The task at an index.
     *
     * @param index from 0 to {@link #size()} - 1
     * @throws IndexOutOfBoundsException if there is no such task
     */
    Task task(long index) {
        long rest = index;
        var task = new Task.Builder();
        for (int i = 0; i < values.size(); i++) {
            var axisValues = values.get(i);
            long size = axisValues.size();
            task.set(i, size == 1 ? axisValues.get(0) : axisValues.get(Math.floorMod(rest, size)));
            rest /= size;
        }
        if (index < 0 || rest != 0) {
            throw new IndexOutOfBoundsException("the grid has no task " + index);
        }
        return task.build();
    }

    /** The first task of each cell, in order. */
    Stream<Task> firstTasks() {
        long tasksPerCell = tasksPerCell();
        return LongStream.range(0, cells()).mapToObj(cell -> task(cell * tasksPerCell));
    }

    /** The combinations that another product also has, in the order of this one; empty if there is none. */
    Optional<Product> retain(Product other) {
        if (!overlaps(other)) {
            return Optional.empty();
        }
        var common = new ArrayList<AxisValues<?>>();
        for (int i = 0; i < values.size(); i++) {
            common.add(values.get(i).retain(other.values.get(i)));
        }
        return Optional.of(new Product(common));
    }

    private boolean overlaps(Product other) {
        // The slowest axes have the fewest values.
        for (int i = values.size() - 1; i >= 0; i--) {
            if (!values.get(i).overlaps(other.values.get(i))) {
                return false;
            }
        }
        return true;
    }

    /**
     * The combinations that another product lacks, as products that have none in common. There is at most one for each
     * axis. The slowest axis is split first, so that tasks that may share packs stay together.
     */
    List<Product> without(Product other) {
        if (!overlaps(other)) {
            return List.of(this);
        }
        var pieces = new ArrayList<Product>();
        var common = this;
        for (int i = values.size() - 1; i >= 0; i--) {
            var outside = values.get(i).without(other.values.get(i));
            if (!outside.isEmpty()) {
                pieces.add(common.replaced(i, outside));
                common = common.replaced(i, values.get(i).retain(other.values.get(i)));
            }
        }
        return pieces;
    }

    /** Products that together have all combinations of the given products, each once. */
    static List<Product> disjoint(List<Product> products) {
        var disjoint = new ArrayList<Product>();
        for (var product : products) {
            var pieces = List.of(product);
            for (var earlier : disjoint) {
                pieces = withoutEach(pieces, earlier);
            }
            disjoint.addAll(pieces);
        }
        return disjoint;
    }

    /** The combinations of each of the products that another product lacks. */
    static List<Product> withoutEach(List<Product> products, Product other) {
        return products.stream()
                .flatMap(product -> product.without(other).stream())
                .toList();
    }
}
