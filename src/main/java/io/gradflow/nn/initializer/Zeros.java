package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;
import io.gradflow.random.RandomSource;
import java.util.Arrays;

/**
 * Sets everything to zero, which is meant for biases. Weights of zero keep all units of a layer alike throughout the
 * training.
 */
public record Zeros() implements Initializer {

    static final Kind<Zeros> KIND = Kind.of("zeros", Zeros.class, "all zero");

    @Override
    public void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source) {
        Arrays.fill(weights, offset, offset + fanIn * fanOut, 0);
    }
}
