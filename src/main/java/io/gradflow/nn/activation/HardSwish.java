package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * The piecewise quadratic swish of MobileNetV3 (Howard et al., 2019), z times {@link HardSigmoid}. Its derivative is 0
 * at -3 and 1 at 3. Its limit region is where the unit is off, {@code z <= -3}.
 */
public record HardSwish() implements ArrayActivation {

    static final Kind<HardSwish> KIND = Kind.of(
                    "hard_swish", HardSwish.class, "z * min(max(0, z + 3), 6) / 6; derivative 0 at -3 and 1 at 3")
            .withSource("A. Howard et al., Searching for MobileNetV3, 2019, arXiv:1905.02244");

    private static final double BOUND = 3;

    private static final ActivationTraits TRAITS =
            ActivationTraits.of(LimitRegion.ofPreActivationsUpTo(-BOUND), ActivationTraits.DerivativeShape.ANY, 0);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        double[] scratch = arrays.scratch();
        functions.clamp(z, scratch, -BOUND, BOUND, 0, count);
        for (int i = 0; i < count; i++) {
            derivatives[i] = BOUND - Math.abs(z[i]);
        }
        functions.step(derivatives, derivatives, 0, count);
        functions.clamp(z, values, -BOUND, Double.POSITIVE_INFINITY, 0, count);
        for (int i = 0; i < count; i++) {
            double isBetween = derivatives[i];
            double x = scratch[i];
            double gate = (x + BOUND) / (2 * BOUND);
            values[i] = values[i] * gate;
            derivatives[i] = Math.fma(isBetween, Math.fma(x, 1 / BOUND, 0.5), (1 - isBetween) * gate);
        }
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
