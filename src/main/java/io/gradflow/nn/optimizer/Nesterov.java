package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import java.util.List;

/**
 * Nesterov's momentum with the gradient at a look-ahead point:
 * {@code u <- momentum u + lr g(w - lookahead u), w <- w - u}. In Sutskever, Martens, Dahl and Hinton (2013) the
 * look-ahead is equal to the momentum; here it may be chosen separately. Weight decay is computed at the look-ahead
 * point as well.
 *
 * <p>The learning rate is a factor in {@code u}. A schedule therefore acts on the gradients that follow, and not on the
 * momentum accumulated before.
 *
 * @param momentum share of the last step that is kept, from 0 to below 1
 * @param lookahead the share of the last step by which the point of the gradient is ahead of the parameters;
 *     {@value #AS_MOMENTUM} makes it equal to the momentum
 * @see SgdNesterov
 */
public record Nesterov(double learningRate, double momentum, double lookahead, double weightDecay, double clipNorm)
        implements Optimizer {

    /** The value of {@link #lookahead} that makes it equal to the momentum. */
    static final double AS_MOMENTUM = -1;

    static final Kind<Nesterov> KIND = Kind.of(
                    "nesterov",
                    Nesterov.class,
                    "Nesterov's momentum, u <- momentum u + lr g(w - lookahead u), w <- w - u",
                    OptimizerParameters.learningRate(0.001),
                    OptimizerParameters.momentum(),
                    Parameter.number(
                            "lookahead",
                            AS_MOMENTUM,
                            new Rule<>(
                                    "a number >= 0, or -1 for that of momentum",
                                    v -> (v >= 0 && v < Double.POSITIVE_INFINITY) || v == AS_MOMENTUM),
                            "how much of the last step the gradient is taken ahead of the parameters;"
                                    + " -1 for as much as momentum"),
                    OptimizerParameters.weightDecay(),
                    OptimizerParameters.clipNorm())
            .withSource("I. Sutskever, J. Martens, G. Dahl and G. Hinton, On the importance of initialization and"
                    + " momentum in deep learning, 2013");

    @Override
    public boolean looksAhead() {
        return true;
    }

    private double stepsAhead() {
        return lookahead == AS_MOMENTUM ? momentum : lookahead;
    }

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new LaneUpdater<>(Nesterov.class, lanes, parameterCount) {
            private final double[] momenta = repeated(Nesterov::momentum);
            private final double[] stepsAhead = repeated(Nesterov::stepsAhead);
            private final double[] steps = state();
            private final double[] points = state();

            @Override
            public void lookAhead(double[] parameters, double[] point) {
                for (int from = 0; from < steps.length; from += momenta.length) {
                    int count = Math.min(momenta.length, steps.length - from);
                    for (int i = 0; i < count; i++) {
                        point[from + i] = parameters[from + i] - stepsAhead[i] * steps[from + i];
                    }
                }
            }

            @Override
            double[] penaltyPoint(double[] parameters) {
                lookAhead(parameters, points);
                return points;
            }

            @Override
            void step(double[] parameters, double[] gradient, int from, int count) {
                for (int i = 0; i < count; i++) {
                    double step = momenta[i] * steps[from + i] + rates[i] * gradient[from + i];
                    steps[from + i] = step;
                    parameters[from + i] -= step;
                }
            }
        };
    }
}
