package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.random.RandomSource;
import java.util.Arrays;

/**
 * Sets all weights to one value times the scale. Equal weights keep all units of a layer alike throughout the training.
 *
 * @param value the value of every weight at scale 1
 */
public record Constant(double value) implements Initializer {

    static final Kind<Constant> KIND = Kind.of(
            "constant",
            Constant.class,
            "all of one value",
            Parameter.number("value", 0.1, Rule.any("a number"), "value at scale 1"));

    @Override
    public void draw(double[] weights, int offset, int fanIn, int fanOut, double scale, RandomSource source) {
        Arrays.fill(weights, offset, offset + fanIn * fanOut, value * scale);
    }
}
