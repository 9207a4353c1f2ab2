package io.gradflow.nn;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** All initialisers there are. */
public final class Initializers {
    /** The catalogue: apart from {@link Initializer}, so that no kind's initialisation waits for that of all others. */
    public static final Catalog<Initializer> CATALOG = new Catalog<>(
            "init", "xavier", Initializer.class, List.of(Xavier.KIND, He.KIND, Gaussian.KIND, Zeros.KIND));

    private Initializers() {}
}
