package io.gradflow.nn;

import io.gradflow.catalog.Kind;

/** Softsign, {@code z / (1 + |z|)} (Bergstra et al., 2009). Its limit region is {@code |phi| > 0.95}. */
public record Softsign() implements Activation {

    static final Kind<Softsign> KIND = Kind.of("softsign", Softsign.class, "z / (1 + |z|)");

    @Override
    public double value(double z) {
        return z * reciprocal(z);
    }

    @Override
    public double derivative(double z, double value) {
        double reciprocal = reciprocal(z);
        return reciprocal * reciprocal;
    }

    @Override
    public boolean isAtLimit(double z, double value) {
        return Math.abs(value) > 0.95;
    }

    /** The one division of value and derivative. */
    private static double reciprocal(double z) {
        return 1 / (1 + Math.abs(z));
    }
}
