package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;

/** The declarations of parameters that several optimizers have. */
final class OptimizerParameters {
    private OptimizerParameters() {}

    /** The parameter {@code learning-rate}. */
    static Parameter<Double> learningRate(double defaultValue) {
        return Parameter.number("learning-rate", defaultValue, Rule.greaterThan(0), "step size");
    }

    /** The parameter {@code beta1} of the rules that follow Adam. */
    static Parameter<Double> beta1() {
        return decayRate("beta1", 0.9, "decay rate of the running mean of the gradient");
    }

    /** The parameter {@code beta2} of the rules that follow Adam. */
    static Parameter<Double> beta2(String description) {
        return decayRate("beta2", 0.999, description);
    }

    /** The parameter {@code momentum}. */
    static Parameter<Double> momentum() {
        return decayRate("momentum", 0.9, "share of the last step that is kept");
    }

    /** A parameter in {@code [0, 1)}: the share of a running mean that an update keeps. */
    static Parameter<Double> decayRate(String name, double defaultValue, String description) {
        return Parameter.number(name, defaultValue, Rule.atLeastAndBelow(0, 1), description);
    }

    /** The parameter {@code eps}. */
    static Parameter<Double> eps(double defaultValue) {
        return Parameter.number(
                "eps", defaultValue, Rule.atLeast(0), "added to the denominator, against division by 0");
    }

    /** The parameter {@code weight-decay}, an L2 penalty. */
    static Parameter<Double> weightDecay() {
        return Parameter.number(
                "weight-decay", 0.0, Rule.atLeast(0), "L2 penalty: this times the parameters is added to the gradient");
    }

    /** The parameter {@code clip-norm}. */
    static Parameter<Double> clipNorm() {
        return Parameter.number(
                "clip-norm", 0.0, Rule.atLeast(0), "norm down to which a longer gradient is scaled; 0 for no limit");
    }
}
