package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import java.util.List;

/**
 * AMSGrad, after Reddi, Kale and Kumar (2018): {@link Adam} with the largest {@code v} so far in place of {@code v}. It
 * is PyTorch's {@code Adam(amsgrad=True)}.
 *
 * @param beta1 decay rate of the running mean of the gradient
 * @param beta2 decay rate of the running mean of the squared gradient
 */
public record AmsGrad(double learningRate, double beta1, double beta2, double eps, double weightDecay, double clipNorm)
        implements AdamUpdater.Settings {

    static final Kind<AmsGrad> KIND = Kind.of(
                    "amsgrad",
                    AmsGrad.class,
                    "Adam with the largest v so far in place of v",
                    OptimizerParameters.learningRate(0.001),
                    OptimizerParameters.beta1(),
                    OptimizerParameters.beta2("decay rate of the running mean of the squared gradient"),
                    OptimizerParameters.eps(1e-8),
                    OptimizerParameters.weightDecay(),
                    OptimizerParameters.clipNorm())
            .withSource("S. J. Reddi, S. Kale and S. Kumar, On the Convergence of Adam and Beyond, 2018,"
                    + " arXiv:1904.09237; torch.optim.Adam with amsgrad=True");

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new AdamUpdater<>(AmsGrad.class, lanes, parameterCount) {
            private final double[] largestSquares = state();

            @Override
            void step(double[] parameters, double[] gradient, int from, int count) {
                addToMeans(gradient, from, count);
                for (int i = from; i < from + count; i++) {
                    largestSquares[i] = Math.max(largestSquares[i], squares[i]);
                }
                move(parameters, largestSquares, from, count);
            }
        };
    }
}
