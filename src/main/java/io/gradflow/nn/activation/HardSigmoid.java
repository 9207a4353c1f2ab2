package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * The piecewise linear sigmoid of PyTorch, which reaches its bounds at -3 and 3. Its derivative is 0 at both kinks. Its
 * limit region is that of {@link Sigmoid}, {@code phi < 0.025} or {@code phi > 0.975}.
 */
public record HardSigmoid() implements ArrayActivation {

    static final Kind<HardSigmoid> KIND = Kind.of(
                    "hard_sigmoid", HardSigmoid.class, "min(max(0, z + 3), 6) / 6; derivative 0 at -3 and 3")
            .withSource("PyTorch's Hardsigmoid");

    private static final double BOUND = 3;

    private static final ActivationTraits TRAITS = ActivationTraits.of(
            LimitRegion.ofValuesOutside(Sigmoid.LOW_LIMIT, Sigmoid.HIGH_LIMIT),
            ActivationTraits.DerivativeShape.FALLS_WITH_ABSOLUTE_Z,
            0);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        for (int i = 0; i < count; i++) {
            derivatives[i] = BOUND - Math.abs(z[i]);
            values[i] = z[i] + BOUND;
        }
        functions.step(derivatives, derivatives, 0, count);
        functions.clamp(values, values, 0, 2 * BOUND, 0, count);
        for (int i = 0; i < count; i++) {
            derivatives[i] = derivatives[i] / (2 * BOUND);
            values[i] = values[i] / (2 * BOUND);
        }
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
