package io.gradflow.stats;

import java.util.Collection;

/**
 * The score of a run: a finite number, or {@link #WORST} for a run that diverged or failed. WORST has no number, so
 * means refuse it; what only ranks takes it as worse than every number, whichever {@link Direction} is better.
 */
public final class Score {
    /** The score of a run that did not end well. */
    public static final Score WORST = new Score(Double.NaN);

    private final double number;

    private Score(double number) {
        this.number = number;
    }

    /**
     * The score of a run that ended well.
     *
     * @throws IllegalArgumentException if the number is infinite or NaN. Only the caller knows whether that is
     *     {@link #WORST} or a mistake.
     */
    public static Score of(double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException("score must be finite, but is " + number);
        }
        return new Score(number);
    }

    /** True if this is {@link #WORST}. */
    public boolean isWorst() {
        return Double.isNaN(number);
    }

    /**
     * The number.
     *
     * @throws IllegalStateException if this is {@link #WORST}
     */
    public double number() {
        if (isWorst()) {
            throw new IllegalStateException("WORST has no number");
        }
        return number;
    }

    /**
     * The numbers of scores, in their order.
     *
     * @throws IllegalArgumentException if one is {@link #WORST}
     */
    public static double[] numbers(Collection<Score> scores) {
        long worst = scores.stream().filter(Score::isWorst).count();
        if (worst > 0) {
            throw new IllegalArgumentException(
                    "means need finite scores, but " + worst + " of " + scores.size() + " are WORST");
        }
        return scores.stream().mapToDouble(Score::number).toArray();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Score score && Double.compare(number, score.number) == 0;
    }

    @Override
    public int hashCode() {
        return Double.hashCode(number);
    }

    @Override
    public String toString() {
        return isWorst() ? "WORST" : Double.toString(number);
    }
}
