package io.gradflow.nn.function;

/**
 * The factor by which numbers are multiplied before their squares are added up. The squares of numbers above 1e154
 * overflow, and those of numbers below 1e-146 lose bits or are 0, although the norm of such numbers is itself a double.
 * If the plain sum of squares is too small or too large for that reason, it is computed once more with such a factor.
 * All factors are powers of two, so that a scaled sum has the bits that a plain sum without these limits would have.
 */
public final class SquareScale {
    /** In a smaller sum, squares may have lost bits that matter: those below 2^-1022 have fewer than 53. */
    private static final double LEAST_SUM = 0x1p-970;

    /** Lifts all numbers, from 2^-1074, to where their squares keep all bits. The scaled sum is far from overflow. */
    private static final double MAGNIFYING = 0x1p600;

    /** Brings all finite numbers below 2^424, so that the sum of 2^31 squares does not overflow. */
    private static final double REDUCING = 0x1p-600;

    private SquareScale() {}

    /**
     * Chooses the factor. It is 1 if the plain sum can be used as it is.
     *
     * @param squares the plain sum of squares; infinite if it overflowed or if one of the numbers is infinite
     */
    public static double of(double squares) {
        if (squares < LEAST_SUM) {
            return MAGNIFYING;
        }
        return squares == Double.POSITIVE_INFINITY ? REDUCING : 1;
    }
}
