package io.gradflow.nn;

import io.gradflow.catalog.Kind;

/** Normal with variance {@code 2 / fanIn} (He et al., 2015, equation 10). */
public record He() implements NormalInitializer {

    static final Kind<He> KIND = Kind.of("he", He.class, "normal, standard deviation sqrt(2 / fan_in)");

    @Override
    public double standardDeviation(int fanIn, int fanOut) {
        return Math.sqrt(2.0 / fanIn);
    }
}
