package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;

/** Softsign, {@code z / (1 + |z|)} (Bergstra et al., 2009). Its limit region is {@code |phi| > 0.95}. */
public record Softsign() implements ElementwiseActivation {

    static final Kind<Softsign> KIND = Kind.of("softsign", Softsign.class, "z / (1 + |z|)")
            .withSource("J. Bergstra, G. Desjardins, P. Lamblin and Y. Bengio, Quadratic Polynomials Learn Better"
                    + " Image Features, 2009");

    /** The unit counts as saturated where |phi| is above this. */
    private static final double LIMIT = 0.95;

    private static final ActivationTraits TRAITS = ActivationTraits.of(
            LimitRegion.ofValuesBeyond(LIMIT), ActivationTraits.DerivativeShape.FALLS_WITH_ABSOLUTE_Z, 0);

    @Override
    public double value(double z) {
        return z * (1 / (1 + Math.abs(z)));
    }

    @Override
    public double derivative(double z, double value) {
        double reciprocal = 1 / (1 + Math.abs(z));
        return reciprocal * reciprocal;
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
