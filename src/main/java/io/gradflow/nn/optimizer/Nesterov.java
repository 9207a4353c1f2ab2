package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import java.util.List;

/**
 * Nesterov's momentum with the gradient at a look-ahead point: {@code u <- momentum u + lr g(w - lookahead u),
 * w <- w - u}, after Sutskever, Martens, Dahl and Hinton (2013), where the look-ahead is equal to the momentum. A
 * look-ahead of its own tells by how much of the last step the point is ahead. Weight decay, too, is that of the point.
 *
 * <p>The learning rate goes into {@code u}, so that a schedule acts on the gradients from then on, and not on the
 * momentum that there is.
 *
 * @param momentum share of the last step that is kept
 * @param lookahead steps by which the gradient's point is ahead; {@value #AS_MOMENTUM} for as many as momentum
 * @see SgdNesterov
 */
public record Nesterov(double learningRate, double momentum, double lookahead, double weightDecay, double clipNorm)
        implements Optimizer {

    /** A look-ahead equal to the momentum. */
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
                            "how much of the last step the gradient is taken ahead of the parameters; -1 for as"
                                    + " much as momentum"),
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
        return new LaneUpdater(lanes, parameterCount, Optimizer::weightDecay) {
            private final double[] momenta = repeated(settings(lanes, Nesterov.class, Nesterov::momentum));
            private final double[] stepsAhead = repeated(settings(lanes, Nesterov.class, Nesterov::stepsAhead));
            private final double[] steps = state(parameterCount);
            private final double[] points = state(parameterCount);

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
            double[] decaying(double[] parameters) {
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
