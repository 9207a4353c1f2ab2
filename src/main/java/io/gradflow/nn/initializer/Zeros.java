package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;
import io.gradflow.random.RandomSource;
import java.util.Arrays;

/** All zero, for biases; weights of zero keep all units of a layer alike for good. */
public record Zeros() implements Initializer {

    static final Kind<Zeros> KIND = Kind.of("zeros", Zeros.class, "all zero");

    @Override
    public void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source) {
        Arrays.fill(weights, offset, offset + fanIn * fanOut, 0);
    }
}
