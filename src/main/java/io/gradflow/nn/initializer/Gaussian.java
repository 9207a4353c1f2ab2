package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;

/**
 * Draws normal weights with a fixed standard deviation, whatever the layer's width.
 *
 * @param std the standard deviation at scale 1
 * @param generator the name of NumPy's generator
 */
public record Gaussian(double std, String generator) implements NormalInitializer {

    static final Kind<Gaussian> KIND = Kind.of(
            "gaussian",
            Gaussian.class,
            "normal, the same standard deviation in every layer",
            Parameter.number("std", 0.1, Rule.greaterThan(0), "standard deviation at scale 1"),
            GENERATOR);

    public Gaussian {
        generator = RandomInitializer.generatorNamed(generator);
    }

    /** The initialiser that draws from the default generator. */
    public Gaussian(double std) {
        this(std, GENERATOR.defaultValue());
    }

    @Override
    public double standardDeviation(int fanIn, int fanOut) {
        return std;
    }
}
