package io.gradflow.nn.activation;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;

/**
 * The rectifier with an upper bound (Krizhevsky, 2010). Its derivative is 0 at both kinks, as in PyTorch. Its limit
 * region is where it is constant, {@code z <= 0} or {@code z >= 6}.
 */
public record Relu6() implements ArrayActivation {

    static final Kind<Relu6> KIND = Kind.of("relu6", Relu6.class, "min(max(0, z), 6); derivative 0 at 0 and 6")
            .withSource("A. Krizhevsky, Convolutional Deep Belief Networks on CIFAR-10, 2010; derivatives as"
                    + " PyTorch's ReLU6");

    private static final double BOUND = 6;

    private static final ActivationTraits TRAITS = ActivationTraits.of(
            new LimitRegion(LimitRegion.Variable.PRE_ACTIVATION, 0, BOUND),
            ActivationTraits.DerivativeShape.STEP_AT_LIMIT,
            0);

    @Override
    public void apply(ActivationArrays arrays, int count, ArrayFunctions functions) {
        double[] z = arrays.z();
        double[] values = arrays.values();
        double[] derivatives = arrays.derivatives();
        functions.clamp(z, values, 0, BOUND, 0, count);
        for (int i = 0; i < count; i++) {
            derivatives[i] = values[i] * (BOUND - values[i]);
        }
        functions.step(derivatives, derivatives, 0, count);
    }

    @Override
    public ActivationTraits traits() {
        return TRAITS;
    }
}
