package io.gradflow.nn;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;

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
    public Updater updater(int parameterCount) {
        return (parameters, gradient) -> {
            for (int i = 0; i < parameters.length; i++) {
                parameters[i] -= learningRate * gradient[i];
            }
        };
    }
}
