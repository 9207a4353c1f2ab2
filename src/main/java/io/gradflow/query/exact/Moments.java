package io.gradflow.query.exact;

import java.math.BigInteger;

/**
 * The number, the mean and the standard deviation of a sample of finite numbers, whose bits do not depend on the order
 * in which the numbers are added and merged.
 *
 * <p>The state is in consecutive elements of an array: how many numbers there are, then a
 * {@link BinnedSum} of them, then one of their squares.
 */
final class Moments {
    private static final int SUM = 1;

    private static final int SQUARES = SUM + BinnedSum.FIELDS;

    /** The number of elements of the state. */
    static final int FIELDS = SQUARES + BinnedSum.FIELDS;

    /** Integers are cut to this many bits before they are rounded to the 53 of a double. */
    private static final int BITS = 128;

    private Moments() {}

    static void clear(long[] state, int at) {
        state[at] = 0;
        BinnedSum.clear(state, at + SUM);
        BinnedSum.clear(state, at + SQUARES);
    }

    /** Adds a finite number. */
    static void add(long[] state, int at, double number) {
        state[at] = count(state, at) + 1;
        BinnedSum.add(state, at + SUM, number);
        BinnedSum.addSquare(state, at + SQUARES, number);
    }

    /** Adds all numbers of another sample. */
    static void merge(long[] state, int at, long[] other, int otherAt) {
        state[at] = count(state, at) + count(other, otherAt);
        BinnedSum.merge(state, at + SUM, other, otherAt + SUM);
        BinnedSum.merge(state, at + SQUARES, other, otherAt + SQUARES);
    }

    static long count(long[] state, int at) {
        return state[at];
    }

    /** The arithmetic mean of at least one number, correctly rounded unless it is subnormal. */
    static double mean(long[] state, int at) {
        return quotient(BinnedSum.multiple(state, at + SUM), count(state, at), BinnedSum.unit(state, at + SUM));
    }

    /**
     * The standard deviation of the population of at least one number, sqrt(E x^2 - (E x)^2), which is computed without
     * rounding up to the square root. So it is 0 if and only if all numbers are equal, up to what {@link BinnedSum}
     * leaves out.
     */
    static double std(long[] state, int at) {
        long count = count(state, at);
        var sum = BinnedSum.multiple(state, at + SUM);
        var squares = BinnedSum.multiple(state, at + SQUARES).multiply(BigInteger.valueOf(count));
        int unit = 2 * BinnedSum.unit(state, at + SUM);
        int unitOfSquares = BinnedSum.unit(state, at + SQUARES);
        int common = Math.min(unit, unitOfSquares);
        var difference = squares.shiftLeft(unitOfSquares - common)
                .subtract(sum.multiply(sum).shiftLeft(unit - common));
        return difference.signum() <= 0 ? 0 : rootOver(count, difference, common);
    }

    /** A fraction times 2 to the power of {@code exponent}. */
    private static double quotient(BigInteger numerator, long denominator, int exponent) {
        int shift = BITS - numerator.bitLength();
        var parts = numerator.shiftLeft(shift).divideAndRemainder(BigInteger.valueOf(denominator));
        // The last bit tells that there is more, so that what is not a tie is not rounded like one.
        var quotient = parts[1].signum() == 0 ? parts[0] : parts[0].setBit(0);
        return Math.scalb(quotient.doubleValue(), exponent - shift);
    }

    /** The square root of a positive integer times 2 to the power of {@code exponent}, which is even; divided. */
    private static double rootOver(long divisor, BigInteger integer, int exponent) {
        int shift = (BITS - integer.bitLength()) & ~1;
        double root = Math.sqrt(integer.shiftLeft(shift).doubleValue());
        return Math.scalb(root / divisor, (exponent - shift) / 2);
    }
}
