package io.gradflow.sweep;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Seeds in an order, held as a few ranges, however many seeds these hold. */
public final class Seeds implements AxisValues<Long> {
    private static final long serialVersionUID = 1;

    /** The difference of two ranges is held in memory, so it must not have more pieces than this. */
    private static final int MAX_PIECES = 1_000_000;

    @SuppressWarnings("serial") // List.copyOf is serialisable
    private final List<Range> ranges;

    /** How many seeds come before each range, then how many there are. Null if that is more than 2^63 - 1. */
    private final long[] before;

    /**
     * The seeds {@code first, first + step .. last}, both included.
     *
     * @param last the last seed, a multiple of the step away from the first
     */
    public record Range(long first, long last, long step) implements Serializable {
        public Range {
            if (first < 0 || last < first || step < 1 || (last - first) % step != 0) {
                throw new IllegalArgumentException("seeds " + first + ".." + last + (step == 1 ? "" : " step " + step)
                        + " must ascend from 0 or more" + (step == 1 ? "" : " and reach their end"));
            }
            // A single seed has no step, and equal ranges must be equal.
            step = first == last ? 1 : step;
        }

        /** All seeds from the first to the last. */
        public Range(long first, long last) {
            this(first, last, 1);
        }

        /** How many seeds there are; throws an ArithmeticException if that is more than 2^63 - 1. */
        long size() {
            return Math.addExact((last - first) / step, 1);
        }

        private long get(long index) {
            return first + index * step;
        }

        /** The seeds that are also in another range; they are a range again, or empty. */
        private Optional<Range> retain(Range other) {
            long from = Math.max(first, other.first);
            long to = Math.min(last, other.last);
            if (from > to) {
                return Optional.empty();
            }
            if (step == 1 && other.step == 1) {
                return Optional.of(new Range(from, to));
            }
            // A common seed is first + step * k with step * k = other.first - first, modulo the other step.
            var ours = BigInteger.valueOf(step);
            var theirs = BigInteger.valueOf(other.step);
            var distance = BigInteger.valueOf(other.first).subtract(BigInteger.valueOf(first));
            var divisor = ours.gcd(theirs);
            if (distance.mod(divisor).signum() != 0) {
                return Optional.empty();
            }
            var modulus = theirs.divide(divisor);
            var k = modulus.equals(BigInteger.ONE)
                    ? BigInteger.ZERO
                    : distance.divide(divisor)
                            .multiply(ours.divide(divisor).modInverse(modulus))
                            .mod(modulus);
            var common = BigInteger.valueOf(first).add(ours.multiply(k));
            var commonStep = ours.multiply(modulus);
            var start = common.add(commonStep.multiply(stepsBetween(common, from, commonStep)));
            var end = BigInteger.valueOf(to);
            if (start.compareTo(end) > 0) {
                return Optional.empty();
            }
            var steps = end.subtract(start).divide(commonStep);
            long exactLast = start.add(steps.multiply(commonStep)).longValueExact();
            return Optional.of(
                    steps.signum() == 0
                            ? new Range(exactLast, exactLast)
                            : new Range(start.longValueExact(), exactLast, commonStep.longValueExact()));
        }

        /** How many steps it takes from a number to reach or pass another. */
        private static BigInteger stepsBetween(BigInteger number, long other, BigInteger step) {
            var distance = BigInteger.valueOf(other).subtract(number).max(BigInteger.ZERO);
            return distance.add(step).subtract(BigInteger.ONE).divide(step);
        }

        /**
         * The seeds that are not in another range: a few ranges, of which there are at most twice the root of the size.
         */
        private List<Range> without(Range other) {
            var common = retain(other);
            if (common.isEmpty()) {
                return List.of(this);
            }
            var hole = common.get();
            var left = new ArrayList<Range>();
            if (hole.first > first) {
                left.add(new Range(first, hole.first - step, step));
            }
            if (hole.first < hole.last) {
                addBetween(hole, left);
            }
            if (hole.last < last) {
                left.add(new Range(hole.last + step, last, step));
            }
            return left;
        }

