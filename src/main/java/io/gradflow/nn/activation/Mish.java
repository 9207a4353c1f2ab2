package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * Mish (Misra, 2019), z tanh(softplus(z)). Its limit region is where the gate is shut,
 * {@code tanh(softplus(z)) < 0.025}. The bound 0.025 is the lower one of {@link Sigmoid}.
 *
 * <p>With e = e^z and n = e (e + 2), tanh(softplus(z)) = n / (n + 2) and its derivative is 4 e (e + 1) / (n + 2)^2.
 */
public record Mish() implements ArrayActivation {

    static final Kind<Mish> KIND = Kind.of("mish", Mish.class, "z * tanh(softplus(z))")
            .withSource("D. Misra, Mish: A Self Regularized Non-Monotonic Activation Function, 2019, arXiv:1908.08681");

    /** The region tanh(softplus(z)) < 0.025. */
    private static final LimitRegion LIMIT_REGION = LimitRegion.ofPreActivationsBelow(-3.676142406804884);

    /** Above this z, the gate rounds to 1. */
    private static final double HIGHEST = 40;

    /** Below this z, the gate is below 1e-300. */
    private static final double LOWEST = -700;

    private static final ActivationTraits TRAITS =
            ActivationTraits.of(LIMIT_REGION, ActivationTraits.DerivativeShape.ANY, 1);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        double[] scratch = arrays.scratch();
        functions.clamp(z, values, LOWEST, HIGHEST, 0, count);
        functions.exp(values, derivatives, 0, count);
        functions.clamp(z, scratch, LOWEST, Double.POSITIVE_INFINITY, 0, count);
        for (int i = 0; i < count; i++) {
            double e = derivatives[i];
            double n = e * (e + 2);
            double denominator = n + 2;
            double gate = n / denominator;
            derivatives[i] = Math.fma(values[i], 4 * e * (e + 1) / (denominator * denominator), gate);
            values[i] = scratch[i] * gate;
        }
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
