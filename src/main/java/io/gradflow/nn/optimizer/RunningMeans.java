package io.gradflow.nn.optimizer;

/**
 * The running mean of each parameter's gradient, {@code m <- beta m + (1 - beta) g}, with the rounding of PyTorch's
 * {@code lerp}. It starts from the end that has the larger share: from {@code m} if beta is above a half, otherwise
 * from {@code g}. Starting from {@code m} with a small beta would lose a small gradient after a large one. For a beta
 * of 0 the new mean must be the gradient, but 1e10 + (1e-8 - 1e10) is 0.
 */
final class RunningMeans {
    /** With this weight or a larger one the mean starts from the gradient. */
    private static final double HALF = 0.5;

    /** The share of the gradient, for each parameter of a block. */
    private final double[] weights;

    private final double[] means;
    /** Whether all means start from the former mean. Then the loop has no branch and is vectorised. */
    private final boolean isFromMeans;

    /**
     * Means before the first gradient.
     *
     * @param betas the decay rates, for each parameter of a block
     * @param zeros a zero for each parameter; this array holds the means from now on
     */
    RunningMeans(double[] betas, double[] zeros) {
        weights = new double[betas.length];
        boolean areAllSmall = true;
        for (int i = 0; i < betas.length; i++) {
            weights[i] = 1 - betas[i];
            areAllSmall &= weights[i] < HALF;
        }
        isFromMeans = areAllSmall;
        means = zeros;
    }

    /** The means, in the order of the parameters. Later updates change this array. */
    double[] values() {
        return means;
    }

    /** Adds a gradient to the means {@code [from, from + count)}, which are the first {@code count} of a block. */
    void add(double[] gradient, int from, int count) {
        if (isFromMeans) {
            for (int i = 0; i < count; i++) {
                means[from + i] += weights[i] * (gradient[from + i] - means[from + i]);
            }
            return;
        }
        for (int i = 0; i < count; i++) {
            double g = gradient[from + i];
            double difference = g - means[from + i];
            if (weights[i] < HALF) {
                means[from + i] += weights[i] * difference;
            } else {
                means[from + i] = g - (1 - weights[i]) * difference;
            }
        }
    }
}
