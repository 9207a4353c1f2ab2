package io.gradflow.stats;

import java.util.Arrays;
import java.util.Collection;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;
import org.apache.commons.statistics.distribution.TDistribution;

/** Finite numbers, one for each independent seed, and their summaries. Immutable. */
public final class Sample {
    private final double[] sorted;

    private Sample(double[] sorted) {
        this.sorted = sorted;
    }

    /**
     * A sample of these values, which are copied.
     *
     * @throws IllegalArgumentException if there is none, or if one is infinite or NaN
     */
    public static Sample of(double... values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a sample needs at least one value");
        }
        requireFinite(values);
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return new Sample(sorted);
    }

    /**
     * Refuses what is no sample.
     *
     * @throws IllegalArgumentException if a value is infinite or NaN
     */
    public static void requireFinite(double... values) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("values must be finite, but one is " + value);
            }
        }
    }

    /**
     * A sample of scores.
     *
     * @throws IllegalArgumentException if there is none, or if one is {@link Score#WORST}
     */
    public static Sample ofScores(Collection<Score> scores) {
        return of(Score.numbers(scores));
    }

    /** How many values, at least 1. */
    public int n() {
        return sorted.length;
    }

    /** The values in ascending order, as a new array. */
    public double[] sortedValues() {
        return sorted.clone();
    }

    /** The arithmetic mean. */
    public double mean() {
        // Rounding must not leave the range, so that the mean of equal values is their value.
        return Math.min(Math.max(Mean.of(sorted).getAsDouble(), sorted[0]), sorted[n() - 1]);
    }

    /** The sample standard deviation, with divisor n - 1. NaN if n is 1, and exactly 0 if all values are equal. */
    public double standardDeviation() {
        if (n() == 1) {
            return Double.NaN;
        }
        return sorted[0] == sorted[n() - 1] ? 0 : StandardDeviation.of(sorted).getAsDouble();
    }

    /** The median; of an even number of values, the mean of the middle two. */
    public double median() {
        // Halved first, because the sum of two large numbers may overflow.
        return sorted[(n() - 1) / 2] / 2 + sorted[n() / 2] / 2;
    }

    /**
     * The interquartile mean (IQM): the mean of the middle half of the values. If n is not divisible by 4, the
     * outermost values of the half count by a fraction, so that the weights add up to n/2.
     *
     * <p>This is not what SciPy's {@code trim_mean(x, 0.25)} and rliable compute: see {@link #trimmedMean}.
     */
    public double interquartileMean() {
        int n = n();
        if (n == 1) {
            return sorted[0];
        }
        int first = n / 4;
        int last = n - 1 - first;
        double outer = 1 - (n / 4.0 - first);
        double sum = outer * (sorted[first] + sorted[last]);
        for (int i = first + 1; i < last; i++) {
            sum += sorted[i];
        }
        return sum / (n / 2.0);
    }

    /**
     * The 25% trimmed mean as SciPy's {@code trim_mean(x, 0.25)} has it, which rliable calls IQM: the mean without the
     * floor(n/4) smallest and largest values. It is {@link #interquartileMean} if n is divisible by 4.
     */
    public double trimmedMean() {
        int cut = n() / 4;
        return Mean.of(Arrays.copyOfRange(sorted, cut, n() - cut)).getAsDouble();
    }

    /**
     * Student's t interval of the mean: mean +- t s / sqrt(n), with t the quantile 1 - alpha/2 at n - 1 degrees of
     * freedom. Equal values give an interval of no width. Empty if n is 1.
     */
    public Optional<Interval> studentInterval(ConfidenceLevel level) {
        if (n() == 1) {
            return Optional.empty();
        }
        return Optional.of(Interval.around(mean(), studentHalfWidth(standardDeviation(), n(), level)));
    }

    /**
     * Half the width of Student's interval of a mean.
     *
     * @param standardDeviation of the sample, with the divisor n - 1
     * @param n how many values, at least 2
     */
    public static double studentHalfWidth(double standardDeviation, int n, ConfidenceLevel level) {
        double t = TDistribution.of(n - 1.0).inverseSurvivalProbability(level.alpha() / 2);
        return t * standardDeviation / Math.sqrt(n);
    }

    /**
     * The interval of the median between the k-th smallest and the k-th largest value, with the largest k that has at
     * least the level whatever the distribution: 2 P(Bin(n, 1/2) &lt; k) &lt;= alpha. Unbounded if there is no such k,
     * as at 95% with n below 6. Empty if n is 1.
     */
    public Optional<Interval> medianInterval(ConfidenceLevel level) {
        if (n() == 1) {
            return Optional.empty();
        }
        int k = MedianRank.lower(n(), level);
        return Optional.of(k == 0 ? Interval.UNBOUNDED : new Interval(sorted[k - 1], sorted[n() - k]));
    }
}
