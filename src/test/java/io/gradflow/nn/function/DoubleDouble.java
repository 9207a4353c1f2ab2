package io.gradflow.nn.function;

import java.math.BigDecimal;

/**
 * A number as the unevaluated sum of two doubles, the second of which is at most half an ulp of the first. This gives
 * about 32 digits. Errors are a few units of 2^-104 relative to the result; the error of a sum is 2^-104 relative to
 * its larger term.
 */
record DoubleDouble(double high, double low) {

    static final DoubleDouble ONE = of(1);

    static DoubleDouble of(double value) {
        return new DoubleDouble(value, 0);
    }

    /** The sum high + low, where high is the larger in magnitude. */
    private static DoubleDouble normalized(double high, double low) {
        double sum = high + low;
        return new DoubleDouble(sum, low - (sum - high));
    }

    /** The exact sum of two doubles. */
    static DoubleDouble sum(double a, double b) {
        double sum = a + b;
        double part = sum - a;
        return new DoubleDouble(sum, (a - (sum - part)) + (b - part));
    }

    DoubleDouble plus(DoubleDouble other) {
        var highs = sum(high, other.high);
        return normalized(highs.high, highs.low + (low + other.low));
    }

    DoubleDouble plus(double other) {
        return plus(of(other));
    }

    DoubleDouble minus(DoubleDouble other) {
        return plus(other.negated());
    }

    DoubleDouble negated() {
        return new DoubleDouble(-high, -low);
    }

    DoubleDouble times(DoubleDouble other) {
        double product = high * other.high;
        double lost = Math.fma(high, other.high, -product);
        return normalized(product, lost + Math.fma(high, other.low, low * other.high));
    }

    DoubleDouble times(double other) {
        return times(of(other));
    }

    DoubleDouble over(DoubleDouble other) {
        double first = high / other.high;
        var rest = minus(other.times(first));
        double second = rest.high / other.high;
        double third = rest.minus(other.times(second)).high / other.high;
        return normalized(first, second).plus(third);
    }

    /** This number times 2^exponent. */
    DoubleDouble scaled(int exponent) {
        return new DoubleDouble(Math.scalb(high, exponent), Math.scalb(low, exponent));
    }

    BigDecimal toBigDecimal() {
        return new BigDecimal(high).add(new BigDecimal(low));
    }
}
