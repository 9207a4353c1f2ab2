package io.gradflow.nn.optimizer;

/**
 * The running mean of each parameter's gradient, {@code m <- beta m + (1 - beta) g}, with the rounding of PyTorch's
 * {@code lerp}: it starts from the nearer end, from {@code m} if beta is above a half, and else from {@code g}. From
 * the farther end a large mean would leave nothing of a small gradient: for a beta of 0 the new mean is the gradient,
 * and 1e10 + (1e-8 - 1e10) is 0.
 */
final class RunningMeans {
    /** From this weight on the gradient is the nearer end. */
    private static final double HALF = 0.5;

    /** The share of the gradient, for each parameter of a block. */
    private final double[] weights;

    private final double[] means;
    /** Whether the mean is the nearer end for all parameters; then the loop has no branch and is vectorised. */
    private final boolean isFromMeans;

    /**
     * Means of nothing.
     *
     * @param betas the share of the mean that stays, for each parameter of a block
     * @param zeros one for each parameter, which become the means
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

    /** The means, in the order of the parameters; the array itself. */
    double[] values() {
        return means;
    }

    /** Adds a gradient to the means {@code [from, from + count)}, of which the first is the first of a block. */
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
