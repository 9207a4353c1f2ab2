package io.gradflow.engine.kernels;

import io.gradflow.diagnostics.MomentTotals;
import java.util.Arrays;

/** Sums from which the moments of one hidden layer follow in a training pass, with one vector for each quantity. */
public final class MomentSums {
    /** A smaller sum of a sample's squares may have lost bits, unless all its z are 0. */
    static final double LEAST_SQUARES = 0x1p-970;

    /** With a larger one the sum over all samples may overflow. */
    static final double MOST_SQUARES = 0x1p960;

    final int units;
    /** The z that sums of z are shifted by, then the phi(z). */
    final double[] shifts;
    /** The sum of shifted z, that of their squares, then the same of phi(z). */
    final double[] sums;
    /** The sum of all z^2. */
    final double[] totalSquares;
    /** How many samples have small squares, how many have zeros alone, how many have large squares. */
    final long[] counts;
    /** The sum over samples of z over its length, for each unit. */
    final double[] directions;
    /** For each sample of a tile the sum of its z^2. */
    final double[] squares;
    /** For each sample of a tile the sum of its |z|. */
    final double[] magnitudes;
    /** For each sample of a tile 1 over the length of z. */
    final double[] inverses;

    private final int lanes;
    private final int samples;
    private boolean isEmpty = true;

    /**
     * The sums of a pass in which nothing was added.
     *
     * @param samples of a training pass
     */
    public MomentSums(int samples, int units, int lanes) {
        this.samples = samples;
        this.units = units;
        this.lanes = lanes;
        shifts = new double[2 * lanes];
        sums = new double[4 * lanes];
        totalSquares = new double[lanes];
        counts = new long[3 * lanes];
        directions = new double[units * lanes];
        squares = new double[LaneTile.SAMPLES * lanes];
        magnitudes = new double[LaneTile.SAMPLES * lanes];
        inverses = new double[LaneTile.SAMPLES * lanes];
    }

    /** Begins a training pass. */
    public void clear() {
        Arrays.fill(sums, 0);
        Arrays.fill(totalSquares, 0);
        Arrays.fill(counts, 0);
        Arrays.fill(directions, 0);
        isEmpty = true;
    }

    /** Begins a tile. */
    void begin(LaneTile z, LaneTile values) {
        if (isEmpty) {
            System.arraycopy(z.data(), z.offset(), shifts, 0, lanes);
            System.arraycopy(values.data(), values.offset(), shifts, lanes, lanes);
            isEmpty = false;
        }
        Arrays.fill(squares, 0);
        Arrays.fill(magnitudes, 0);
    }

    /**
     * Whether the moments of a lane follow from the sums. They do not where a number is not finite, or where squares of
     * z are so small or large that they lose bits.
     */
    public boolean isInRange(int lane) {
        boolean isFinite = true;
        for (int i = lane; i < sums.length; i += lanes) {
            isFinite &= Double.isFinite(sums[i]);
        }
        return isFinite
                && Double.isFinite(totalSquares[lane])
                && counts[lane] == counts[lanes + lane]
                && counts[2 * lanes + lane] == 0;
    }

    /** The totals of a lane after a training pass. */
    public MomentTotals totals(int lane) {
        double directionSquares = 0;
        for (int i = lane; i < directions.length; i += lanes) {
            directionSquares = Math.fma(directions[i], directions[i], directionSquares);
        }
        return new MomentTotals(
                samples,
                units,
                (int) counts[lanes + lane],
                shifts[lane],
                sums[lane],
                sums[lanes + lane],
                shifts[lanes + lane],
                sums[2 * lanes + lane],
                sums[3 * lanes + lane],
                totalSquares[lane],
                directionSquares);
    }
}
