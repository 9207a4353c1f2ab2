package io.gradflow.nn;

import io.gradflow.catalog.Kind;
import java.util.Optional;

/**
 * The piecewise linear tanh (Collobert, 2004). Its derivative is 0 at both kinks; its limit region is {@code |phi| > 0.95}.
 */
public record HardTanh() implements ArrayActivation {

    static final Kind<HardTanh> KIND = Kind.of("hard_tanh", HardTanh.class, "min(max(-1, z), 1); derivative 0 at -1 and 1");

    /** Where saturation starts, in |phi|. */
    private static final double LIMIT = 0.95;

    @Override
    public void apply(
            double[] z, double[] values, double[] derivatives, int from, int to, ArrayFunctions functions) {
        for (int i = from; i < to; i++) {
            values[i] = Math.min(Math.max(z[i], -1), 1);
            derivatives[i] = Heaviside.step(1 - Math.abs(z[i]));
        }
    }

    @Override
    public Optional<LimitRegion> limitRegion() {
        return Optional.of(LimitRegion.ofValuesBeyond(LIMIT));
    }

    @Override
    public DerivativeShape derivativeShape() {
        return DerivativeShape.FALLS_WITH_ABSOLUTE_Z;
    }
}
