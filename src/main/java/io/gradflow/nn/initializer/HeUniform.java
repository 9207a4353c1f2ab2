package io.gradflow.nn.initializer;

import io.gradflow.catalog.Kind;

/**
 * Draws uniform weights with the variance of {@link He}, {@code 2 / fan}. Their bound is {@code sqrt(6 / fan)}. PyTorch
 * calls it Kaiming uniform.
 *
 * @param mode the fan: {@code fan_in} or {@code fan_out}
 * @param generator the name of NumPy's generator
 * @see <a href="https://arxiv.org/abs/1502.01852">K. He, X. Zhang, S. Ren and J. Sun, Delving Deep into Rectifiers,
 *     2015</a>
 */
public record HeUniform(String mode, String generator) implements UniformInitializer {

    static final Kind<HeUniform> KIND = Kind.of(
                    "he_uniform",
                    HeUniform.class,
                    "uniform in [-bound, bound), bound sqrt(6 / fan)",
                    FanMode.PARAMETER,
                    GENERATOR)
            .withSource(He.PAPER);

    public HeUniform {
        mode = FanMode.named(mode).toString();
        generator = RandomInitializer.generatorNamed(generator);
    }

    @Override
    public double bound(int fanIn, int fanOut) {
        return Math.sqrt(6.0 / FanMode.named(mode).fan(fanIn, fanOut));
    }
}
