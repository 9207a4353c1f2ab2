package io.gradflow.engine.lanes;

import java.util.Arrays;

/** Two intervals for each lane in which magnitudes are looked for during a training pass; one vector for each bound. */
final class Brackets {
    /** How many intervals there are. */
    static final int COUNT = 2;

    /**
     * Lower and upper bound of the first interval, then of the second; the upper one lies outside. NaN for none. With the lower
     * bound above the upper one nothing is inside, and the counts alone matter.
     */
    final double[] bounds;
    /** How many values lie below the lower bound of the first interval, then of the second; of no use without one. */
    final long[] belowLow;
    /** How many lie below the upper bounds; of no use unless they are counted. */
    final long[] belowHigh;
    /** Whether that is asked for. */
    boolean isCountedBelowHigh;
    /** All vectors that have a lane inside an interval, in {@code [0, foundEnd)}. */
    final double[] found;

    int foundEnd;

    /**
     * Makes room.
     *
     * @param values of each lane in a pass
     */
    Brackets(int values, int lanes) {
        bounds = new double[2 * COUNT * lanes];
        Arrays.fill(bounds, Double.NaN);
        belowLow = new long[COUNT * lanes];
        belowHigh = new long[COUNT * lanes];
        found = new double[Math.multiplyExact(values + 1, lanes)];
    }

    void clear() {
        Arrays.fill(belowLow, 0);
        Arrays.fill(belowHigh, 0);
        foundEnd = 0;
    }
}
