package io.gradflow.query.exact;

import java.math.BigInteger;

/**
 * A sum of numbers whose bits do not depend on the order in which they are added and merged.
 *
 * <p>Every number is cut at the same places, so that its pieces are whole multiples of powers of 2<sup>32</sup>, and
 * pieces of the same power are added up as integers, exactly. Only the bins below the highest power that was ever added
 * to are kept. So the sum depends on the set of numbers alone, and it lacks at most what is 2<sup>-128</sup> times as
 * large as the largest number, for each number (J. Demmel and H. D. Nguyen, "Parallel Reproducible Summation", IEEE
 * Transactions on Computers 64, 2015, with integers for bins).
 *
 * <p>The state is in consecutive elements of an array: first the number of the highest bin, then the
 * bins, highest first. A bin can take 2<sup>31</sup> pieces.
 */
final class BinnedSum {
    private static final int BIN_BITS = 32;

    private static final long PIECE = (1L << BIN_BITS) - 1;

    /** A number of 53 bits, or its square of 106, lies in at most this many bins. */
    private static final int BINS = 5;

    /** The number of elements that a sum takes. */
    static final int FIELDS = 1 + BINS;

    /** No number but zeros was added. */
    private static final long EMPTY = -1;

    /** Makes exponents of numbers and of their squares positive. */
    private static final int BIAS = 2 * 1074 + BIN_BITS;

    private static final int FRACTION_BITS = 52;

    private BinnedSum() {}

    static void clear(long[] state, int at) {
        state[at] = EMPTY;
        for (int bin = 1; bin <= BINS; bin++) {
            state[at + bin] = 0;
        }
    }

    /** Adds a finite number. */
    static void add(long[] state, int at, double number) {
        long fraction = fraction(number);
        if (fraction != 0) {
            long low = fraction << shift(exponent(number));
            long high = fraction >>> 1 >>> (63 - shift(exponent(number)));
            add(state, at, bin(exponent(number)), 0, high, low, number < 0 ? -1 : 1);
        }
    }

    /** Adds the square of a finite number, without rounding it first. */
    static void addSquare(long[] state, int at, double number) {
        long fraction = fraction(number);
        if (fraction != 0) {
            int exponent = 2 * exponent(number);
            int shift = shift(exponent);
            long low = fraction * fraction;
            long high = Math.multiplyHigh(fraction, fraction);
            long middle = high << shift | low >>> 1 >>> (63 - shift);
            add(state, at, bin(exponent), high >>> 1 >>> (63 - shift), middle, low << shift, 1);
        }
    }

    /** Adds an integer of 192 bits, which starts at the lowest bit of a bin. */
    private static void add(long[] state, int at, int lowest, long high, long middle, long low, int sign) {
        int highest = lowest + (high != 0 ? pieces(high) + 4 : middle != 0 ? pieces(middle) + 2 : pieces(low)) - 1;
        int top = raise(state, at, highest);
        addPiece(state, at, top - lowest, low & PIECE, sign);
        addPiece(state, at, top - lowest - 1, low >>> BIN_BITS, sign);
        addPiece(state, at, top - lowest - 2, middle & PIECE, sign);
        addPiece(state, at, top - lowest - 3, middle >>> BIN_BITS, sign);
        addPiece(state, at, top - lowest - 4, high & PIECE, sign);
    }

    private static int pieces(long bits) {
        return bits >>> BIN_BITS == 0 ? 1 : 2;
    }

    /** @param below how many bins it lies below the highest; negative where the piece is zero */
    private static void addPiece(long[] state, int at, int below, long piece, int sign) {
        if (piece != 0 && below < BINS) {
            state[at + 1 + below] += sign * piece;
        }
    }

    /** Makes room for a bin, unless it is there or lower. Returns the number of the highest bin. */
    private static int raise(long[] state, int at, int highest) {
        int top = (int) state[at];
        if (highest <= top) {
            return top;
        }
        state[at] = highest;
        if (top != EMPTY) {
            for (int bin = BINS - 1; bin >= 0; bin--) {
                int before = bin - (highest - top);
                state[at + 1 + bin] = before >= 0 ? state[at + 1 + before] : 0;
            }
        }
        return highest;
    }

    /** Adds all that was added to another sum. */
    static void merge(long[] state, int at, long[] other, int otherAt) {
        int otherTop = (int) other[otherAt];
        if (otherTop == EMPTY) {
            return;
        }
        int lower = raise(state, at, otherTop) - otherTop;
        for (int bin = 0; bin + lower < BINS; bin++) {
            int field = at + 1 + bin + lower;
            state[field] += other[otherAt + 1 + bin];
        }
    }

    /** The sum as a multiple of 2 to the power of {@link #unit}. */
    static BigInteger multiple(long[] state, int at) {
        int lowest = lowest(state, at);
        var sum = BigInteger.valueOf(state[at + 1]);
        for (int bin = 1; bin <= lowest; bin++) {
            sum = sum.shiftLeft(BIN_BITS).add(BigInteger.valueOf(state[at + 1 + bin]));
        }
        return sum;
    }

    /** The exponent of the power of 2 that the sum is a multiple of. */
    static int unit(long[] state, int at) {
        return ((int) state[at] - lowest(state, at)) * BIN_BITS - BIAS;
    }

    /** The lowest bin that has something in it. Numbers that are about as large as others leave some bins empty. */
    private static int lowest(long[] state, int at) {
        int bin = BINS - 1;
        while (bin > 0 && state[at + 1 + bin] == 0) {
            bin--;
        }
        return bin;
    }

    /** The significant bits of a number, as an integer. */
    private static long fraction(double number) {
        long bits = Double.doubleToRawLongBits(number);
        long fraction = bits & (1L << FRACTION_BITS) - 1;
        return isSubnormal(bits) ? fraction : fraction | 1L << FRACTION_BITS;
    }

    /** The exponent of the power of 2 with which {@link #fraction} is to be multiplied. */
    private static int exponent(double number) {
        return Math.max(Math.getExponent(number), Double.MIN_EXPONENT) - FRACTION_BITS;
    }

    private static boolean isSubnormal(long bits) {
        return (bits >>> FRACTION_BITS & 0x7FF) == 0;
    }

    private static int bin(int exponent) {
        return (exponent + BIAS) / BIN_BITS;
    }

    private static int shift(int exponent) {
        return (exponent + BIAS) % BIN_BITS;
    }
}
