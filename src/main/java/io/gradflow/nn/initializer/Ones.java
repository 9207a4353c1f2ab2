package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;
import io.gradflow.random.RandomSource;
import java.util.Arrays;

/** Sets all weights to the scale. Equal weights keep all units of a layer alike throughout the training. */
public record Ones() implements Initializer {

    static final Kind<Ones> KIND = Kind.of("ones", Ones.class, "all one");

    @Override
    public void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source) {
        Arrays.fill(weights, offset, offset + fanIn * fanOut, scale);
    }
}
