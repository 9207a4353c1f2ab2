package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;

/**
 * Draws uniform weights with a fixed bound, whatever the layer's width.
 *
 * @param bound the weights at scale 1 are in {@code [-bound, bound)}
 * @param generator the name of NumPy's generator
 */
public record Uniform(double bound, String generator) implements UniformInitializer {

    static final Kind<Uniform> KIND = Kind.of(
            "uniform",
            Uniform.class,
            "uniform in [-bound, bound), the same in every layer",
            Parameter.number("bound", 0.1, Rule.greaterThan(0), "bound at scale 1: sqrt(3) standard deviations"),
            GENERATOR);

    public Uniform {
        generator = RandomInitializer.generatorNamed(generator);
    }

    @Override
    public double bound(int fanIn, int fanOut) {
        return bound;
    }
}
