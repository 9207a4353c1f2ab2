package io.gradflow.nn;

import io.gradflow.catalog.Kind;

/** The logistic function. Its limit region is {@code phi < 0.025} or {@code phi > 0.975}. */
public record Sigmoid() implements Activation {

    static final Kind<Sigmoid> KIND = Kind.of("sigmoid", Sigmoid.class, "1 / (1 + exp(-z))");

    @Override
    public double value(double z) {
        return Elementary.sigmoid(z);
    }

    @Override
    public double derivative(double z, double value) {
        return value * (1 - value);
    }

    @Override
    public boolean isAtLimit(double z, double value) {
        return value < 0.025 || value > 0.975;
    }
}
