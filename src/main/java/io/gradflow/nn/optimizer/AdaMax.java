package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import java.util.List;

/**
 * Adamax, after Kingma and Ba (2015): {@code m <- beta1 m + (1 - beta1) g, s <- max(beta2 s, |g| + eps),
 * w <- w - lr m / ((1 - beta1^t) s)} at the {@code t}-th update, from 1. It is PyTorch's {@code Adamax}.
 *
 * @param beta1 decay rate of the running mean of the gradient
 * @param beta2 decay rate of the largest gradient so far
 */
public record AdaMax(double learningRate, double beta1, double beta2, double eps, double weightDecay, double clipNorm)
        implements Optimizer {

    static final Kind<AdaMax> KIND = Kind.of(
                    "adamax",
                    AdaMax.class,
                    "Adam by the largest gradient, s <- max(beta2 s, |g| + eps), w <- w - lr m / ((1 - beta1^t) s)",
                    OptimizerParameters.learningRate(0.002),
                    OptimizerParameters.beta1(),
                    OptimizerParameters.beta2("decay rate of the largest gradient"),
                    OptimizerParameters.eps(1e-8),
                    OptimizerParameters.weightDecay(),
                    OptimizerParameters.clipNorm())
            .withSource(Adam.PAPER + "; torch.optim.Adamax");

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new LaneUpdater<>(AdaMax.class, lanes, parameterCount) {
            private final double[] beta1OfLanes = settings(AdaMax::beta1);
            private final double[] beta2 = repeated(AdaMax::beta2);
            private final double[] eps = repeated(AdaMax::eps);
            private final RunningMeans gradients = new RunningMeans(repeated(AdaMax::beta1), state());
            private final double[] largest = state();
            private final double[] beta1Powers = onePerLane();
            private final double[] correctedOfLanes = new double[laneCount];
            private final double[] corrected = zerosForBlock();

            @Override
            void beginStep() {
                for (int lane = 0; lane < laneCount; lane++) {
                    beta1Powers[lane] *= beta1OfLanes[lane];
                    correctedOfLanes[lane] = rate(lane) / (1 - beta1Powers[lane]);
                }
                repeat(correctedOfLanes, corrected);
            }

            @Override
            void step(double[] parameters, double[] gradient, int from, int count) {
                gradients.add(gradient, from, count);
                double[] means = gradients.values();
                for (int i = 0; i < count; i++) {
                    double g = gradient[from + i];
                    double maximum = Math.max(beta2[i] * largest[from + i], Math.abs(g) + eps[i]);
                    largest[from + i] = maximum;
                    parameters[from + i] -= corrected[i] * means[from + i] / maximum;
                }
            }
        };
    }
}
