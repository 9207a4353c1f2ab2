package io.gradflow.nn;

import io.gradflow.catalog.Catalog;
import java.io.Serializable;
import java.util.List;

/** A rule for updating parameters from gradients: settings only, shared by all networks that use it. */
public sealed interface Optimizer extends Serializable permits GradientDescent {

    /** All optimizers. */
    Catalog<Optimizer> CATALOG = new Catalog<>("optimizer", "gd", Optimizer.class, List.of(GradientDescent.KIND));

    /** Fresh state for one network of that many parameters. */
    Updater updater(int parameterCount);

    /** The rule together with its state for one network. */
    interface Updater {
        /**
         * Makes one update in place.
         *
         * @param gradient of the mean loss by each parameter; left as it is
         */
        void update(double[] parameters, double[] gradient);
    }
}
