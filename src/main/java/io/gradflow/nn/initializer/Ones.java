package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;
import io.gradflow.random.RandomSource;
import java.util.Arrays;

/** All one, times the scale; equal weights keep all units of a layer alike for good. */
public record Ones() implements Initializer {

    static final Kind<Ones> KIND = Kind.of("ones", Ones.class, "all one");

    @Override
    public void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source) {
        Arrays.fill(weights, offset, offset + fanIn * fanOut, scale);
    }
}
