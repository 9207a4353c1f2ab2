package io.gradflow.nn;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** All activations there are. */
public final class Activations {
    /** The catalogue: apart from {@link Activation}, so that no kind's initialisation waits for that of all others. */
    public static final Catalog<Activation> CATALOG = new Catalog<>(
            "activation",
            null,
            Activation.class,
            List.of(Relu.KIND, LeakyRelu.KIND, Tanh.KIND, Sigmoid.KIND, Arctan.KIND, Softsign.KIND));

    private Activations() {}
}
