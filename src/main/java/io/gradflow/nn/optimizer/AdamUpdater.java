package io.gradflow.nn.optimizer;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The updates of Adam and of those of its variants that differ in one step. */
final class AdamUpdater extends LaneUpdater {

    /** Which rule it is. */
    enum Variant {
        /** As it was published. */
        ADAM,
        /** With the largest running mean of squares so far. */
        AMSGRAD,
        /** With decoupled weight decay. */
        ADAMW
    }

    private final Variant variant;
    private final double[] decaysOfLanes;
    private final double[] beta1OfLanes;
    private final double[] beta2OfLanes;
    private final double[] beta1;
    private final double[] beta2;
    private final double[] eps;
    private final double[] means;
    private final double[] squares;
    /** For AMSGrad; otherwise null. */
    private final double[] largestSquares;

    private final double[] beta1Powers = ones();
    private final double[] beta2Powers = ones();
    /** Learning rates over 1 - beta1^t, of the lanes and of a block. */
    private final double[] stepSizesOfLanes = new double[laneCount];

    private final double[] stepSizes;
    /** sqrt(1 - beta2^t), of the lanes and of a block. */
    private final double[] correctionsOfLanes = new double[laneCount];

    private final double[] corrections;
    /** What is left of a parameter after its decay, of the lanes and of a block. */
    private final double[] remaindersOfLanes = new double[laneCount];

    private final double[] remainders;

    AdamUpdater(
            List<Optimizer> lanes,
            int parameterCount,
            ToDoubleFunction<Optimizer> penalty,
            double[] beta1OfLanes,
            double[] beta2OfLanes,
            double[] epsOfLanes,
            Variant variant) {
        super(lanes, parameterCount, penalty);
        this.variant = variant;
        decaysOfLanes = lanes.stream().mapToDouble(Optimizer::weightDecay).toArray();
        this.beta1OfLanes = beta1OfLanes;
        this.beta2OfLanes = beta2OfLanes;
        beta1 = repeated(beta1OfLanes);
        beta2 = repeated(beta2OfLanes);
        eps = repeated(epsOfLanes);
        means = state(parameterCount);
        squares = state(parameterCount);
        largestSquares = variant == Variant.AMSGRAD ? state(parameterCount) : null;
        stepSizes = repeated(stepSizesOfLanes);
        corrections = repeated(correctionsOfLanes);
        remainders = repeated(remaindersOfLanes);
    }

    @Override
    void beginStep() {
        for (int lane = 0; lane < laneCount; lane++) {
            beta1Powers[lane] *= beta1OfLanes[lane];
            beta2Powers[lane] *= beta2OfLanes[lane];
            stepSizesOfLanes[lane] = rate(lane) / (1 - beta1Powers[lane]);
            correctionsOfLanes[lane] = Math.sqrt(1 - beta2Powers[lane]);
            remaindersOfLanes[lane] = 1 - rate(lane) * decaysOfLanes[lane];
        }
        repeat(stepSizesOfLanes, stepSizes);
        repeat(correctionsOfLanes, corrections);
        repeat(remaindersOfLanes, remainders);
    }

    @Override
    void step(double[] parameters, double[] gradient, int from, int count) {
        addToMeans(gradient, from, count);
        switch (variant) {
            case ADAM -> move(parameters, squares, from, count);
            case AMSGRAD -> {
                for (int i = from; i < from + count; i++) {
                    largestSquares[i] = Math.max(largestSquares[i], squares[i]);
                }
                move(parameters, largestSquares, from, count);
            }
            case ADAMW -> {
                for (int i = 0; i < count; i++) {
                    parameters[from + i] *= remainders[i];
                }
                move(parameters, squares, from, count);
            }
        }
    }

    private void addToMeans(double[] gradient, int from, int count) {
        for (int i = 0; i < count; i++) {
            double g = gradient[from + i];
            means[from + i] += (1 - beta1[i]) * (g - means[from + i]);
            squares[from + i] = beta2[i] * squares[from + i] + (1 - beta2[i]) * (g * g);
        }
    }

    private void move(double[] parameters, double[] usedSquares, int from, int count) {
        for (int i = 0; i < count; i++) {
            double denominator = Math.sqrt(usedSquares[from + i]) / corrections[i] + eps[i];
            parameters[from + i] -= stepSizes[i] * means[from + i] / denominator;
        }
    }
}
