package io.gradflow.nn.activation;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** The list of all activations. */
public final class Activations {
    /**
     * The catalogue. It is not a constant of {@link Activation}, because the initialisation of one kind would then wait
     * for that of all others.
     */
    public static final Catalog<Activation> CATALOG = new Catalog<>(
            "activation",
            null,
            Activation.class,
            List.of(
                    Relu.KIND,
                    LeakyRelu.KIND,
                    Tanh.KIND,
                    Sigmoid.KIND,
                    Arctan.KIND,
                    Softsign.KIND,
                    IdentityActivation.KIND,
                    Relu6.KIND,
                    Elu.KIND,
                    Selu.KIND,
                    Gelu.KIND,
                    GeluTanh.KIND,
                    Silu.KIND,
                    Mish.KIND,
                    Softplus.KIND,
                    HardTanh.KIND,
                    HardSigmoid.KIND,
                    HardSwish.KIND,
                    Sin.KIND,
                    ErfActivation.KIND,
                    Squareplus.KIND));

    private Activations() {}
}
