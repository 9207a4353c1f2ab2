package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import java.util.List;

/**
 * Nesterov's momentum in the form of PyTorch's {@code SGD(nesterov=True)}, which needs no gradient away from the
 * parameters: {@code u <- momentum u + g, w <- w - lr (g + momentum u)}.
 *
 * <p>While the learning rate stays the same, these parameters are the look-ahead points of {@link Nesterov} with a
 * look-ahead equal to its momentum: {@code w} here is {@code w - momentum u} there, and {@code lr u} here is {@code u}
 * there. Therefore the reported losses differ, but the gradients used are the same.
 *
 * @param momentum share of the last direction that is kept, from 0 to below 1
 */
public record SgdNesterov(double learningRate, double momentum, double weightDecay, double clipNorm)
        implements Optimizer {

    static final Kind<SgdNesterov> KIND = Kind.of(
                    "sgd_nesterov",
                    SgdNesterov.class,
                    "Nesterov's momentum whose parameters are the look-ahead points,"
                            + " u <- momentum u + g, w <- w - lr (g + momentum u)",
                    OptimizerParameters.learningRate(0.001),
                    OptimizerParameters.momentum(),
                    OptimizerParameters.weightDecay(),
                    OptimizerParameters.clipNorm())
            .withSource("torch.optim.SGD with nesterov=True");

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new LaneUpdater<>(SgdNesterov.class, lanes, parameterCount) {
            private final double[] momenta = repeated(SgdNesterov::momentum);
            private final double[] directions = state();

            @Override
            void step(double[] parameters, double[] gradient, int from, int count) {
                for (int i = 0; i < count; i++) {
                    double direction = momenta[i] * directions[from + i] + gradient[from + i];
                    directions[from + i] = direction;
                    parameters[from + i] -= rates[i] * (gradient[from + i] + momenta[i] * direction);
                }
            }
        };
    }
}
