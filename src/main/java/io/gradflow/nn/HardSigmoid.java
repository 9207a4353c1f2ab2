package io.gradflow.nn;

import io.gradflow.catalog.Kind;
import java.util.Optional;

/**
 * The piecewise linear sigmoid (PyTorch's, which reaches its bounds at -3 and 3). Its derivative is 0 at both kinks; its limit
 * region is that of {@link Sigmoid}, {@code phi < 0.025} or {@code phi > 0.975}.
 */
public record HardSigmoid() implements ArrayActivation {

    static final Kind<HardSigmoid> KIND = Kind.of("hard_sigmoid", HardSigmoid.class, "min(max(0, z + 3), 6) / 6; derivative 0 at -3 and 3");

    private static final double BOUND = 3;

    @Override
    public void apply(
            double[] z, double[] values, double[] derivatives, int from, int to, ArrayFunctions functions) {
        for (int i = from; i < to; i++) {
            values[i] = Math.min(Math.max(z[i] + BOUND, 0), 2 * BOUND) / (2 * BOUND);
            derivatives[i] = Heaviside.step(BOUND - Math.abs(z[i])) / (2 * BOUND);
        }
    }

    @Override
    public Optional<LimitRegion> limitRegion() {
        return Optional.of(LimitRegion.ofValuesOutside(Sigmoid.LOW_LIMIT, Sigmoid.HIGH_LIMIT));
    }

    @Override
    public DerivativeShape derivativeShape() {
        return DerivativeShape.FALLS_WITH_ABSOLUTE_Z;
    }
}
