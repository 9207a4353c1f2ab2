package io.gradflow.nn;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import java.util.List;

/**
 * Gradient descent over the full training set: {@code w <- w - learningRate * gradient}.
 *
 * @param learningRate step size
 */
public record GradientDescent(double learningRate) implements Optimizer {

    static final Kind<GradientDescent> KIND = Kind.of(
            "gd",
            GradientDescent.class,
            "full-batch gradient descent, w <- w - learning_rate * gradient",
            Parameter.number("learning-rate", 0.05, Rule.greaterThan(0), "step size"));

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        // A rate for each element keeps the update a plain loop, which the JIT compiler vectorises.
        var rates = new double[parameterCount * lanes.size()];
        for (int i = 0; i < rates.length; i++) {
            rates[i] = ((GradientDescent) lanes.get(i % lanes.size())).learningRate;
        }
        return (parameters, gradient) -> {
            for (int i = 0; i < rates.length; i++) {
                parameters[i] -= rates[i] * gradient[i];
            }
        };
    }
}
