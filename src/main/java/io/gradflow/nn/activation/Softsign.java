package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import java.util.Optional;

/** Softsign, {@code z / (1 + |z|)} (Bergstra et al., 2009). Its limit region is {@code |phi| > 0.95}. */
public record Softsign() implements ElementwiseActivation {

    static final Kind<Softsign> KIND = Kind.of("softsign", Softsign.class, "z / (1 + |z|)")
            .withSource("J. Bergstra, G. Desjardins, P. Lamblin and Y. Bengio, Quadratic Polynomials Learn Better"
                    + " Image Features, 2009");

    /** Where saturation starts, in |phi|. */
    private static final double LIMIT = 0.95;

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
    public Optional<LimitRegion> limitRegion() {
        return Optional.of(LimitRegion.ofValuesBeyond(LIMIT));
    }

    @Override
    public DerivativeShape derivativeShape() {
        return DerivativeShape.FALLS_WITH_ABSOLUTE_Z;
    }

    @Override
    public int transcendentals() {
        return 0;
    }
}
