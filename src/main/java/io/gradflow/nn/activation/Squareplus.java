package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * The algebraic smooth rectifier (Barron, 2021), {@code (z + sqrt(z^2 + b)) / 2}, with derivative
 * {@code (1 + z / sqrt(z^2 + b)) / 2}. With b = 0 it is {@link Relu}, including the derivative 0 at 0. Its limit region
 * is where the derivative is 0.025 or less, as for {@link Softplus}: {@code z <= -3.0424 sqrt(b)}.
 *
 * <p>With r = sqrt(z^2 + b) and h = (r + |z|) / 2, the value is max(z, 0) + b / (4 h). The derivative is
 * {@code b / (4 h r)} where z is not positive, and 1 minus that elsewhere. Nothing cancels and nothing overflows: r is
 * |z| beyond 1e150. The value is within 4 ulp. The derivative is within 4 ulp or within 1e-15.
 *
 * @param b how smooth the bend is; the value at 0 is {@code sqrt(b) / 2}
 */
public record Squareplus(double b) implements ArrayActivation {

    static final Kind<Squareplus> KIND = Kind.of(
                    "squareplus",
                    Squareplus.class,
                    "(z + sqrt(z^2 + b)) / 2; relu for b = 0",
                    Parameter.number(
                            "b", 4.0, Rule.in(0, 1e6), "how smooth the bend is; the value at 0 is sqrt(b) / 2"))
            .withSource("J. T. Barron, Squareplus: A Softplus-Like Algebraic Rectifier, 2021, arXiv:2112.11687");

    /** The square of a larger number could overflow. */
    private static final double HIGHEST = 1e150;

    /** Added to the denominators to avoid 0 / 0, which b = 0 would give at z = 0. It changes no other sum. */
    private static final double TINY = Double.MIN_NORMAL;

    /** Minus the z at which the derivative is 0.025, in units of sqrt(b): 0.95 / sqrt(1 - 0.95^2). */
    private static final double LIMIT = 3.0424349222966556;

    @Override
    public ActivationTraits traits() {
        return ActivationTraits.of(
                LimitRegion.ofPreActivationsUpTo(-LIMIT * Math.sqrt(b)), ActivationTraits.DerivativeShape.ANY, 1);
    }

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        double[] scratch = arrays.scratch();
        functions.clamp(z, values, -HIGHEST, HIGHEST, 0, count);
        for (int i = 0; i < count; i++) {
            double magnitude = Math.abs(z[i]);
            double clamped = Math.abs(values[i]);
            double root = Math.sqrt(Math.fma(clamped, clamped, b)) + (magnitude - clamped);
            double tail = 0.25 * b / (0.5 * root + 0.5 * magnitude + TINY);
            values[i] = tail;
            derivatives[i] = tail / (root + TINY);
        }
        functions.step(z, scratch, 0, count);
        for (int i = 0; i < count; i++) {
            double isPositive = scratch[i];
            derivatives[i] = Math.fma(Math.fma(-2, isPositive, 1), derivatives[i], isPositive);
        }
        functions.clamp(z, scratch, 0, Double.POSITIVE_INFINITY, 0, count);
        for (int i = 0; i < count; i++) {
            values[i] = scratch[i] + values[i];
        }
    }
}
