package io.gradflow.engine;

import java.util.Arrays;

/** Two intervals for each lane in which magnitudes are looked for during a training pass; one vector for each bound. */
final class Brackets {
    /** How many intervals there are. */
    static final int COUNT = 2;

    /** Lower and upper bound of the first interval, then of the second; the upper one lies outside. NaN for none. */
    final double[] bounds;
    /** How many values lie below the first interval, then the second; of no use without an interval. */
    final long[] below;
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
        below = new long[COUNT * lanes];
        found = new double[Math.multiplyExact(values + 1, lanes)];
    }

    void clear() {
        Arrays.fill(below, 0);
        foundEnd = 0;
    }
}
