package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;

/**
 * Draws normal weights with variance {@code 2 / (fanIn + fanOut)}, by equation 12 of Glorot and Bengio. It is a
 * compromise between keeping the variance of activations and keeping that of gradients. PyTorch calls it Xavier normal;
 * Keras's Glorot normal is truncated.
 *
 * @param generator the name of NumPy's generator
 * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">X. Glorot and Y. Bengio, Understanding the difficulty
 *     of training deep feedforward neural networks, 2010</a>
 */
public record Xavier(String generator) implements NormalInitializer {

    static final String PAPER = "X. Glorot and Y. Bengio, Understanding the difficulty of training deep"
            + " feedforward neural networks, 2010";

    static final Kind<Xavier> KIND = Kind.of(
                    "xavier", Xavier.class, "normal, standard deviation sqrt(2 / (fan_in + fan_out))", GENERATOR)
            .withSource(PAPER + ", equation 12");

    public Xavier {
        generator = RandomInitializer.generatorNamed(generator);
    }

    /** The initialiser that draws from the default generator. */
    public Xavier() {
        this(GENERATOR.defaultValue());
    }

    @Override
    public double standardDeviation(int fanIn, int fanOut) {
        return Math.sqrt(2.0 / (fanIn + fanOut));
    }
}
