package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import java.util.List;

/**
 * Adadelta, after Zeiler (2012): {@code s <- rho s + (1 - rho) g^2, d = g sqrt(a + eps) / sqrt(s + eps),
 * a <- rho a + (1 - rho) d^2, w <- w - lr d}. It is PyTorch's {@code Adadelta}.
 *
 * @param rho decay rate of the running means of the squared gradient and of the squared step
 */
public record AdaDelta(double learningRate, double rho, double eps, double weightDecay, double clipNorm)
        implements Optimizer {

    static final Kind<AdaDelta> KIND = Kind.of(
                    "adadelta",
                    AdaDelta.class,
                    "s <- rho s + (1 - rho) g^2, d = g sqrt(a + eps) / sqrt(s + eps),"
                            + " a <- rho a + (1 - rho) d^2, w <- w - lr d",
                    OptimizerParameters.learningRate(1),
                    OptimizerParameters.decayRate(
                            "rho",
                            0.9,
                            "decay rate of the running means of the squared gradient and of the squared step"),
                    OptimizerParameters.eps(1e-6),
                    OptimizerParameters.weightDecay(),
                    OptimizerParameters.clipNorm())
            .withSource("M. D. Zeiler, ADADELTA: An Adaptive Learning Rate Method, 2012, arXiv:1212.5701;"
                    + " torch.optim.Adadelta");

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new LaneUpdater<>(AdaDelta.class, lanes, parameterCount) {
            private final double[] rhos = repeated(AdaDelta::rho);
            private final double[] eps = repeated(AdaDelta::eps);
            private final double[] squares = state();
            private final double[] squaredSteps = state();

            @Override
            void step(double[] parameters, double[] gradient, int from, int count) {
                for (int i = 0; i < count; i++) {
                    double g = gradient[from + i];
                    double mean = rhos[i] * squares[from + i] + (1 - rhos[i]) * (g * g);
                    squares[from + i] = mean;
                    double step = Math.sqrt(squaredSteps[from + i] + eps[i]) / Math.sqrt(mean + eps[i]) * g;
                    squaredSteps[from + i] = rhos[i] * squaredSteps[from + i] + (1 - rhos[i]) * (step * step);
                    parameters[from + i] -= rates[i] * step;
                }
            }
        };
    }
}
