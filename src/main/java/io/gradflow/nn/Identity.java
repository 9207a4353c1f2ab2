package io.gradflow.nn;

import io.gradflow.catalog.Kind;
import java.util.Optional;

/**
 * No activation: the network is linear, for comparison. It has no limit region, since it has no bound and is never off.
 */
public record Identity() implements ArrayActivation {

    static final Kind<Identity> KIND = Kind.of("identity", Identity.class, "z");

    @Override
    public void apply(
            double[] z, double[] values, double[] derivatives, int from, int to, ArrayFunctions functions) {
        for (int i = from; i < to; i++) {
            values[i] = z[i];
            // 1, but NaN for NaN.
            derivatives[i] = Math.min(Math.max(z[i], 1), 1);
        }
    }

    @Override
    public Optional<LimitRegion> limitRegion() {
        return Optional.empty();
    }

    @Override
    public DerivativeShape derivativeShape() {
        return DerivativeShape.FALLS_WITH_ABSOLUTE_Z;
    }
}
