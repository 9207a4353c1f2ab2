package io.gradflow.nn.optimizer;

import java.util.List;

/** Makes the updates of {@link Adam}, and is the base class for its variants. */
class AdamUpdater<T extends AdamUpdater.Settings> extends LaneUpdater<T> {

    /** The settings that Adam and its variants have in common. */
    interface Settings extends Optimizer {
        /** The decay rate of the running mean of the gradient. */
        double beta1();

        /** The decay rate of the running mean of the squared gradient. */
        double beta2();

        /** The number added to the denominator. */
        double eps();
    }

    private final double[] beta1OfLanes = settings(Settings::beta1);
    private final double[] beta2OfLanes = settings(Settings::beta2);
    private final double[] beta2 = repeated(Settings::beta2);
    private final double[] eps = repeated(Settings::eps);
    private final RunningMeans gradients = new RunningMeans(repeated(Settings::beta1), state());
    private final double[] beta1Powers = onePerLane();
    private final double[] beta2Powers = onePerLane();
    /** Learning rates divided by 1 - beta1^t, for the lanes and repeated for a block. */
    private final double[] stepSizesOfLanes = new double[laneCount];

    private final double[] stepSizes = zerosForBlock();
    /** sqrt(1 - beta2^t), for the lanes and repeated for a block. */
    private final double[] correctionsOfLanes = new double[laneCount];

    private final double[] corrections = zerosForBlock();
    /** The running means of the squared gradients. */
    final double[] squares = state();

    AdamUpdater(Class<T> type, List<Optimizer> lanes, int parameterCount) {
        super(type, lanes, parameterCount);
    }

    @Override
    void beginStep() {
        for (int lane = 0; lane < laneCount; lane++) {
            beta1Powers[lane] *= beta1OfLanes[lane];
            beta2Powers[lane] *= beta2OfLanes[lane];
            stepSizesOfLanes[lane] = rate(lane) / (1 - beta1Powers[lane]);
            correctionsOfLanes[lane] = Math.sqrt(1 - beta2Powers[lane]);
        }
        repeat(stepSizesOfLanes, stepSizes);
        repeat(correctionsOfLanes, corrections);
    }

    @Override
    void step(double[] parameters, double[] gradient, int from, int count) {
        addToMeans(gradient, from, count);
        move(parameters, squares, from, count);
    }

    /** Adds the gradient to its running mean, and its square to the running mean of the squares. */
    final void addToMeans(double[] gradient, int from, int count) {
        gradients.add(gradient, from, count);
        for (int i = 0; i < count; i++) {
            double g = gradient[from + i];
            squares[from + i] = beta2[i] * squares[from + i] + (1 - beta2[i]) * (g * g);
        }
    }

    /**
     * Moves the parameters against the running mean of the gradient.
     *
     * @param usedSquares the means of squares; each step is divided by the root of its mean
     */
    final void move(double[] parameters, double[] usedSquares, int from, int count) {
        double[] means = gradients.values();
        for (int i = 0; i < count; i++) {
            double denominator = Math.sqrt(usedSquares[from + i]) / corrections[i] + eps[i];
            parameters[from + i] -= stepSizes[i] * means[from + i] / denominator;
        }
    }
}
