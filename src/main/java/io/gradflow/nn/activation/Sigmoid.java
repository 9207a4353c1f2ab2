package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.Elementary;

/** The logistic function. Its limit region is {@code phi < 0.025} or {@code phi > 0.975}. */
public record Sigmoid() implements ElementwiseActivation {

    static final Kind<Sigmoid> KIND = Kind.of("sigmoid", Sigmoid.class, "1 / (1 + exp(-z))");

    /** A value of phi below this counts as saturated. */
    static final double LOW_LIMIT = 0.025;

    /** A value of phi above this counts as saturated. */
    static final double HIGH_LIMIT = 0.975;

    private static final ActivationTraits TRAITS = ActivationTraits.of(
            LimitRegion.ofValuesOutside(LOW_LIMIT, HIGH_LIMIT),
            ActivationTraits.DerivativeShape.FALLS_WITH_ABSOLUTE_Z,
            1);

    @Override
    public double value(double z) {
        return Elementary.sigmoid(z);
    }

    @Override
    public double derivative(double z, double value) {
        return value * (1 - value);
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
