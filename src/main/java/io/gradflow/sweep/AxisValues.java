package io.gradflow.sweep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Predicate;

/**
 * The values of an axis, without repetitions, in order.
 *
 * @param <V> the type of the values
 */
sealed interface AxisValues<V> extends Serializable permits AxisValues.Listed, AxisValues.Unset, Seeds {

    /**
     * How many there are.
     *
     * @throws ArithmeticException if there are more than 2^63 - 1
     */
    long size();

    /** The value at an index, from 0. */
    V get(long index);

    /** The values that are also among others, in the order of these. */
    AxisValues<V> retain(AxisValues<?> others);

    /** The values that are not among others, in any order. */
    AxisValues<V> without(AxisValues<?> others);

    boolean isEmpty();

    /** Whether some of the values are also among others. */
    boolean overlaps(AxisValues<?> others);

    /** Values one by one. */
    record Listed<V>(List<V> values) implements AxisValues<V> {
        /** Searching a list of up to this length is faster than building a set. */
        private static final int SHORT = 16;

        public Listed {
            values = List.copyOf(values);
        }

        @Override
        public long size() {
            return values.size();
        }

        @Override
        public V get(long index) {
            return values.get(Math.toIntExact(index));
        }

        @Override
        public AxisValues<V> retain(AxisValues<?> others) {
            if (!(others instanceof Listed<?> list)) {
                return new Listed<>(List.of());
            }
            return values.equals(list.values) ? this : filter(list.membership());
        }

        @Override
        public AxisValues<V> without(AxisValues<?> others) {
            return others instanceof Listed<?> list ? filter(list.membership().negate()) : this;
        }

        @Override
        public boolean isEmpty() {
            return values.isEmpty();
        }

        @Override
        public boolean overlaps(AxisValues<?> others) {
            return others instanceof Listed<?> list
                    && (values.equals(list.values) || values.stream().anyMatch(list.membership()));
        }

        /** The values that satisfy a condition; this object itself if all do. */
        Listed<V> filter(Predicate<Object> condition) {
            var filtered = new ArrayList<V>();
            for (var value : values) {
                if (condition.test(value)) {
                    filtered.add(value);
                }
            }
            return filtered.size() == values.size() ? this : new Listed<>(filtered);
        }

        private Predicate<Object> membership() {
            return values.size() <= SHORT ? values::contains : new HashSet<Object>(values)::contains;
        }
    }

    /** An axis that is not set. Tasks have the default of its key, or no value, so it counts as one value. */
    record Unset<V>() implements AxisValues<V> {
        @Override
        public long size() {
            return 1;
        }

        /** Always null, as there is no value to set. */
        @Override
        public V get(long index) {
            return null;
        }

        @Override
        public AxisValues<V> retain(AxisValues<?> others) {
            return overlaps(others) ? this : new Listed<>(List.of());
        }

        @Override
        public AxisValues<V> without(AxisValues<?> others) {
            return overlaps(others) ? new Listed<>(List.of()) : this;
        }

        @Override
        public boolean isEmpty() {
            return false;
        }

        @Override
        public boolean overlaps(AxisValues<?> others) {
            return others instanceof Unset;
        }
    }
}
