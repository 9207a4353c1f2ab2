package io.gradflow.engine.lanes;

import io.gradflow.engine.kernels.Brackets;
import io.gradflow.engine.kernels.SearchKernels;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.numbers.arrays.Selection;

/**
 * Finds order statistics of magnitudes, of |z| or |phi'| pooled over the hidden layers, of every lane at every epoch:
 * exactly, and cheaply since they move little from one epoch to the next. One pass over the values counts what lies
 * below a bracket around the place where an order statistic is expected, and collects what lies inside. If the order
 * statistic is inside, it is selected among those few. Otherwise the lane's values are all searched, as they are the
 * first time. Where many values are equal, they are counted and not collected. The brackets decide on the cost alone.
 */
final class RankSearch {
    /** A bracket reaches about this many ranks beyond what is looked for, on either side. */
    private static final int MARGIN = 6;

    /** Or this many times the distance by which the last prediction failed. */
    private static final double ERROR_MARGIN = 4;

    private final int lanes;
    private final List<Stretch> stretches;
    private final int count;
    private final Brackets brackets;
    /** Whether this pass counts what lies below upper bounds, which only ties need. */
    private boolean isCountedBelowHigh;

    private final double[] laneValues;
    private final Expectation[][] expectations;

    /** Copies all values of a lane, in any order. */
    @FunctionalInterface
    interface LaneValues {
        void copy(int lane, double[] to);
    }

    /** Neighbouring order statistics: those of rank first to last, from 0. */
    record Stretch(int first, int last) {}

    /**
     * Prepares the search.
     *
     * @param stretches what is looked for; two at most, without common ranks
     * @param count values of each lane
     */
    RankSearch(List<Stretch> stretches, int count, int lanes) {
        if (stretches.size() > Brackets.COUNT) {
            throw new IllegalArgumentException("at most " + Brackets.COUNT + " stretches, not " + stretches);
        }
        this.lanes = lanes;
        this.stretches = List.copyOf(stretches);
        this.count = count;
        brackets = new Brackets(count, lanes);
        laneValues = new double[count];
        expectations = new Expectation[stretches.size()][lanes];
        for (int i = 0; i < expectations.length; i++) {
            for (int lane = 0; lane < lanes; lane++) {
                expectations[i][lane] = new Expectation(stretches.get(i));
            }
        }
    }

    /** Begins a training pass. */
    void begin() {
        brackets.clear();
        isCountedBelowHigh = hasTies();
    }

    /** Looks at some of the values of a training pass: at so many vectors from an index on. */
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
     * Searches lanes after a training pass.
     *
     * @param values looked up where brackets failed
     * @param isSearched the lanes to search; none of their values may be NaN
     */
    void search(LaneValues values, boolean[] isSearched) {
        for (int lane = 0; lane < lanes; lane++) {
            if (isSearched[lane]) {
                if (!isFound(lane)) {
                    searchAll(values, lane);
                }
                for (int i = 0; i < expectations.length; i++) {
                    var expectation = expectations[i][lane];
                    // Bounds in reverse order: of ties nothing is collected.
                    brackets.setBounds(
                            i,
                            lane,
                            expectation.isTied ? expectation.high : expectation.low,
                            expectation.isTied ? expectation.low : expectation.high);
                }
            }
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
        var ranks = new int[2 * stretches.size()];
        for (int i = 0; i < stretches.size(); i++) {
            ranks[2 * i] = Math.max(stretches.get(i).first() - MARGIN, 0);
            ranks[2 * i + 1] = Math.min(stretches.get(i).last() + MARGIN, count - 1);
        }
        Selection.select(laneValues, ranks.clone());
        for (int i = 0; i < stretches.size(); i++) {
            Arrays.sort(laneValues, ranks[2 * i], ranks[2 * i + 1] + 1);
            expectations[i][lane].takeSorted(laneValues, ranks[2 * i], ranks[2 * i + 1] + 1, ranks[2 * i]);
        }
    }

    /** The order statistic of a rank that one of the stretches holds. */
    double value(int lane, int rank) {
        for (int i = 0; i < expectations.length; i++) {
            var stretch = stretches.get(i);
            if (rank >= stretch.first() && rank <= stretch.last()) {
                return expectations[i][lane].values[rank - stretch.first()];
            }
        }
        throw new IllegalArgumentException("rank " + rank + " is in none of " + stretches);
    }

    /** Where one lane's order statistics are expected, and what they were. */
    private static final class Expectation {
        private final Stretch stretch;
        private final double[] values;
        /** Inclusive; NaN as long as nothing is known. */
        private double low = Double.NaN;
        /** Exclusive. */
        private double high = Double.NaN;

        private double drift;
        private boolean isKnown;
        /** Whether all order statistics far around are one value, as often |phi'| is: then it is enough to count. */
        private boolean isTied;

        Expectation(Stretch stretch) {
            this.stretch = stretch;
            values = new double[stretch.last() - stretch.first() + 1];
        }

        /**
         * Whether the order statistics are still the one value that they were.
         *
         * @param countBelow how many values are smaller
         * @param countUpTo how many are not larger
         */
        boolean isStillTied(long countBelow, long countUpTo) {
            return countBelow <= stretch.first() && countUpTo > stretch.last();
        }

        /** Whether what was looked for is among the values inside; takes it. */
        boolean take(double[] inside, int size, long countBelow) {
            if (!isKnown || countBelow > stretch.first() || countBelow + size <= stretch.last()) {
                return false;
            }
            Arrays.sort(inside, 0, size);
            takeSorted(inside, 0, size, (int) countBelow);
            return true;
        }

        /**
         * Takes the order statistics from sorted neighbours.
         *
         * @param rank of {@code sorted[from]}
         */
        void takeSorted(double[] sorted, int from, int to, int rank) {
            double before = values[0];
            double expected = before + drift;
            System.arraycopy(sorted, from + stretch.first() - rank, values, 0, values.length);
            double error = 0;
            if (isKnown) {
                drift = values[0] - before;
                error = Math.abs(values[0] - expected);
            }
            double spacing = (sorted[to - 1] - sorted[from]) / Math.max(to - from - 1, 1);
            double margin = Math.max(MARGIN * spacing, ERROR_MARGIN * error);
            low = values[0] + drift - margin;
            high = Math.nextUp(values[values.length - 1] + drift + margin);
            // Differences of infinite values tell nothing.
            isKnown = Double.isFinite(low) && Double.isFinite(high);
            isTied = isKnown && low == values[0] && high == Math.nextUp(low);
        }
    }
}
