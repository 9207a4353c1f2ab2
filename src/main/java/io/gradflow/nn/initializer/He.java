package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;

/**
 * Draws normal weights with variance {@code 2 / fan}. It is made for the rectifier, which passes on half of the
 * variance. With the inputs as fan it is equation 10 of He et al., with the outputs equation 14. PyTorch calls it
 * Kaiming normal; the one of Keras is truncated.
 *
 * @param mode the fan: {@code fan_in} or {@code fan_out}
 * @param generator the name of NumPy's generator
 * @see <a href="https://arxiv.org/abs/1502.01852">K. He, X. Zhang, S. Ren and J. Sun, Delving Deep into Rectifiers,
 *     2015</a>
 */
public record He(String mode, String generator) implements NormalInitializer {

    static final String PAPER =
            "K. He, X. Zhang, S. Ren and J. Sun, Delving Deep into Rectifiers, 2015, arXiv:1502.01852";

    static final Kind<He> KIND = Kind.of(
                    "he", He.class, "normal, standard deviation sqrt(2 / fan)", FanMode.PARAMETER, GENERATOR)
            .withSource(PAPER);

    public He {
        mode = FanMode.named(mode).toString();
        generator = RandomInitializer.generatorNamed(generator);
    }

    /** The initialiser whose fan is the number of inputs, and that draws from the default generator. */
    public He() {
        this(FanMode.PARAMETER.defaultValue(), GENERATOR.defaultValue());
    }

    @Override
    public double standardDeviation(int fanIn, int fanOut) {
        return Math.sqrt(2.0 / FanMode.named(mode).fan(fanIn, fanOut));
    }
}
