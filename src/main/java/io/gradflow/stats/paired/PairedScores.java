package io.gradflow.stats.paired;

import io.gradflow.stats.Direction;
import io.gradflow.stats.Score;
import java.util.Arrays;
import java.util.List;

/**
 * The scores of two groups over the same seeds, of which some may be {@link Score#WORST}. WORST is worse than every
 * number and equal to WORST. A run that becomes WORST never helps its group. Immutable.
 */
public final class PairedScores {
    private final List<Score> first;
    private final List<Score> second;

    /** In ascending order: above 0 if the first is better, infinite if one is WORST, 0 if both are equal. */
    private final double[] advantages;

    private PairedScores(List<Score> first, List<Score> second, double[] advantages) {
        this.first = first;
        this.second = second;
        this.advantages = advantages;
    }

    /**
     * Pairs the i-th score of one group with the i-th of the other.
     *
     * @throws IllegalArgumentException if there is no pair, or if the lengths differ
     */
    public static PairedScores of(List<Score> first, List<Score> second, Direction direction) {
        if (first.size() != second.size() || first.isEmpty()) {
            throw new IllegalArgumentException("pairs need as many first as second scores, and at least one,"
                    + " but there are " + first.size() + " and " + second.size());
        }
        var advantages = new double[first.size()];
        for (int i = 0; i < advantages.length; i++) {
            advantages[i] = advantage(first.get(i), second.get(i), direction);
        }
        Arrays.sort(advantages);
        return new PairedScores(List.copyOf(first), List.copyOf(second), advantages);
    }

    private static double advantage(Score first, Score second, Direction direction) {
        if (first.isWorst() || second.isWorst()) {
            if (first.isWorst() == second.isWorst()) {
                return 0;
            }
            return first.isWorst() ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
        }
        return direction.sign() * PairedDifferences.difference(first.number(), second.number());
    }

    /** How many pairs. */
    public int n() {
        return advantages.length;
    }

    /** The pairs in which the first group is better. */
    public int better() {
        return (int) Arrays.stream(advantages).filter(a -> a > 0).count();
    }

    /** The pairs in which the second group is better. */
    public int worse() {
        return (int) Arrays.stream(advantages).filter(a -> a < 0).count();
    }

    /** The pairs in which both are equal, to 12 digits, or both WORST. */
    public int equal() {
        return n() - better() - worse();
    }

    /** The pairs in which at least one is WORST. */
    public int withWorst() {
        int count = 0;
        for (int i = 0; i < n(); i++) {
            if (first.get(i).isWorst() || second.get(i).isWorst()) {
                count++;
            }
        }
        return count;
    }

    /**
     * The probability of superiority over seed pairs, P(first better) + P(equal) / 2: in [0, 1], and 1/2 if no group is
     * better.
     */
    public double superiority() {
        return (better() + equal() / 2.0) / n();
    }

    /**
     * The differences first - second, whichever direction is better.
     *
     * @throws IllegalArgumentException if a score is WORST
     */
    public PairedDifferences differences() {
        return PairedDifferences.of(Score.numbers(first), Score.numbers(second));
    }

    /** The p-value of the sign test of these pairs. */
    public double signTest() {
        return SignTest.pValue(better(), worse());
    }

    double[] advantages() {
        return advantages.clone();
    }
}
