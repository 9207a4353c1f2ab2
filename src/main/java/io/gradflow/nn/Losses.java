package io.gradflow.nn;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** All losses there are. */
public final class Losses {
    /** The catalogue: apart from {@link Loss}, so that no kind's initialisation waits for that of all others. */
    public static final Catalog<Loss> CATALOG =
            new Catalog<>("loss", "binary_cross_entropy", Loss.class, List.of(BinaryCrossEntropy.KIND));

    private Losses() {}
}
