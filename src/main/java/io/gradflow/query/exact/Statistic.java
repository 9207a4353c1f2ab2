package io.gradflow.query.exact;

import java.math.BigInteger;
import java.util.Locale;
import org.apache.spark.sql.catalyst.InternalRow;

/** What {@link ExactAggregate} computes of a sample of finite numbers. */
enum Statistic {
    /** The arithmetic mean, correctly rounded unless it is subnormal. */
    MEAN(1) {
        @Override
        void add(InternalRow row, int at, double number) {
            BinnedSum.add(row, at, number);
        }

        @Override
        double of(long count, InternalRow row, int at) {
            return quotient(BinnedSum.multiple(row, at), count, BinnedSum.unit(row, at));
        }
    },
    /**
     * The standard deviation of the population, sqrt(E x^2 - (E x)^2), which is computed without rounding up to the
     * square root. So it is 0 if and only if all numbers are equal, up to what {@link BinnedSum} leaves out.
     */
    STD(2) {
        @Override
        void add(InternalRow row, int at, double number) {
            BinnedSum.add(row, at, number);
            BinnedSum.addSquare(row, at + BinnedSum.FIELDS, number);
        }

        @Override
        double of(long count, InternalRow row, int at) {
            var sum = BinnedSum.multiple(row, at);
            var squares = BinnedSum.multiple(row, at + BinnedSum.FIELDS).multiply(BigInteger.valueOf(count));
            int unit = 2 * BinnedSum.unit(row, at);
            int unitOfSquares = BinnedSum.unit(row, at + BinnedSum.FIELDS);
            int common = Math.min(unit, unitOfSquares);
            var difference = squares.shiftLeft(unitOfSquares - common)
                    .subtract(sum.multiply(sum).shiftLeft(unit - common));
            return difference.signum() <= 0 ? 0 : rootOver(count, difference, common);
        }
    };

    /** Integers are cut to this many bits before they are rounded to the 53 of a double. */
    private static final int BITS = 128;

    private final int sums;

    Statistic(int sums) {
        this.sums = sums;
    }

    /** The name of the function in SQL. */
    String function() {
        return "exact_" + name().toLowerCase(Locale.ROOT);
    }

    /** The number of fields of the state in a row: see {@link BinnedSum}. */
    int fields() {
        return sums * BinnedSum.FIELDS;
    }

    void clear(InternalRow row, int at) {
        for (int sum = 0; sum < sums; sum++) {
            BinnedSum.clear(row, at + sum * BinnedSum.FIELDS);
        }
    }

    abstract void add(InternalRow row, int at, double number);

    void merge(InternalRow row, int at, InternalRow other, int otherAt) {
        for (int sum = 0; sum < sums; sum++) {
            BinnedSum.merge(row, at + sum * BinnedSum.FIELDS, other, otherAt + sum * BinnedSum.FIELDS);
        }
    }

    /**
     * The statistic.
     *
     * @param count how many numbers were added; at least 1
     */
    abstract double of(long count, InternalRow row, int at);

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
