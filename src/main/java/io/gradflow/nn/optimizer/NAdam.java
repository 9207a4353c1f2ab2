package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import java.util.List;

/**
 * NAdam, after Dozat (2016): {@link Adam} with Nesterov's momentum. Let
 * {@code mu_t = beta1 (1 - 0.96^(t momentumDecay) / 2)} at the {@code t}-th update, from 1, and {@code M_t} be the
 * product of the first {@code t} of them. Then {@code w <- w - lr ((1 - mu_t) / (1 - M_t) g + mu_(t+1) / (1 - M_(t+1))
 * m) / (sqrt(v') + eps)}. It is PyTorch's {@code NAdam}.
 *
 * @param beta1 decay rate of the running mean of the gradient
 * @param beta2 decay rate of the running mean of the squared gradient
 * @param momentumDecay how fast the momentum approaches beta1
 */
public record NAdam(
        double learningRate,
        double beta1,
        double beta2,
        double eps,
        double momentumDecay,
        double weightDecay,
        double clipNorm)
        implements Optimizer {

    static final Kind<NAdam> KIND = Kind.of(
                    "nadam",
                    NAdam.class,
                    "Adam with Nesterov's momentum, mu_t = beta1 (1 - 0.96^(t momentum-decay) / 2)",
                    OptimizerParameters.learningRate(0.002),
                    OptimizerParameters.beta1(),
                    OptimizerParameters.beta2("decay rate of the running mean of the squared gradient"),
                    OptimizerParameters.eps(1e-8),
                    Parameter.number(
                            "momentum-decay", 0.004, Rule.atLeast(0), "how fast the momentum approaches beta1"),
                    OptimizerParameters.weightDecay(),
                    OptimizerParameters.clipNorm())
            .withSource("T. Dozat, Incorporating Nesterov Momentum into Adam, 2016; torch.optim.NAdam");

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new LaneUpdater<>(NAdam.class, lanes, parameterCount) {
            private final double[] beta1OfLanes = settings(NAdam::beta1);
            private final double[] beta2OfLanes = settings(NAdam::beta2);
            private final double[] decaysOfLanes = settings(NAdam::momentumDecay);
            private final double[] beta2 = repeated(NAdam::beta2);
            private final double[] eps = repeated(NAdam::eps);
            private final RunningMeans gradients = new RunningMeans(repeated(NAdam::beta1), state());
            private final double[] squares = state();
            // These hold, for each lane, the product of all mu so far, beta2^t, and the numbers of this update derived
            // from them.
            private final double[] muProducts = onePerLane();

            private final double[] beta2Powers = onePerLane();
            private final double[] gradientRatesOfLanes = new double[laneCount];
            private final double[] meanRatesOfLanes = new double[laneCount];
            private final double[] correctionsOfLanes = new double[laneCount];
            private final double[] gradientRates = zerosForBlock();
            private final double[] meanRates = zerosForBlock();
            private final double[] corrections = zerosForBlock();
            private long steps;

            @Override
            void beginStep() {
                steps++;
                for (int lane = 0; lane < laneCount; lane++) {
                    double mu = mu(lane, steps);
                    double nextMu = mu(lane, steps + 1);
                    muProducts[lane] *= mu;
                    beta2Powers[lane] *= beta2OfLanes[lane];
                    gradientRatesOfLanes[lane] = rate(lane) * (1 - mu) / (1 - muProducts[lane]);
                    meanRatesOfLanes[lane] = rate(lane) * nextMu / (1 - muProducts[lane] * nextMu);
                    correctionsOfLanes[lane] = 1 - beta2Powers[lane];
                }
                repeat(gradientRatesOfLanes, gradientRates);
                repeat(meanRatesOfLanes, meanRates);
                repeat(correctionsOfLanes, corrections);
            }

            private double mu(int lane, long step) {
                return beta1OfLanes[lane] * (1 - 0.5 * StrictMath.pow(0.96, step * decaysOfLanes[lane]));
            }

            @Override
            void step(double[] parameters, double[] gradient, int from, int count) {
                gradients.add(gradient, from, count);
                double[] means = gradients.values();
                for (int i = 0; i < count; i++) {
                    double g = gradient[from + i];
                    double square = beta2[i] * squares[from + i] + (1 - beta2[i]) * (g * g);
                    squares[from + i] = square;
                    double denominator = Math.sqrt(square / corrections[i]) + eps[i];
                    parameters[from + i] -= (gradientRates[i] * g + meanRates[i] * means[from + i]) / denominator;
                }
            }
        };
    }
}
