package io.gradflow.nn.initializer;

import io.gradflow.catalog.Catalog;
import java.util.List;

/**
 * The initialisers that biases may have: those that do not look at a layer's width. The scale of the weights is not
 * theirs; where they speak of scale 1, it is always 1.
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
