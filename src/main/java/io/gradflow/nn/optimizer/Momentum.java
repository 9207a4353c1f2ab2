package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import java.util.List;

/**
 * Gradient descent with momentum: {@code u <- momentum u + g, w <- w - lr u}. It is PyTorch's {@code SGD} with momentum
 * and without dampening.
 *
 * @param momentum share of the last direction that is kept, from 0 to below 1
 */
public record Momentum(double learningRate, double momentum, double weightDecay, double clipNorm) implements Optimizer {

    static final Kind<Momentum> KIND = Kind.of(
                    "momentum",
                    Momentum.class,
                    "gradient descent with momentum, u <- momentum u + g, w <- w - lr u",
                    OptimizerParameters.learningRate(0.001),
                    OptimizerParameters.momentum(),
                    OptimizerParameters.weightDecay(),
                    OptimizerParameters.clipNorm())
            .withSource("torch.optim.SGD");

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new LaneUpdater<>(Momentum.class, lanes, parameterCount) {
            private final double[] momenta = repeated(Momentum::momentum);
            private final double[] directions = state();

            @Override
            void step(double[] parameters, double[] gradient, int from, int count) {
                for (int i = 0; i < count; i++) {
                    double direction = momenta[i] * directions[from + i] + gradient[from + i];
                    directions[from + i] = direction;
                    parameters[from + i] -= rates[i] * direction;
                }
            }
        };
    }
}
