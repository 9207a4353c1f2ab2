package io.gradflow.nn;

import io.gradflow.catalog.Kind;

/** Normal with variance {@code 2 / (fanIn + fanOut)} (Glorot and Bengio, 2010, equation 12). */
public record Xavier() implements NormalInitializer {

    static final Kind<Xavier> KIND =
            Kind.of("xavier", Xavier.class, "normal, standard deviation sqrt(2 / (fan_in + fan_out))");

    @Override
    public double standardDeviation(int fanIn, int fanOut) {
        return Math.sqrt(2.0 / (fanIn + fanOut));
    }
}
