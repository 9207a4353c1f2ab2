package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * The piecewise linear tanh (Collobert, 2004). Its derivative is 0 at both kinks. Its limit region is
 * {@code |phi| > 0.95}.
 */
public record HardTanh() implements ArrayActivation {

    static final Kind<HardTanh> KIND = Kind.of(
                    "hard_tanh", HardTanh.class, "min(max(-1, z), 1); derivative 0 at -1 and 1")
            .withSource("R. Collobert, Large Scale Machine Learning, 2004");

    /** The unit counts as saturated where |phi| is above this. */
    private static final double LIMIT = 0.95;

    private static final ActivationTraits TRAITS = ActivationTraits.of(
            LimitRegion.ofValuesBeyond(LIMIT), ActivationTraits.DerivativeShape.FALLS_WITH_ABSOLUTE_Z, 0);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        functions.clamp(z, values, -1, 1, 0, count);
        for (int i = 0; i < count; i++) {
            derivatives[i] = 1 - Math.abs(z[i]);
        }
        functions.step(derivatives, derivatives, 0, count);
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
