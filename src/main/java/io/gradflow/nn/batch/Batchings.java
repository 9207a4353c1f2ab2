package io.gradflow.nn.batch;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** The list of all ways to form batches. */
public final class Batchings {
    /**
     * The catalogue. It is not a constant of {@link Batching}, because the initialisation of one kind would then wait
     * for that of all others.
     */
    public static final Catalog<Batching> CATALOG =
            new Catalog<>("batch", "full", Batching.class, List.of(FullBatch.KIND, MiniBatch.KIND));

    private Batchings() {}
}
