package io.gradflow.engine.lanes;

import io.gradflow.engine.kernels.Brackets;
import io.gradflow.engine.kernels.SearchKernels;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.arrays.Selection;

/**
 * Finds order statistics of |z| or |phi'|, pooled over the hidden layers, of every lane at every logged epoch. The
 * search is exact. It is cheap because order statistics move little from one epoch to the next.
 *
 * <p>A pass over the values counts those below a bracket around the place where an order statistic is expected, and
 * collects those inside. If the order statistic is inside, it is selected among these few. Otherwise all values of the
 * lane are searched, as they are the first time. If all values far around are equal, the pass counts them and collects
 * none. The choice of brackets affects only the cost.
 */
final class RankSearch {
    /** A bracket reaches about this many ranks beyond the range of ranks, on either side. */
    private static final int MARGIN = 6;

    /** Or it reaches this many times the error of the last prediction beyond them, if that is more. */
    private static final double ERROR_MARGIN = 4;

    /**
     * As many values are sorted. Among more, only the order statistics are selected: that is cheaper, and sorting many
     * allocates memory on some JDKs.
     */
    private static final int MOST_SORTED = 40;

    private final List<RankRange> ranges;
    private final int count;
    private final Brackets brackets;
    /** Whether this pass counts values below upper bounds, which only ties need. */
    private boolean isCountedBelowHigh;

    private final double[] laneValues;
    private final Expectation[][] expectations;

    /** Copies all values of a lane, in any order. */
    @FunctionalInterface
    interface LaneValues {
        void copy(int lane, double[] to);
    }

    /** The ranks of neighbouring order statistics, from 0, first and last included. */
    record RankRange(int first, int last) {}

    /**
     * Prepares the search.
     *
     * @param ranges the ranks to find: at most two ranges, without common ranks
     * @param count how many values each lane has
     */
    RankSearch(List<RankRange> ranges, int count, int lanes) {
        if (ranges.size() > Brackets.COUNT) {
            throw new IllegalArgumentException("at most " + Brackets.COUNT + " ranges, not " + ranges);
        }
        this.ranges = List.copyOf(ranges);
        this.count = count;
        brackets = new Brackets(count, lanes);
        laneValues = new double[count];
        expectations = new Expectation[ranges.size()][lanes];
        for (int i = 0; i < expectations.length; i++) {
            for (int lane = 0; lane < lanes; lane++) {
                expectations[i][lane] = new Expectation(ranges.get(i));
            }
        }
    }

    /** Begins a training pass. */
    void begin() {
        brackets.clear();
        isCountedBelowHigh = hasTies();
    }

    /**
     * Searches some of the values of a training pass.
     *
     * @param from index of the first double
     * @param count how many vectors
     */
    void find(SearchKernels kernels, double[] values, int from, int count) {
        if (isCountedBelowHigh) {
            kernels.findAndCountBelowHigh(values, from, count, brackets);
        } else {
            kernels.find(values, from, count, brackets);
        }
    }

