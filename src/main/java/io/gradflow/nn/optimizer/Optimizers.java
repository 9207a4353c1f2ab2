package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Catalog;
import java.util.List;

/** The list of all optimizers. */
public final class Optimizers {
    /**
     * The catalogue. It is not a constant of {@link Optimizer}, because the initialisation of one kind would then wait
     * for that of all others.
     */
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
