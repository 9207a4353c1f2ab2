package io.gradflow.nn;

import io.gradflow.catalog.Kind;

/** Softsign, {@code z / (1 + |z|)} (Bergstra et al., 2009). Its limit region is {@code |phi| > 0.95}. */
public record Softsign() implements Activation {

    static final Kind<Softsign> KIND = Kind.of("softsign", Softsign.class, "z / (1 + |z|)");

    /** Where saturation starts, in |phi|. */
    public static final double LIMIT = 0.95;

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
    public boolean isAtLimit(double z, double value) {
        return Math.abs(value) > LIMIT;
    }

    @Override
    public DerivativeShape derivativeShape() {
        return DerivativeShape.FALLS_WITH_ABSOLUTE_Z;
    }
}
