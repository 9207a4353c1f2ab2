package io.gradflow.nn.function;

/**
 * The factor by which numbers are multiplied so that the sum of their squares can be told. Plain squares of numbers
 * beyond 1e154 are infinite, those of numbers below 1e-146 lose bits or are 0, and with them a norm would be, although
 * it is a number like any other. A sum that left its range is therefore added up once more, of scaled numbers. The
 * factors are powers of two, by which a norm that was right already keeps its bits.
 */
public final class SquareScale {
    /** A smaller sum may have lost bits of its squares, of which those below 2^-1022 have fewer than 53. */
    private static final double LEAST_SUM = 0x1p-970;

    /** Brings numbers from 2^-1074 on to where their squares have all bits, and stays far from overflow. */
    private static final double MAGNIFYING = 0x1p600;

    /** Brings all numbers below 2^424, so that 2^31 squares do not overflow. */
    private static final double REDUCING = 0x1p-600;

    private SquareScale() {}

    /**
     * The factor for numbers of which the plain squares add up to a sum: 1 if that sum is right, or NaN.
     *
     * @param squares the sum; infinite if it overflowed, or if one of the numbers is infinite
     */
    public static double of(double squares) {
        if (squares < LEAST_SUM) {
            return MAGNIFYING;
        }
        return squares == Double.POSITIVE_INFINITY ? REDUCING : 1;
    }
}
