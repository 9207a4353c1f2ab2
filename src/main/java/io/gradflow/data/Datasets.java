package io.gradflow.data;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** All datasets there are. */
public final class Datasets {
    /** The catalogue: apart from {@link Dataset}, so that no kind's initialisation waits for that of all others. */
    public static final Catalog<Dataset> CATALOG = new Catalog<>(
            "dataset",
            "xor",
            Dataset.class,
            List.of(
                    Xor.KIND,
                    Blobs.KIND,
                    Moons.KIND,
                    Circles.KIND,
                    Spirals.KIND,
                    Checkerboard.KIND,
                    TwoGaussians.KIND));

    private Datasets() {}
}
