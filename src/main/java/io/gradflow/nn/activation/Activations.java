package io.gradflow.nn.activation;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** All activations there are. */
public final class Activations {
    /** The catalogue: apart from {@link Activation}, so that no kind's initialisation waits for that of all others. */
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
