package io.gradflow.nn.activation;

import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Elementary;

/**
 * The formula of {@link Elu} and {@link Selu}: scale z where z is positive, scale alpha (e^z - 1) elsewhere.
 *
 * <p>Where z is above -1/3, e^z - 1 is computed with the polynomial of {@link Elementary#exp}. Below -1/3, the
 * subtraction adds no error to that of the exponential.
 */
final class ExponentialLinear {
    /** The region e^z < 0.05, where the negative side is within 5% of its bound. */
    static final LimitRegion LIMIT_REGION = LimitRegion.ofPreActivationsBelow(-2.995732273553991); // -log 20

    /** The polynomial is used above this z, which is within its range, |r| <= ln(2)/2. */
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
