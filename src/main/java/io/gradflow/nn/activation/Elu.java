package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * The exponential linear unit (Clevert et al., 2016): z where z is positive, {@code alpha (e^z - 1)} elsewhere. Its
 * derivative at 0 is alpha. Its limit region is where the negative side is within 5% of its bound, {@code z < -log 20}.
 *
 * @param alpha minus the bound of the negative side, which is {@code -alpha}
 */
public record Elu(double alpha) implements ArrayActivation {

    static final Kind<Elu> KIND = Kind.of(
                    "elu",
                    Elu.class,
                    "z for z > 0, alpha * (exp(z) - 1) elsewhere; derivative at 0 is alpha",
                    Parameter.number("alpha", 1.0, Rule.in(0, 1e6), "minus the bound of the negative side"))
            .withSource("D.-A. Clevert, T. Unterthiner and S. Hochreiter, Fast and Accurate Deep Network Learning"
                    + " by Exponential Linear Units (ELUs), 2016, arXiv:1511.07289");

    private static final ActivationTraits TRAITS =
            ActivationTraits.of(ExponentialLinear.LIMIT_REGION, ActivationTraits.DerivativeShape.ANY, 1);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        ExponentialLinear.apply(1, alpha, arrays, count, functions);
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
