package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;

/**
 * The leaky rectifier (Maas et al., 2013): z where z is positive, {@code slope * z} elsewhere. Its derivative at 0 is
 * the slope. Its limit region is {@code z <= 0}.
 *
 * @param slope the slope of the negative side
 */
public record LeakyRelu(double slope) implements ElementwiseActivation {

    static final Kind<LeakyRelu> KIND = Kind.of(
                    "leaky_relu",
                    LeakyRelu.class,
                    "z for z > 0, slope * z elsewhere; derivative at 0 is the slope",
                    Parameter.number("slope", 0.01, Rule.in(-1e6, 1e6), "slope of the negative side"))
            .withSource("A. L. Maas, A. Y. Hannun and A. Y. Ng, Rectifier Nonlinearities Improve Neural Network"
                    + " Acoustic Models, 2013");

    private static final ActivationTraits TRAITS =
            ActivationTraits.of(LimitRegion.ofPreActivationsUpTo(0), ActivationTraits.DerivativeShape.STEP_AT_LIMIT, 0);

    @Override
    public double value(double z) {
        return z > 0 ? z : slope * z;
    }

    @Override
    public double derivative(double z, double value) {
        return z > 0 ? 1 : z <= 0 ? slope : z;
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
