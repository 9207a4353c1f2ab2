package io.gradflow.random;

/**
 * The natural logarithm with an error of at most 0.53 ulp, for numbers that must agree with those of a good C library.
 *
 * <p>{@link StrictMath#log} is that of fdlibm. Its error of up to 1 ulp can put a normal number 2 ulp off. The C
 * libraries that NumPy calls are as accurate as this class.
 */
final class Logarithm {

    private static final long SQRT_HALF_BITS = 0x3fe6_a09e_667f_3bcdL;
    private static final int EXPONENT_SHIFT = 52;

    // These are two parts of ln 2. The product of an exponent and the first part is exact.
    private static final double LN2_HI = 0x1.62e42feep-1;
    private static final double LN2_LO = 0x1.a39ef35793c76p-33;

    /** The highest power of s^2 in the series of artanh. The next term is below 2^-65 of the logarithm. */
    private static final int LAST_POWER = 11;

    private Logarithm() {}

    /**
     * The logarithm of {@code x = 2^k m}, with {@code sqrt(1/2) <= m < sqrt(2)}: {@code k ln 2 + 2 artanh(s)} for
     * {@code s = (m - 1) / (m + 1)}. Terms larger than a hundredth of the result are carried in two doubles.
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

    /** The exact sum {@code a + b} minus {@code sum}, which is the rounded one. */
    private static double errorOfSum(double a, double b, double sum) {
        double bPart = sum - a;
        double aPart = sum - bPart;
        return (a - aPart) + (b - bPart);
    }
}
