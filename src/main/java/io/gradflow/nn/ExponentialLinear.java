package io.gradflow.nn;

import java.util.Optional;

/** What {@link Elu} and {@link Selu} share: scale z where z is positive, scale alpha (e^z - 1) elsewhere. */
final class ExponentialLinear {
    /** e^z < 0.05: the negative side has come closer to its bound than 5%. */
    static final Optional<LimitRegion> LIMIT_REGION =
            Optional.of(LimitRegion.ofPreActivationsBelow(-2.995732273553991)); // -log 20

    private ExponentialLinear() {}

    static void apply(
            double scale,
            double alpha,
            double[] z,
            double[] values,
            double[] derivatives,
            int from,
            int to,
            ArrayFunctions functions) {
        double bound = scale * alpha;
        for (int i = from; i < to; i++) {
            values[i] = Math.max(Math.min(z[i], 0), Elementary.EXPM1_LOWEST);
        }
        functions.expm1(values, derivatives, from, to);
        for (int i = from; i < to; i++) {
            double expm1 = derivatives[i];
            double isPositive = Heaviside.step(z[i]);
            values[i] = Math.fma(bound, expm1, scale * Math.max(z[i], 0));
            derivatives[i] = Math.fma(isPositive, scale, (1 - isPositive) * Math.fma(bound, expm1, bound));
        }
    }
}
