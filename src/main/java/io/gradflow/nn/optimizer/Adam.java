package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import java.util.List;

/**
 * Adam, after Kingma and Ba (2015): {@code m <- beta1 m + (1 - beta1) g, v <- beta2 v + (1 - beta2) g^2,
 * w <- w - lr m' / (sqrt(v') + eps)}, where {@code m' = m / (1 - beta1^t)} and {@code v' = v / (1 - beta2^t)} at the
 * {@code t}-th update, from 1. It is PyTorch's {@code Adam}.
 *
 * @param beta1 decay rate of the running mean of the gradient
 * @param beta2 decay rate of the running mean of the squared gradient
 */
public record Adam(double learningRate, double beta1, double beta2, double eps, double weightDecay, double clipNorm)
        implements AdamUpdater.Settings {

    static final String PAPER =
            "D. P. Kingma and J. Ba, Adam: A Method for Stochastic Optimization, 2015, arXiv:1412.6980";

    static final Kind<Adam> KIND = Kind.of(
                    "adam",
                    Adam.class,
                    "running means m of g and v of g^2, w <- w - lr m' / (sqrt(v') + eps), m' = m / (1 - beta1^t),"
                            + " v' = v / (1 - beta2^t)",
                    OptimizerParameters.learningRate(0.001),
                    OptimizerParameters.beta1(),
                    OptimizerParameters.beta2("decay rate of the running mean of the squared gradient"),
                    OptimizerParameters.eps(1e-8),
                    OptimizerParameters.weightDecay(),
                    OptimizerParameters.clipNorm())
            .withSource(PAPER + "; torch.optim.Adam");

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new AdamUpdater<>(Adam.class, lanes, parameterCount);
    }
}
