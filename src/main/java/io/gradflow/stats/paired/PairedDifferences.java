package io.gradflow.stats.paired;

import io.gradflow.stats.Sample;
import java.util.Arrays;

/**
 * The finite differences first - second of two groups over the same seeds. Immutable.
 *
 * <p>Values that agree to 12 digits are equal, and their difference is exactly 0.
 */
public final class PairedDifferences {
    /** Values closer than this, relative to the larger one, differ by rounding. */
    private static final double ROUNDING = 1e-12;

    /** Differences of values with common digits have fewer digits than the values: see {@link #effectSize}. */
    private static final double ROUNDING_OF_DIFFERENCES = 1e-9;

    private final Sample sample;

    private PairedDifferences(Sample sample) {
        this.sample = sample;
    }

    /**
     * The differences first[i] - second[i].
     *
     * @throws IllegalArgumentException if there is none, if the lengths differ, or if a value or a difference is
     *     infinite or NaN
     */
    public static PairedDifferences of(double[] first, double[] second) {
        if (first.length != second.length) {
            throw new IllegalArgumentException("pairs need as many first as second values, but there are "
                    + first.length + " and " + second.length);
        }
        Sample.requireFinite(first);
        Sample.requireFinite(second);
        var differences = new double[first.length];
        Arrays.setAll(differences, i -> difference(first[i], second[i]));
        return of(differences);
    }

    /**
     * Differences that are known already.
     *
     * @throws IllegalArgumentException if there is none, or if one is infinite or NaN
     */
    public static PairedDifferences of(double... differences) {
        return new PairedDifferences(Sample.of(differences));
    }

    /** first - second, and 0 if that is rounding. */
    static double difference(double first, double second) {
        double difference = first - second;
        return Math.abs(difference) <= ROUNDING * Math.max(Math.abs(first), Math.abs(second)) ? 0 : difference;
    }

    /** How many pairs. */
    public int n() {
        return sample.n();
    }

    /** How many differences are not 0. */
    public int nonzero() {
        return (int) Arrays.stream(sample.sortedValues()).filter(d -> d != 0).count();
    }

    /** The differences as a sample, for its mean, standard deviation and intervals. */
    public Sample sample() {
        return sample;
    }

    /** The mean difference, and 0 if what is left of it is rounding: below 1e-12 of the largest difference. */
    public double mean() {
        double[] sorted = sample.sortedValues();
        double largest = Math.max(Math.abs(sorted[0]), Math.abs(sorted[sorted.length - 1]));
        return Math.abs(sample.mean()) <= ROUNDING * largest ? 0 : sample.mean();
    }

    /**
     * Cohen's d_z: the mean of the differences divided by their standard deviation; dimensionless. If all differences
     * are equal, to 9 digits of the largest, it is 0 if they are 0 and else infinite with their sign. NaN for one pair.
     *
     * @see <a href="https://doi.org/10.4324/9780203771587">J. Cohen, Statistical Power Analysis for the Behavioral
     *     Sciences (1988), section 2.3.5</a>
     */
    public double effectSize() {
        if (n() == 1) {
            return Double.NaN;
        }
        double[] sorted = sample.sortedValues();
        double least = sorted[0];
        double greatest = sorted[sorted.length - 1];
        if (greatest - least <= ROUNDING_OF_DIFFERENCES * Math.max(Math.abs(least), Math.abs(greatest))) {
            return greatest == 0 ? 0 : Math.copySign(Double.POSITIVE_INFINITY, greatest);
        }
        return mean() / sample.standardDeviation();
    }
}
