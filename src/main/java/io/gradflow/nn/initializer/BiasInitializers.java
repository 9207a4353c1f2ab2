package io.gradflow.nn.initializer;

import io.gradflow.catalog.Catalog;
import java.util.List;

/**
 * The initialisers that biases may have: those that do not depend on a layer's width. The scale of the weights does not
 * apply to biases; their scale is always 1.
 */
public final class BiasInitializers {
    /** The catalogue. */
    public static final Catalog<Initializer> CATALOG = new Catalog<>(
            "bias-init",
            "zeros",
            Initializer.class,
            List.of(Zeros.KIND, Ones.KIND, Constant.KIND, Gaussian.KIND, StandardNormal.KIND, Uniform.KIND));

    private BiasInitializers() {}
}
