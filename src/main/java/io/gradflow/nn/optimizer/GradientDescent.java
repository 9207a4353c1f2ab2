package io.gradflow.nn.optimizer;

import io.gradflow.catalog.Kind;
import java.util.List;

/** Gradient descent: {@code w <- w - lr g}. It is PyTorch's {@code SGD} without momentum. */
public record GradientDescent(double learningRate, double weightDecay, double clipNorm) implements Optimizer {

    static final Kind<GradientDescent> KIND = Kind.of(
                    "gd",
                    GradientDescent.class,
                    "gradient descent, w <- w - lr g",
                    OptimizerParameters.learningRate(0.05),
                    OptimizerParameters.weightDecay(),
                    OptimizerParameters.clipNorm())
            .withSource("torch.optim.SGD");

    /** Gradient descent without weight decay and clipping. */
    public GradientDescent(double learningRate) {
        this(learningRate, 0, 0);
    }

    @Override
    public Updater updater(List<Optimizer> lanes, int parameterCount) {
        return new LaneUpdater<>(GradientDescent.class, lanes, parameterCount) {
            @Override
            void step(double[] parameters, double[] gradient, int from, int count) {
                for (int i = 0; i < count; i++) {
                    parameters[from + i] -= rates[i] * gradient[from + i];
                }
            }
        };
    }
}
