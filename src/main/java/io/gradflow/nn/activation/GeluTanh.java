package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * {@link Gelu} in its approximate form (Hendrycks and Gimpel, 2016), which GPT-2 and BERT used. It is z
 * (1 + tanh(u)) / 2, or z sigmoid(2 u), computed as in {@link Silu}. Its limit region is that of {@link Gelu}.
 */
public record GeluTanh() implements ArrayActivation {

    static final Kind<GeluTanh> KIND = Kind.of(
                    "gelu_tanh",
                    GeluTanh.class,
                    "z * (1 + tanh(u)) / 2 with u = sqrt(2 / pi) * (z + 0.044715 * z^3): gelu's approximate form")
            .withSource(Gelu.PAPER);

    private static final double SQRT_2_OVER_PI = 0x1.9884533d43651p-1;
    private static final double CUBIC = 0.044715;

    /** Beyond this |z|, the sigmoid rounds to 1 or is below 1e-300. */
    private static final double HIGHEST = 21;

    private static final ActivationTraits TRAITS =
            ActivationTraits.of(Gelu.LIMIT_REGION, ActivationTraits.DerivativeShape.ANY, 1);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        double[] scratch = arrays.scratch();
        functions.clamp(z, values, -HIGHEST, HIGHEST, 0, count);
        for (int i = 0; i < count; i++) {
            double x = values[i];
            derivatives[i] = -2 * SQRT_2_OVER_PI * Math.abs(x) * Math.fma(CUBIC * x, x, 1);
        }
        functions.exp(derivatives, derivatives, 0, count);
        functions.step(z, scratch, 0, count);
        for (int i = 0; i < count; i++) {
            double e = derivatives[i];
            double sum = 1 + e;
            double isPositive = scratch[i];
            double sigmoid = Math.fma(1 - isPositive, e, isPositive) / sum;
            double x = values[i];
            double slope = 2 * SQRT_2_OVER_PI * Math.fma(3 * CUBIC * x, x, 1);
            derivatives[i] = Math.fma(x * slope, e / (sum * sum), sigmoid);
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
