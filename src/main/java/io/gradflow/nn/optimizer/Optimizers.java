package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** All optimizers there are. */
public final class Optimizers {
    /** The catalogue: apart from {@link Optimizer}, so that no kind's initialisation waits for that of all others. */
    public static final Catalog<Optimizer> CATALOG = new Catalog<>(
            "optimizer",
            "gd",
            Optimizer.class,
            List.of(
                    GradientDescent.KIND,
                    Momentum.KIND,
                    Nesterov.KIND,
                    SgdNesterov.KIND,
                    AdaGrad.KIND,
                    RmsProp.KIND,
                    AdaDelta.KIND,
                    Adam.KIND,
                    AmsGrad.KIND,
                    AdamW.KIND,
                    NAdam.KIND,
                    AdaMax.KIND));

    private Optimizers() {}
}
