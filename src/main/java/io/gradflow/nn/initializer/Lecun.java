package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;

/**
 * Draws normal weights with variance {@code 1 / fanIn}, by equation 16 of LeCun et al. Keras's LeCun normal is
 * truncated.
 *
 * @param generator the name of NumPy's generator
 * @see <a href="https://doi.org/10.1007/3-540-49430-8_2">Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller, Efficient
 *     BackProp, 1998</a>
 */
public record Lecun(String generator) implements NormalInitializer {

    static final String PAPER = "Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller, Efficient BackProp, 1998";

    static final Kind<Lecun> KIND = Kind.of(
                    "lecun", Lecun.class, "normal, standard deviation sqrt(1 / fan_in)", GENERATOR)
            .withSource(PAPER + ", equation 16");

    public Lecun {
        generator = RandomInitializer.generatorNamed(generator);
    }

    @Override
    public double standardDeviation(int fanIn, int fanOut) {
        return Math.sqrt(1.0 / fanIn);
    }
}
