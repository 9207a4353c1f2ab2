package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import java.util.List;

/**
 * AMSGrad, after Reddi, Kale and Kumar (2018): {@link Adam} whose {@code v'} is made of the largest {@code v} so far.
 * PyTorch's {@code Adam(amsgrad=True)}.
 *
 * @param beta1 decay rate of the running mean of the gradient
 * @param beta2 decay rate of the running mean of the squared gradient
 */
public record AmsGrad(double learningRate, double beta1, double beta2, double eps, double weightDecay, double clipNorm)
        implements Optimizer {

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
        return new AdamUpdater(
                lanes,
                parameterCount,
                Optimizer::weightDecay,
                AdamUpdater.settings(lanes, AmsGrad.class, AmsGrad::beta1),
                AdamUpdater.settings(lanes, AmsGrad.class, AmsGrad::beta2),
                AdamUpdater.settings(lanes, AmsGrad.class, AmsGrad::eps),
                AdamUpdater.Variant.AMSGRAD);
    }
}