        private void addBetween(Range hole, List<Range> left) {
            long stride = hole.step / step;
            if (Math.min(hole.size(), stride) > MAX_PIECES) {
                throw new IllegalArgumentException("have seeds in common, " + this + " and " + hole
                        + ", that leave more than " + MAX_PIECES + " pieces; name each seed once");
            }
            if (hole.size() - 1 <= stride - 1) {
                for (long gap = hole.first; gap < hole.last; gap += hole.step) {
                    left.add(new Range(gap + step, gap + hole.step - step, step));
                }
            } else {
                for (long k = 1; k < stride; k++) {
                    left.add(new Range(hole.first + k * step, hole.last - (stride - k) * step, hole.step));
                }
            }
        }

        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + ".." + last + (step == 1 ? "" : " step " + step);
        }
    }

    public Seeds(List<Range> ranges) {
        this.ranges = List.copyOf(ranges);
        before = before(this.ranges);
    }

    private static long[] before(List<Range> ranges) {
        var before = new long[ranges.size() + 1];
        try {
            for (int i = 0; i < ranges.size(); i++) {
                before[i + 1] = Math.addExact(before[i], ranges.get(i).size());
            }
        } catch (ArithmeticException e) {
            return null;
        }
        return before;
    }

    public List<Range> ranges() {
        return ranges;
    }

    /** A seed that is named twice, if there is one. */
    Optional<Long> duplicate() {
        var sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(Range::first));
        var reaching = new ArrayList<Range>();
        for (var range : sorted) {
            reaching.removeIf(earlier -> earlier.last() < range.first());
            var twice = reaching.stream()
                    .flatMap(earlier -> range.retain(earlier).stream())
                    .mapToLong(Range::first)
                    .min();
            if (twice.isPresent()) {
                return Optional.of(twice.getAsLong());
            }
            reaching.add(range);
        }
        return Optional.empty();
    }

    @Override
    public long size() {
        if (before == null) {
            throw new ArithmeticException("more seeds than a long counts");
        }
        return before[ranges.size()];
    }

    @Override
    public Long get(long index) {
        if (index < 0 || index >= size()) {
            throw new IndexOutOfBoundsException("seed " + index + " of " + size());
        }
        int found = Arrays.binarySearch(before, index);
        int range = found >= 0 ? found : -found - 2;
        return ranges.get(range).get(index - before[range]);
    }

    @Override
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    @Override
    public boolean overlaps(AxisValues<?> others) {
        return others instanceof Seeds seeds
                && ranges.stream()
                        .anyMatch(range -> seeds.ranges.stream()
                                .anyMatch(other -> range.retain(other).isPresent()));
    }

    @Override
    public AxisValues<Long> retain(AxisValues<?> others) {
        return others instanceof Seeds seeds ? common(seeds) : new Seeds(List.of());
    }

    private Seeds common(Seeds others) {
        if (ranges.equals(others.ranges)) {
            return this;
        }
        var common = new ArrayList<Range>();
        for (var range : ranges) {
            for (var other : others.ranges) {
                range.retain(other).ifPresent(common::add);
            }
        }
        return new Seeds(common);
    }

    @Override
    public Seeds without(AxisValues<?> others) {
        if (!(others instanceof Seeds seeds)) {
            return this;
        }
        var left = ranges;
        for (var other : seeds.ranges) {
            left = left.stream().flatMap(range -> range.without(other).stream()).toList();
        }
        return new Seeds(left);
    }

    /** These seeds and others, which must have none in common with these. */
    Seeds plus(Seeds others) {
        var all = new ArrayList<>(ranges);
        all.addAll(others.ranges);
        return new Seeds(all);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Seeds seeds && ranges.equals(seeds.ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    /** The ranges, separated by commas. */
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }
}
