package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;

/**
 * Draws uniform weights with the variance of {@link Lecun}, {@code 1 / fanIn}. Their bound is {@code sqrt(3 / fanIn)}.
 *
 * @param generator the name of NumPy's generator
 * @see <a href="https://doi.org/10.1007/3-540-49430-8_2">Y. LeCun, L. Bottou, G. B. Orr and K.-R. Müller, Efficient
 *     BackProp, 1998</a>
 */
public record LecunUniform(String generator) implements UniformInitializer {

    static final Kind<LecunUniform> KIND = Kind.of(
                    "lecun_uniform",
                    LecunUniform.class,
                    "uniform in [-bound, bound), bound sqrt(3 / fan_in)",
                    GENERATOR)
            .withSource(Lecun.PAPER + ", equation 16");

    public LecunUniform {
        generator = RandomInitializer.generatorNamed(generator);
    }

    @Override
    public double bound(int fanIn, int fanOut) {
        return Math.sqrt(3.0 / fanIn);
    }
}
