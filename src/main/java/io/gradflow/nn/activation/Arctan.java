package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.Elementary;

/** The inverse tangent, with bound pi/2. Its limit region is {@code |phi| > 0.95 pi/2}. */
public record Arctan() implements ElementwiseActivation {

    static final Kind<Arctan> KIND = Kind.of("arctan", Arctan.class, "arctan(z)");

    /** The unit counts as saturated where |phi| is above this. */
    private static final double LIMIT = 0.95 * (Math.PI / 2);

    private static final ActivationTraits TRAITS = ActivationTraits.of(
            LimitRegion.ofValuesBeyond(LIMIT), ActivationTraits.DerivativeShape.FALLS_WITH_ABSOLUTE_Z, 1);

    @Override
    public double value(double z) {
        return Elementary.arctan(z);
    }

    @Override
    public double derivative(double z, double value) {
        return 1 / Math.fma(z, z, 1);
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
