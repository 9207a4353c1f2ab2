package io.gradflow.nn;

import io.gradflow.catalog.Kind;
import java.util.Optional;

/**
 * The smooth rectifier (Dugas et al., 2001), with derivative sigmoid(z). Its limit region is that of {@link Silu},
 * {@code sigmoid(z) < 0.025}, where the derivative has all but come to 0.
 */
public record Softplus() implements ArrayActivation {

    static final Kind<Softplus> KIND = Kind.of("softplus", Softplus.class, "log(1 + exp(z))");

    /** Of e^-|z| beyond nothing is seen but in the far tail, below 1e-300. */
    private static final double HIGHEST = 700;

    @Override
    public void apply(
            double[] z, double[] values, double[] derivatives, int from, int to, ArrayFunctions functions) {
        for (int i = from; i < to; i++) {
            values[i] = Math.max(-Math.abs(z[i]), -HIGHEST);
        }
        functions.exp(values, derivatives, from, to);
        functions.log1p(derivatives, values, from, to);
        for (int i = from; i < to; i++) {
            double e = derivatives[i];
            double isPositive = Heaviside.step(z[i]);
            values[i] = Math.max(z[i], 0) + values[i];
            // 1 / (1 + e) where z is positive, e / (1 + e) elsewhere.
            derivatives[i] = Math.fma(1 - isPositive, e, isPositive) / (1 + e);
        }
    }

    @Override
    public Optional<LimitRegion> limitRegion() {
        return Optional.of(Silu.LIMIT_REGION);
    }

    @Override
    public DerivativeShape derivativeShape() {
        return DerivativeShape.ANY;
    }
}
