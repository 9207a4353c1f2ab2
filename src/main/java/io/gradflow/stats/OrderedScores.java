package io.gradflow.stats;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;

/**
 * The scores of a group in their order, those of runs that did not end well included. A run that becomes
 * {@link Score#WORST} never improves a summary here. Immutable.
 */
public final class OrderedScores {
    private final double[] sorted;
    private final int worst;

    private OrderedScores(double[] sorted, int worst) {
        this.sorted = sorted;
        this.worst = worst;
    }

    /**
     * The scores in order.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static OrderedScores of(Collection<Score> scores, Direction direction) {
        if (scores.isEmpty()) {
            throw new IllegalArgumentException("a group needs at least one score");
        }
        double[] sorted = scores.stream().mapToDouble(direction::extended).toArray();
        Arrays.sort(sorted);
        return new OrderedScores(
                sorted, (int) scores.stream().filter(Score::isWorst).count());
    }

    /** How many runs. */
    public int n() {
        return sorted.length;
    }

    /** How many of the runs have no number. */
    public int worst() {
        return worst;
    }

    /**
     * The median; of an even number of runs, the mean of the middle two. {@link Score#WORST} if it, or one of the two,
     * is.
     */
    public Score median() {
        double low = sorted[(n() - 1) / 2];
        double high = sorted[n() / 2];
        return Double.isInfinite(low) || Double.isInfinite(high) ? Score.WORST : Score.of(low / 2 + high / 2);
    }

    /**
     * The interval of {@link Sample#medianInterval}. An end is infinite if it is {@link Score#WORST}, or if so few runs
     * set no bound.
     */
    public Optional<Interval> medianInterval(ConfidenceLevel level) {
        if (n() == 1) {
            return Optional.empty();
        }
        int k = MedianRank.lower(n(), level);
        return Optional.of(k == 0 ? Interval.UNBOUNDED : new Interval(sorted[k - 1], sorted[n() - k]));
    }
}
