package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * The sigmoid linear unit, or swish (Elfwing et al., 2017; Ramachandran et al., 2017). Its limit region is where the
 * gate sigmoid(z) is shut, {@code sigmoid(z) < 0.025}. The bound 0.025 is the lower one of {@link Sigmoid}.
 *
 * <p>With e = e^-|z|, the sigmoid is 1 / (1 + e) where z is positive and e / (1 + e) elsewhere, and its derivative is
 * e / (1 + e)^2.
 */
public record Silu() implements ArrayActivation {

    static final Kind<Silu> KIND = Kind.of("silu", Silu.class, "z * sigmoid(z), also known as swish")
            .withSource("S. Elfwing, E. Uchibe and K. Doya, Sigmoid-Weighted Linear Units for Neural Network"
                    + " Function Approximation in Reinforcement Learning, 2017, arXiv:1702.03118; P. Ramachandran,"
                    + " B. Zoph and Q. V. Le, Searching for Activation Functions, 2017, arXiv:1710.05941");

    /** The region sigmoid(z) < 0.025, or z < -log 39. */
    static final LimitRegion LIMIT_REGION = LimitRegion.ofPreActivationsBelow(-3.6635616461296463);

    /** Beyond this |z|, the sigmoid rounds to 1 or is below 1e-300. */
    private static final double HIGHEST = 700;

    private static final ActivationTraits TRAITS =
            ActivationTraits.of(LIMIT_REGION, ActivationTraits.DerivativeShape.ANY, 1);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        double[] scratch = arrays.scratch();
        functions.clamp(z, values, -HIGHEST, HIGHEST, 0, count);
        for (int i = 0; i < count; i++) {
            derivatives[i] = -Math.abs(values[i]);
        }
        functions.exp(derivatives, derivatives, 0, count);
        functions.step(z, scratch, 0, count);
        for (int i = 0; i < count; i++) {
            double e = derivatives[i];
            double sum = 1 + e;
            double isPositive = scratch[i];
            double sigmoid = Math.fma(1 - isPositive, e, isPositive) / sum;
            derivatives[i] = Math.fma(values[i], e / (sum * sum), sigmoid);
            values[i] = sigmoid;
        }
        functions.clamp(z, scratch, -HIGHEST, Double.POSITIVE_INFINITY, 0, count);
        for (int i = 0; i < count; i++) {
            values[i] = scratch[i] * values[i];
        }
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
