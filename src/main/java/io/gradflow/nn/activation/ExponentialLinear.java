package io.gradflow.nn.activation;

import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Elementary;

/**
 * What {@link Elu} and {@link Selu} share: scale z where z is positive, scale alpha (e^z - 1) elsewhere.
 *
 * <p>Where z is above -1/3, e^z - 1 is the polynomial that {@link Elementary#exp} is made of; below, the difference
 * loses nothing but what the exponential has lost.
 */
final class ExponentialLinear {
    /** e^z < 0.05: the negative side has come closer to its bound than 5%. */
    static final LimitRegion LIMIT_REGION = LimitRegion.ofPreActivationsBelow(-2.995732273553991); // -log 20

    /** Above, but for rounding, the bound of the polynomial's arguments. */
    private static final double THRESHOLD = -1.0 / 3;

    private ExponentialLinear() {}

    static void apply(double scale, double alpha, ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        double[] scratch = arrays.scratch();
        double[] mask = arrays.mask();
        double bound = scale * alpha;
        functions.clamp(z, values, Elementary.EXPM1_LOWEST, 0, 0, count);
        functions.exp(values, derivatives, 0, count);
        for (int i = 0; i < count; i++) {
            mask[i] = values[i] - THRESHOLD;
        }
        functions.step(mask, mask, 0, count);
        for (int i = 0; i < count; i++) {
            double r = values[i];
            double p = Elementary.EXP_12;
            p = Math.fma(p, r, Elementary.EXP_11);
            p = Math.fma(p, r, Elementary.EXP_10);
            p = Math.fma(p, r, Elementary.EXP_9);
            p = Math.fma(p, r, Elementary.EXP_8);
            p = Math.fma(p, r, Elementary.EXP_7);
            p = Math.fma(p, r, Elementary.EXP_6);
            p = Math.fma(p, r, Elementary.EXP_5);
            p = Math.fma(p, r, Elementary.EXP_4);
            p = Math.fma(p, r, Elementary.EXP_3);
            p = Math.fma(p, r, Elementary.EXP_2);
            values[i] = bound * Math.fma(mask[i], Math.fma(r * r, p, r), (1 - mask[i]) * (derivatives[i] - 1));
        }
        functions.clamp(z, scratch, 0, Double.POSITIVE_INFINITY, 0, count);
        functions.step(z, mask, 0, count);
        for (int i = 0; i < count; i++) {
            values[i] = Math.fma(scale, scratch[i], values[i]);
            derivatives[i] = Math.fma(mask[i], scale, (1 - mask[i]) * (bound * derivatives[i]));
        }
    }
}
