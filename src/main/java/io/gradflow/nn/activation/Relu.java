package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;

/**
 * The rectifier, {@code max(0, z)} (Nair and Hinton, 2010). Its derivative at 0 is 0. Its limit region is
 * {@code z <= 0}.
 */
public record Relu() implements ElementwiseActivation {

    static final Kind<Relu> KIND = Kind.of("relu", Relu.class, "max(0, z); derivative 0 at 0")
            .withSource("V. Nair and G. E. Hinton, Rectified Linear Units Improve Restricted Boltzmann Machines, 2010");

    private static final ActivationTraits TRAITS =
            ActivationTraits.of(LimitRegion.ofPreActivationsUpTo(0), ActivationTraits.DerivativeShape.STEP_AT_LIMIT, 0);

    @Override
    public double value(double z) {
        return z <= 0 ? 0 : z;
    }

    @Override
    public double derivative(double z, double value) {
        return z > 0 ? 1 : z <= 0 ? 0 : z;
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
