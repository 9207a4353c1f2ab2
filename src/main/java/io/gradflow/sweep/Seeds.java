package io.gradflow.sweep;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The seeds of a sweep, in order: a few ranges, however many seeds they hold.
 */
public record Seeds(List<Range> ranges) implements Serializable {

    /** The seeds {@code first .. last}, both included. */
    public record Range(long first, long last) implements Serializable {
        public Range {
            if (first < 0 || last < first) {
                throw new IllegalArgumentException("seeds " + first + ".." + last + " must ascend from 0 or more");
            }
        }

        /** How many seeds there are; throws ArithmeticException beyond 2^63 - 1. */
        long size() {
            return Math.addExact(Math.subtractExact(last, first), 1);
        }

        @Override
        public String toString() {
            return first == last ? Long.toString(first) : first + ".." + last;
        }
    }

    public Seeds {
        ranges = List.copyOf(ranges);
    }

    /** A seed that is named twice, if there is one. */
    Optional<Long> duplicate() {
        var sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparingLong(Range::first));
        for (int i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).first() <= sorted.get(i - 1).last()) {
                return Optional.of(sorted.get(i).first());
            }
        }
        return Optional.empty();
    }

    /** These seeds, in their order, but for those of others. */
    Seeds without(Seeds others) {
        var left = ranges;
        for (var other : others.ranges) {
            var cut = new ArrayList<Range>();
            for (var range : left) {
                if (other.last() < range.first() || other.first() > range.last()) {
                    cut.add(range);
                    continue;
                }
                if (range.first() < other.first()) {
                    cut.add(new Range(range.first(), other.first() - 1));
                }
                if (range.last() > other.last()) {
                    cut.add(new Range(other.last() + 1, range.last()));
                }
            }
            left = cut;
        }
        return new Seeds(left);
    }

    /** These seeds and those of others, each once. */
    Seeds with(Seeds others) {
        var all = new ArrayList<>(ranges);
        all.addAll(others.without(this).ranges);
        return new Seeds(all);
    }

    /** How many seeds there are. */
    public long size() {
        long size = 0;
        for (var range : ranges) {
            size = Math.addExact(size, range.size());
        }
        return size;
    }

    /** The seed at an index, from 0. */
    long get(long index) {
        long left = index;
        for (var range : ranges) {
            if (left < range.size()) {
                return range.first() + left;
            }
            left -= range.size();
        }
        throw new IndexOutOfBoundsException("seed " + index + " of " + size());
    }

    /** The ranges, separated by commas. */
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(", "));
    }
}
