package io.gradflow.random;

/**
 * The natural logarithm to 0.53 ulp, for numbers that are to agree with those of a good C library.
 *
 * <p>{@link StrictMath#log} is fdlibm's, whose error of up to 1 ulp can make a normal number 2 ulp off; the C libraries
 * that NumPy calls are as good as this.
 */
final class Logarithm {

    private static final long SQRT_HALF_BITS = 0x3fe6_a09e_667f_3bcdL;
    private static final int EXPONENT_SHIFT = 52;

    // ln 2 in two parts: an exponent times the first is exact.
    private static final double LN2_HI = 0x1.62e42feep-1;
    private static final double LN2_LO = 0x1.a39ef35793c76p-33;

    /** The highest power of s^2 in the series of the arctangent; the next is below 2^-65 of the logarithm. */
    private static final int LAST_POWER = 11;

    private Logarithm() {}

    /**
     * The logarithm of {@code x = 2^k m}, with {@code sqrt(1/2) <= m < sqrt(2)}: {@code k ln 2 + 2 artanh(s)} for
     * {@code s = (m - 1) / (m + 1)}. What is more than a hundredth of the result is carried in two doubles.
     *
     * @param x positive, normal and finite
     */
    static double log(double x) {
        long bits = Double.doubleToRawLongBits(x);
        long k = (bits - SQRT_HALF_BITS) >> EXPONENT_SHIFT;
        double m = Double.longBitsToDouble(bits - (k << EXPONENT_SHIFT));

        double numerator = m - 1;
        double denominator = m + 1;
        double denominatorError = errorOfSum(m, 1, denominator);
        double s = numerator / denominator;
        double residual = Math.fma(-s, denominator, numerator) - s * denominatorError;
        double sError = residual / denominator;

        double square = s * s;
        double series = 0;
        for (int power = LAST_POWER; power > 0; power--) {
            series = (series + 2.0 / (2 * power + 1)) * square;
        }

        double exponent = k * LN2_HI;
        double sum = exponent + 2 * s;
        double small = errorOfSum(exponent, 2 * s, sum) + (k * LN2_LO + 2 * sError + s * series);
        return sum + small;
    }

    /** What {@code sum}, the rounded {@code a + b}, lacks of the exact sum. */
    private static double errorOfSum(double a, double b, double sum) {
        double bPart = sum - a;
        double aPart = sum - bPart;
        return (a - aPart) + (b - bPart);
    }
}
