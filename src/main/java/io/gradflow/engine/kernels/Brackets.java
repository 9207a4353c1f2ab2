package io.gradflow.engine.kernels;

import java.util.Arrays;

/**
 * Two brackets (half-open intervals) for each lane, and what a training pass finds in them: the magnitudes inside, and
 * how many lie below. One vector for each bound and each count.
 */
public final class Brackets {
    /** How many brackets a lane has. */
    public static final int COUNT = 2;

    /**
     * Lower and upper bound of the first bracket, then of the second. The lower bound is inside, the upper one is not.
     * NaN as a bound makes a bracket empty. Bounds in reverse order do so too, and the counts keep their meaning.
     */
    final double[] bounds;
    /** How many magnitudes lie below the lower bound of the first bracket, then of the second. */
    final long[] belowLow;
    /** How many magnitudes lie below the upper bounds; meaningless unless they were counted. */
    final long[] belowHigh;
    /** The magnitudes of every vector that has a lane inside a bracket, in {@code [0, foundEnd)}. */
    final double[] found;

    int foundEnd;

    private final int lanes;

    /**
     * Empty brackets.
     *
     * @param values how many magnitudes of each lane a training pass looks at
     */
    public Brackets(int values, int lanes) {
        this.lanes = lanes;
        bounds = new double[2 * COUNT * lanes];
        Arrays.fill(bounds, Double.NaN);
        belowLow = new long[COUNT * lanes];
        belowHigh = new long[COUNT * lanes];
        // One vector more: kernels write each vector and then decide whether to keep it.
        found = new double[Math.multiplyExact(values + 1, lanes)];
    }

    /** Begins a training pass: forgets what was found and counted, and keeps the bounds. */
    public void clear() {
        Arrays.fill(belowLow, 0);
        Arrays.fill(belowHigh, 0);
        foundEnd = 0;
    }

    /** Sets the bounds of a lane's bracket. */
    public void setBounds(int bracket, int lane, double low, double high) {
        bounds[2 * bracket * lanes + lane] = low;
        bounds[(2 * bracket + 1) * lanes + lane] = high;
    }

    /** How many magnitudes of a lane lie below the lower bound. */
    public long belowLow(int bracket, int lane) {
        return belowLow[bracket * lanes + lane];
    }

    /** How many magnitudes of a lane lie below the upper bound; meaningless unless they were counted. */
    public long belowHigh(int bracket, int lane) {
        return belowHigh[bracket * lanes + lane];
    }

    /**
     * Copies a lane's magnitudes in {@code [low, high)}, out of those that were found in any bracket.
     *
     * @param to receives the magnitudes; what follows them may be overwritten
     * @return how many they are
     */
    // No branch, since it could not be predicted.
    @SuppressWarnings("ShortCircuitBoolean")
    public int copyInside(int lane, double low, double high, double[] to) {
        int size = 0;
        for (int i = lane; i < foundEnd; i += lanes) {
            double value = found[i];
            to[size] = value;
            size += value >= low & value < high ? 1 : 0;
        }
        return size;
    }
}