    private boolean hasTies() {
        for (var ofLanes : expectations) {
            for (var expectation : ofLanes) {
                if (expectation.isTied) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Searches a lane after a training pass.
     *
     * @param values gives all values of the lane if its brackets failed; none may be NaN
     */
    void search(LaneValues values, int lane) {
        if (!isFound(lane)) {
            searchAll(values, lane);
        }
        for (int i = 0; i < expectations.length; i++) {
            var expectation = expectations[i][lane];
            // Bounds in reverse order collect nothing: tied values are counted only.
            brackets.setBounds(
                    i,
                    lane,
                    expectation.isTied ? expectation.high : expectation.low,
                    expectation.isTied ? expectation.low : expectation.high);
        }
    }

    private boolean isFound(int lane) {
        for (int i = 0; i < expectations.length; i++) {
            var expectation = expectations[i][lane];
            long belowLow = brackets.belowLow(i, lane);
            boolean isFound = expectation.isTied
                    ? expectation.isStillTied(brackets.belowHigh(i, lane), belowLow)
                    : expectation.take(
                            laneValues,
                            brackets.copyInside(lane, expectation.low, expectation.high, laneValues),
                            belowLow);
            if (!isFound) {
                return false;
            }
        }
        return true;
    }

    private void searchAll(LaneValues values, int lane) {
        values.copy(lane, laneValues);
        for (int i = 0; i < count; i++) {
            laneValues[i] = Math.abs(laneValues[i]);
        }
        var ranks = new int[2 * ranges.size()];
        for (int i = 0; i < ranges.size(); i++) {
            ranks[2 * i] = Math.max(ranges.get(i).first() - MARGIN, 0);
            ranks[2 * i + 1] = Math.min(ranges.get(i).last() + MARGIN, count - 1);
        }
        Selection.select(laneValues, ranks.clone());
        for (int i = 0; i < ranges.size(); i++) {
            int from = ranks[2 * i];
            int to = ranks[2 * i + 1];
            Arrays.sort(laneValues, from, to + 1);
            expectations[i][lane].take(
                    laneValues, ranges.get(i).first(), laneValues[from], laneValues[to], to - from + 1);
        }
    }

    /** Whether a rank is in one of the ranges. */
    boolean has(int rank) {
        for (var range : ranges) {
            if (rank >= range.first() && rank <= range.last()) {
                return true;
            }
        }
        return false;
    }

    /**
     * The order statistic of a rank.
     *
     * @throws IllegalArgumentException if the rank is in none of the ranges
     */
    double value(int lane, int rank) {
        for (int i = 0; i < expectations.length; i++) {
            var range = ranges.get(i);
            if (rank >= range.first() && rank <= range.last()) {
                return expectations[i][lane].values[rank - range.first()];
            }
        }
        throw new IllegalArgumentException("rank " + rank + " is in none of " + ranges);
    }

    /** The order statistics of one lane and one range at the last search, and where they are expected next. */
    private static final class Expectation {
        private final RankRange range;
        private final double[] values;
        /** Lower bound of the bracket, inclusive; NaN before the first search. */
        private double low = Double.NaN;
        /** Upper bound of the bracket, exclusive; NaN before the first search. */
        private double high = Double.NaN;

        /** By how much the first order statistic changed from the search before the last one to the last one. */
        private double drift;

        /** Whether the bracket is finite. */
        private boolean isKnown;
        /** Whether all order statistics far around are equal, as |phi'| often are; then counting is enough. */
        private boolean isTied;

        Expectation(RankRange range) {
            this.range = range;
            values = new double[range.last() - range.first() + 1];
        }

        /**
         * Whether all order statistics of the range still have the one value that they had.
         *
         * @param countBelow how many values are smaller than it
         * @param countUpTo how many values are not larger than it
         */
        boolean isStillTied(long countBelow, long countUpTo) {
            return countBelow <= range.first() && countUpTo > range.last();
        }

        /**
         * Takes the order statistics if they are among the values inside the bracket.
         *
         * @param inside the values inside, in any order; they are sorted
         * @param size how many they are
         * @param countBelow how many values lie below the bracket
         * @return whether they were there
         */
        boolean take(double[] inside, int size, long countBelow) {
            if (!isKnown || countBelow > range.first() || countBelow + size <= range.last()) {
                return false;
            }
            int first = range.first() - (int) countBelow;
            if (size <= MOST_SORTED) {
                Arrays.sort(inside, 0, size);
                take(inside, first, inside[0], inside[size - 1], size);
            } else {
                double smallest = Double.POSITIVE_INFINITY;
                double largest = Double.NEGATIVE_INFINITY;
                for (int i = 0; i < size; i++) {
                    smallest = Math.min(smallest, inside[i]);
                    largest = Math.max(largest, inside[i]);
                }
                for (int i = 0; i < values.length; i++) {
                    Selection.select(inside, i == 0 ? 0 : first + i, size, first + i);
                }
                take(inside, first, smallest, largest, size);
            }
            return true;
        }

        /**
         * Takes the order statistics.
         *
         * @param from holds the order statistics in ascending order from {@code first} on
         * @param smallest the smallest of their neighbours
         * @param largest the largest of their neighbours
         * @param neighbours how many values lie between these two, themselves included
         */
        void take(double[] from, int first, double smallest, double largest, int neighbours) {
            double before = values[0];
            double expected = before + drift;
            System.arraycopy(from, first, values, 0, values.length);
            double error = 0;
            if (isKnown) {
                drift = values[0] - before;
                error = Math.abs(values[0] - expected);
            }
            double spacing = (largest - smallest) / Math.max(neighbours - 1, 1);
            double margin = Math.max(MARGIN * spacing, ERROR_MARGIN * error);
            low = values[0] + drift - margin;
            high = Math.nextUp(values[values.length - 1] + drift + margin);
            // Differences of infinite values are NaN or infinite, and predict nothing.
            isKnown = Double.isFinite(low) && Double.isFinite(high);
            isTied = isKnown && low == values[0] && high == Math.nextUp(low);
        }
    }
}
