package io.gradflow.diagnostics;

/**
 * What the gradients of single samples by one parameter say of signal and noise.
 *
 * @param ratio the square of the mean over the variance; infinite if the variance alone is 0, NaN if both are
 * @param deviation the root of the variance, which divides by the number of samples
 */
public record ParameterNoise(double ratio, double deviation) {
    /**
     * With g the mean of n gradients, and s the sum of their squares, s - n g^2 is their variance, times n. It loses
     * the digits that s and n g^2 have in common. If it is at least this share of s, it keeps all but ten bits.
     */
    public static final double LEAST_SHARE = 0x1p-10;

    /** A smaller s - n g^2 may have lost more, because squares below 2^-1022 have fewer bits. */
    public static final double LEAST_NOISE = 0x1p-700;

    /** Whether the difference s - n g^2 is exact enough to be used, but for the last ten bits. */
    public static boolean isExact(double squares, double noise) {
        return noise >= squares * LEAST_SHARE && noise >= LEAST_NOISE;
    }

    /**
     * By the definition, for gradients of any size that may be nearly equal: equal ones have no variance.
     *
     * @param mean of the gradients, as the training has computed it
     */
    static ParameterNoise of(double[] gradients, double mean) {
        double deviation = Spread.deviation(gradients);
        double root = mean / deviation;
        return new ParameterNoise(root * root, deviation);
    }
}
