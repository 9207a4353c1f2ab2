package io.gradflow.nn;

import io.gradflow.catalog.Kind;
import java.util.Optional;

/**
 * The piecewise quadratic swish of MobileNetV3 (Howard et al., 2019), z times {@link HardSigmoid}. Its derivative is 0 at -3 and 1 at
 * 3; its limit region is where it is off, {@code z <= -3}.
 */
public record HardSwish() implements ArrayActivation {

    static final Kind<HardSwish> KIND = Kind.of("hard_swish", HardSwish.class, "z * min(max(0, z + 3), 6) / 6; derivative 0 at -3 and 1 at 3");

    private static final double BOUND = 3;

    @Override
    public void apply(
            double[] z, double[] values, double[] derivatives, int from, int to, ArrayFunctions functions) {
        for (int i = from; i < to; i++) {
            double x = Math.min(Math.max(z[i], -BOUND), BOUND);
            double isLow = Heaviside.step(BOUND - z[i]);
            values[i] = Math.max(z[i], -BOUND) * ((x + BOUND) / (2 * BOUND));
            derivatives[i] = Math.fma(
                    isLow * Heaviside.step(z[i] + BOUND), Math.fma(x, 1 / BOUND, 0.5), 1 - isLow);
        }
    }

    @Override
    public Optional<LimitRegion> limitRegion() {
        return Optional.of(LimitRegion.ofPreActivationsUpTo(-BOUND));
    }

    @Override
    public DerivativeShape derivativeShape() {
        return DerivativeShape.ANY;
    }
}
