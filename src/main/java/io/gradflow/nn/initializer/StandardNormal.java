package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;

/**
 * Draws normal weights with standard deviation 1, whatever the layer's width.
 *
 * @param generator the name of NumPy's generator
 */
public record StandardNormal(String generator) implements NormalInitializer {

    static final Kind<StandardNormal> KIND =
            Kind.of("standard_normal", StandardNormal.class, "normal, standard deviation 1 in every layer", GENERATOR);

    public StandardNormal {
        generator = RandomInitializer.generatorNamed(generator);
    }

    @Override
    public double standardDeviation(int fanIn, int fanOut) {
        return 1;
    }
}
