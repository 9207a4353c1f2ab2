package io.gradflow.data;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** The list of all datasets. */
public final class Datasets {
    /**
     * The catalogue. It is not a constant of {@link Dataset}, because the initialisation of one kind would then wait
     * for that of all others.
     */
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
