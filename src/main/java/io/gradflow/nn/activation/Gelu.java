package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.Erfcx;

/**
 * The Gaussian error linear unit (Hendrycks and Gimpel, 2016), z times the normal distribution function Phi. Its limit
 * region is where the gate Phi(z) is shut, {@code Phi(z) < 0.025}. The bound 0.025 is the lower one of {@link Sigmoid}.
 *
 * <p>With the upper tail Q(|z|) = e^(-z^2 / 2) erfcx(|z| / sqrt 2) / 2, the value is max(z, 0) - |z| Q(|z|). With the
 * density p and d = |z| p(z) - Q(|z|), the derivative is 1 + d where z is positive and -d elsewhere. There is no
 * cancellation where they go to 0.
 */
public record Gelu() implements ArrayActivation {

    static final String PAPER =
            "D. Hendrycks and K. Gimpel, Gaussian Error Linear Units (GELUs), 2016, arXiv:1606.08415";

    static final Kind<Gelu> KIND = Kind.of("gelu", Gelu.class, "z * Phi(z), with the normal distribution function Phi")
            .withSource(PAPER);

    /** The region Phi(z) < 0.025. */
    static final LimitRegion LIMIT_REGION = LimitRegion.ofPreActivationsBelow(-1.959963984540054);

    private static final double INVERSE_SQRT2 = 0x1.6a09e667f3bcdp-1;
    private static final double INVERSE_SQRT_2PI = 0x1.9884533d43651p-2;

    /** Larger |z| are clamped to this one, about sqrt(2) times {@link Erfcx#HIGHEST}. */
    private static final double HIGHEST = 37.3;

    private static final ActivationTraits TRAITS =
            ActivationTraits.of(LIMIT_REGION, ActivationTraits.DerivativeShape.ANY, 2);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        double[] scratch = arrays.scratch();
        functions.clamp(z, values, -HIGHEST, HIGHEST, 0, count);
        Erfcx.gaussian(0.5, values, derivatives, count, functions);
        for (int i = 0; i < count; i++) {
            values[i] = Math.abs(values[i]);
            scratch[i] = values[i] * INVERSE_SQRT2;
        }
        Erfcx.scaledComplement(scratch, scratch, count);
        for (int i = 0; i < count; i++) {
            double gaussian = derivatives[i];
            double tail = 0.5 * gaussian * scratch[i];
            derivatives[i] = Math.fma(values[i], INVERSE_SQRT_2PI * gaussian, -tail);
            values[i] = values[i] * tail;
        }
        functions.step(z, scratch, 0, count);
        for (int i = 0; i < count; i++) {
            double isPositive = scratch[i];
            derivatives[i] = Math.fma(Math.fma(2, isPositive, -1), derivatives[i], isPositive);
        }
        functions.clamp(z, scratch, 0, Double.POSITIVE_INFINITY, 0, count);
        for (int i = 0; i < count; i++) {
            values[i] = scratch[i] - values[i];
        }
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
