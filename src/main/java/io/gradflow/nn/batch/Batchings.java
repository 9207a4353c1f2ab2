package io.gradflow.nn.batch;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** All ways to batch there are. */
public final class Batchings {
    /** The catalogue: apart from {@link Batching}, so that no kind's initialisation waits for that of all others. */
    public static final Catalog<Batching> CATALOG =
            new Catalog<>("batch", "full", Batching.class, List.of(FullBatch.KIND, MiniBatch.KIND));

    private Batchings() {}
}
