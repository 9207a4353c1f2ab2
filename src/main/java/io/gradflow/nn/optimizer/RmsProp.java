package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import java.util.List;

/**
 * RMSProp: {@code s <- alpha s + (1 - alpha) g^2, w <- w - lr g / (sqrt(s) + eps)}, after Tieleman and Hinton (2012).
 * It is PyTorch's {@code RMSprop}, without momentum and not centred.
 *
 * @param alpha decay rate of the running mean of the squared gradient
 */
public record RmsProp(double learningRate, double alpha, double eps, double weightDecay, double clipNorm)
        implements Optimizer {

    static final Kind<RmsProp> KIND = Kind.of(
                    "rmsprop",
                    RmsProp.class,
                    "s <- alpha s + (1 - alpha) g^2, w <- w - lr g / (sqrt(s) + eps)",
                    OptimizerParameters.learningRate(0.01),
                    OptimizerParameters.decayRate(
                            "alpha", 0.99, "decay rate of the running mean of the squared gradient"),
                    OptimizerParameters.eps(1e-8),
                    OptimizerParameters.weightDecay(),
                    OptimizerParameters.clipNorm())
            .withSource("T. Tieleman and G. Hinton, Lecture 6.5 of Neural Networks for Machine Learning, 2012;"
                    + " torch.optim.RMSprop");

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new LaneUpdater<>(RmsProp.class, lanes, parameterCount) {
            private final double[] alphas = repeated(RmsProp::alpha);
            private final double[] eps = repeated(RmsProp::eps);
            private final double[] squares = state();

            @Override
            void step(double[] parameters, double[] gradient, int from, int count) {
                for (int i = 0; i < count; i++) {
                    double g = gradient[from + i];
                    double mean = alphas[i] * squares[from + i] + (1 - alphas[i]) * (g * g);
                    squares[from + i] = mean;
                    parameters[from + i] -= rates[i] * g / (Math.sqrt(mean) + eps[i]);
                }
            }
        };
    }
}
