package io.gradflow.diagnostics;

/**
 * What the gradients g_s of single samples by a layer's parameters add up to. Deviations are roots of variances, which
 * divide by the number of samples.
 *
 * @param samples how many there are
 * @param meanNorm the mean of |g_s|
 * @param normDeviation the deviation of |g_s|
 * @param parameters how many parameters the layer has
 * @param zeros how many of them have a gradient of 0 at every sample
 * @param ratios the sum of {@link ParameterNoise#ratio} over all others
 * @param deviation the root of the sum of all parameters' variances
 * @param gradientNorm |g|, with g the mean of g_s
 * @param deviationAlong the deviation of g_s . g / |g|; anything if g is 0
 */
public record NoiseTotals(
        int samples,
        double meanNorm,
        double normDeviation,
        int parameters,
        double zeros,
        double ratios,
        double deviation,
        double gradientNorm,
        double deviationAlong) {

    /** If a number that the gradients are made of is not finite. */
    static NoiseTotals undefined(int samples, int parameters) {
        double nan = Double.NaN;
        return new NoiseTotals(samples, nan, nan, parameters, nan, nan, nan, nan, nan);
    }

    /** If all gradients are 0. */
    public static NoiseTotals ofZeros(int samples, int parameters) {
        return new NoiseTotals(samples, 0, 0, parameters, parameters, 0, 0, 0, 0);
    }
}
