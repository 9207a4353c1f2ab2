package io.gradflow.stats;

/** Which of two scores is better. */
public enum Direction {
    /** As with an accuracy. */
    HIGHER_IS_BETTER(Double.NEGATIVE_INFINITY),
    /** As with a loss, or with an epoch at which something is reached. */
    LOWER_IS_BETTER(Double.POSITIVE_INFINITY);

    private final double worst;

    Direction(double worst) {
        this.worst = worst;
    }

    /** The number of a score, and for {@link Score#WORST} the infinity at the bad end. */
    public double extended(Score score) {
        return score.isWorst() ? worst : score.number();
    }

    /** Whether a number is better than another. NaN is not, and nothing is better than NaN. */
    public boolean isBetter(double number, double other) {
        return sign() * number > sign() * other;
    }

    /** 1 if a difference first - second above 0 speaks for the first, else -1. */
    public int sign() {
        return this == HIGHER_IS_BETTER ? 1 : -1;
    }
}
