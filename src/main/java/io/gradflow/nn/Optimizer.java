package io.gradflow.nn;

import java.io.Serializable;
import java.util.List;

/** A rule for updating parameters from gradients: settings only, shared by all networks that use it. */
public sealed interface Optimizer extends Serializable permits GradientDescent {

    /**
     * Fresh state for networks side by side, each with its own settings of the same rule.
     *
     * @param lanes the rule of each network, all of this class
     * @param parameterCount of each network
     */
    Updater updater(List<Optimizer> lanes, int parameterCount);

    /** The rules together with their state. */
    interface Updater {
        /**
         * Makes one update in place. Both arrays hold the first parameter of each network, then the second of each, and
         * so on.
         *
         * @param gradient of the mean loss by each parameter; left as it is
         */
        void update(double[] parameters, double[] gradient);
    }
}
