package io.gradflow.nn;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** The initialisers that biases may have: those that do not look at a layer's width. */
public final class BiasInitializers {
    /** The catalogue. */
    public static final Catalog<Initializer> CATALOG =
            new Catalog<>("bias-init", "zeros", Initializer.class, List.of(Zeros.KIND));

    private BiasInitializers() {}
}
