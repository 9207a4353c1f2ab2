package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * The scaled exponential linear unit of self-normalising networks (Klambauer et al., 2017): 1.0507 times {@link Elu}
 * with alpha = 1.6733. Its derivative at 0 is that of the negative side, 1.7581. Its limit region is
 * {@code z < -log 20}, as for {@link Elu}.
 */
public record Selu() implements ArrayActivation {

    static final Kind<Selu> KIND = Kind.of(
                    "selu",
                    Selu.class,
                    "scale * z for z > 0, scale * alpha * (exp(z) - 1) elsewhere, scale = 1.0507009873554805,"
                            + " alpha = 1.6732632423543772; derivative at 0 is scale * alpha")
            .withSource("G. Klambauer, T. Unterthiner, A. Mayr and S. Hochreiter, Self-Normalizing Neural Networks,"
                    + " 2017, arXiv:1706.02515");

    private static final double ALPHA = 1.6732632423543772;
    private static final double SCALE = 1.0507009873554805;

    private static final ActivationTraits TRAITS =
            ActivationTraits.of(ExponentialLinear.LIMIT_REGION, ActivationTraits.DerivativeShape.ANY, 1);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        ExponentialLinear.apply(SCALE, ALPHA, arrays, count, functions);
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
