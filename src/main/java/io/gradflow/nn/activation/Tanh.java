package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.Elementary;

/** The hyperbolic tangent. Its limit region is {@code |phi| > 0.95}. */
public record Tanh() implements ElementwiseActivation {

    static final Kind<Tanh> KIND = Kind.of("tanh", Tanh.class, "tanh(z)");

    /** The unit counts as saturated where |phi| is above this. */
    private static final double LIMIT = 0.95;

    private static final ActivationTraits TRAITS = ActivationTraits.of(
            LimitRegion.ofValuesBeyond(LIMIT), ActivationTraits.DerivativeShape.FALLS_WITH_ABSOLUTE_Z, 1);

    @Override
    public double value(double z) {
        return Elementary.tanh(z);
    }

    @Override
    public double derivative(double z, double value) {
        return Math.fma(-value, value, 1);
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
