package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import java.util.List;

/**
 * AdamW, after Loshchilov and Hutter (2019): {@link Adam} with decoupled weight decay,
 * {@code w <- w (1 - lr weightDecay)} before each update. The decay is not part of the gradient. It is PyTorch's
 * {@code AdamW}.
 *
 * @param beta1 decay rate of the running mean of the gradient
 * @param beta2 decay rate of the running mean of the squared gradient
 */
public record AdamW(double learningRate, double beta1, double beta2, double eps, double weightDecay, double clipNorm)
        implements AdamUpdater.Settings {

    static final Kind<AdamW> KIND = Kind.of(
                    "adamw",
                    AdamW.class,
                    "Adam with decoupled weight decay, w <- w (1 - lr weight-decay) before each update",
                    OptimizerParameters.learningRate(0.001),
                    OptimizerParameters.beta1(),
                    OptimizerParameters.beta2("decay rate of the running mean of the squared gradient"),
                    OptimizerParameters.eps(1e-8),
                    Parameter.number(
                            "weight-decay",
                            0.01,
                            Rule.atLeast(0),
                            "decoupled: lr times this is the share that a parameter loses"),
                    OptimizerParameters.clipNorm())
            .withSource("I. Loshchilov and F. Hutter, Decoupled Weight Decay Regularization, 2019,"
                    + " arXiv:1711.05101; torch.optim.AdamW");

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new AdamUpdater<>(AdamW.class, lanes, parameterCount) {
            private final double[] decays = settings(AdamW::weightDecay);
            // The share of a parameter that its decay leaves, for the lanes and repeated for a block.
            private final double[] remaindersOfLanes = new double[laneCount];

            private final double[] remainders = zerosForBlock();

            @Override
            void beginStep() {
                super.beginStep();
                for (int lane = 0; lane < laneCount; lane++) {
                    remaindersOfLanes[lane] = 1 - rate(lane) * decays[lane];
                }
                repeat(remaindersOfLanes, remainders);
            }

            @Override
            void step(double[] parameters, double[] gradient, int from, int count) {
                for (int i = 0; i < count; i++) {
                    parameters[from + i] *= remainders[i];
                }
                super.step(parameters, gradient, from, count);
            }
        };
    }

    /** Always 0, because the decay is not part of the gradient. */
    @Override
    public double penalty() {
        return 0;
    }
}
