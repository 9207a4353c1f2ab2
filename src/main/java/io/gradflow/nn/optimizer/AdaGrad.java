package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import java.util.List;

/**
 * AdaGrad: {@code s <- s + g^2, w <- w - lr g / (sqrt(s) + eps)}, after Duchi, Hazan and Singer (2011). It is PyTorch's
 * {@code Adagrad} without a decay of the learning rate.
 */
public record AdaGrad(double learningRate, double eps, double weightDecay, double clipNorm) implements Optimizer {

    static final Kind<AdaGrad> KIND = Kind.of(
                    "adagrad",
                    AdaGrad.class,
                    "s <- s + g^2, w <- w - lr g / (sqrt(s) + eps)",
                    OptimizerParameters.learningRate(0.01),
                    OptimizerParameters.eps(1e-10),
                    OptimizerParameters.weightDecay(),
                    OptimizerParameters.clipNorm())
            .withSource("J. Duchi, E. Hazan and Y. Singer, Adaptive Subgradient Methods for Online Learning and"
                    + " Stochastic Optimization, 2011; torch.optim.Adagrad");

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new LaneUpdater<>(AdaGrad.class, lanes, parameterCount) {
            private final double[] eps = repeated(AdaGrad::eps);
            private final double[] squares = state();

            @Override
            void step(double[] parameters, double[] gradient, int from, int count) {
                for (int i = 0; i < count; i++) {
                    double g = gradient[from + i];
                    double sum = squares[from + i] + g * g;
                    squares[from + i] = sum;
                    parameters[from + i] -= rates[i] * g / (Math.sqrt(sum) + eps[i]);
                }
            }
        };
    }
}
