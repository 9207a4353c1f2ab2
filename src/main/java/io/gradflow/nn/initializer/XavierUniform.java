package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;

/**
 * Draws uniform weights with variance {@code 2 / (fanIn + fanOut)}. Their bound is {@code sqrt(6 / (fanIn + fanOut))},
 * by equation 16 of Glorot and Bengio, their normalized initialization.
 *
 * @param generator the name of NumPy's generator
 * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">X. Glorot and Y. Bengio, Understanding the difficulty
 *     of training deep feedforward neural networks, 2010</a>
 */
public record XavierUniform(String generator) implements UniformInitializer {

    static final Kind<XavierUniform> KIND = Kind.of(
                    "xavier_uniform",
                    XavierUniform.class,
                    "uniform in [-bound, bound), bound sqrt(6 / (fan_in + fan_out))",
                    GENERATOR)
            .withSource(Xavier.PAPER + ", equation 16");

    public XavierUniform {
        generator = RandomInitializer.generatorNamed(generator);
    }

    @Override
    public double bound(int fanIn, int fanOut) {
        return Math.sqrt(6.0 / (fanIn + fanOut));
    }
}
