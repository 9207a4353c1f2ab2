package io.gradflow.nn;

import java.io.Serializable;

/** A rule for updating parameters from gradients: settings only, shared by all networks that use it. */
public sealed interface Optimizer extends Serializable permits GradientDescent {

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
