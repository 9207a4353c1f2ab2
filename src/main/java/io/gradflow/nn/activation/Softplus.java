package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * The smooth rectifier (Dugas et al., 2001), with derivative sigmoid(z). Its limit region is that of {@link Silu},
 * {@code sigmoid(z) < 0.025}, where the derivative is close to 0.
 */
public record Softplus() implements ArrayActivation {

    static final Kind<Softplus> KIND = Kind.of("softplus", Softplus.class, "log(1 + exp(z))")
            .withSource("C. Dugas, Y. Bengio, F. Bélisle, C. Nadeau and R. Garcia, Incorporating Second-Order"
                    + " Functional Knowledge for Better Option Pricing, 2001");

    /** Beyond this |z|, e^-|z| matters only in the far tail, where the value is below 1e-300. */
    private static final double HIGHEST = 700;

    private static final ActivationTraits TRAITS =
            ActivationTraits.of(Silu.LIMIT_REGION, ActivationTraits.DerivativeShape.ANY, 2);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        double[] scratch = arrays.scratch();
        functions.clamp(z, values, -HIGHEST, HIGHEST, 0, count);
        for (int i = 0; i < count; i++) {
            values[i] = -Math.abs(values[i]);
        }
        functions.exp(values, derivatives, 0, count);
        functions.log1p(derivatives, values, 0, count);
        functions.step(z, scratch, 0, count);
        for (int i = 0; i < count; i++) {
            double e = derivatives[i];
            double isPositive = scratch[i];
            // This is 1 / (1 + e) where z is positive, and e / (1 + e) elsewhere.
            derivatives[i] = Math.fma(1 - isPositive, e, isPositive) / (1 + e);
        }
        functions.clamp(z, scratch, 0, Double.POSITIVE_INFINITY, 0, count);
        for (int i = 0; i < count; i++) {
            values[i] = scratch[i] + values[i];
        }
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
