package io.gradflow.stats.proportion;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import io.gradflow.stats.paired.SignTest;

/**
 * How often two groups have a property over the same seeds, as the four counts of seeds.
 *
 * @param both the seeds with which both groups have it
 * @param onlyFirst the seeds with which only the first group has it
 * @param onlySecond the seeds with which only the second group has it
 * @param neither the seeds with which no group has it
 */
public record PairedProportions(long both, long onlyFirst, long onlySecond, long neither) {
    /**
     * A table of counts.
     *
     * @throws IllegalArgumentException if a count is negative or all are 0
     */
    public PairedProportions {
        if (both < 0 || onlyFirst < 0 || onlySecond < 0 || neither < 0) {
            throw new IllegalArgumentException("counts must be at least 0, but are " + both + ", " + onlyFirst + ", "
                    + onlySecond + " and " + neither);
        }
        if (both + onlyFirst + onlySecond + neither == 0) {
            throw new IllegalArgumentException("paired proportions need at least one pair");
        }
    }

    /** How many seeds. */
    public long pairs() {
        return both + onlyFirst + onlySecond + neither;
    }

    /** The share of the first group. */
    public Proportion first() {
        return new Proportion(both + onlyFirst, pairs());
    }

    /** The share of the second group. */
    public Proportion second() {
        return new Proportion(both + onlySecond, pairs());
    }

    /** The share of the first group less that of the second. */
    public double difference() {
        return ((double) onlyFirst - onlySecond) / pairs();
    }

    /**
     * The p-value of the exact two-sided test of McNemar: of the seeds with which the groups differ, each is as likely
     * to favour the one as the other. 1 if the groups differ with none.
     *
     * @see <a href="https://doi.org/10.1007/BF02295996">Q. McNemar, Psychometrika 12 (1947)</a>
     */
    public double mcNemar() {
        return SignTest.pValue(onlyFirst, onlySecond);
    }

    /**
     * Newcombe's interval for the difference, his method 10: the Wilson intervals of both shares, combined with the
     * correlation phi. A positive phi has a continuity correction; phi is 0 if a group has the property always or
     * never.
     *
     * @see <a href="https://doi.org/10.1002/(SICI)1097-0258(19981130)17:22%3C2635::AID-SIM954%3E3.0.CO;2-C">R. G.
     *     Newcombe, Improved confidence intervals for the difference between binomial proportions based on paired data,
     *     Statistics in Medicine 17 (1998)</a>
     */
    public Interval newcombe(ConfidenceLevel level) {
        Interval ofFirst = first().wilson(level);
        Interval ofSecond = second().wilson(level);
        double p1 = first().estimate();
        double p2 = second().estimate();
        double phi = phi();
        double below = distance(p1 - ofFirst.low(), ofSecond.high() - p2, phi);
        double above = distance(ofFirst.high() - p1, p2 - ofSecond.low(), phi);
        return new Interval(Math.max(-1, difference() - below), Math.min(1, difference() + above));
    }

    private static double distance(double first, double second, double phi) {
        // Rounding may leave a little below 0 if phi is 1 and both are equal.
        return Math.sqrt(Math.max(0, first * first - 2 * phi * first * second + second * second));
    }

    private double phi() {
        double n = pairs();
        double first = (double) both + onlyFirst;
        double second = (double) both + onlySecond;
        double margins = first * (n - first) * second * (n - second);
        if (margins == 0) {
            return 0;
        }
        double covariance = (double) both * neither - (double) onlyFirst * onlySecond;
        double corrected = covariance > 0 ? Math.max(covariance - n / 2, 0) : covariance;
        return corrected / Math.sqrt(margins);
    }

    /**
     * Tango's score interval for the difference: the differences that his score test does not reject.
     *
     * @see <a href="https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8%3C891::AID-SIM780%3E3.0.CO;2-B">T. Tango,
     *     Equivalence test and confidence interval for the difference in proportions for the paired-sample design,
     *     Statistics in Medicine 17 (1998), section 4</a>
     */
    public Interval tango(ConfidenceLevel level) {
        double z = level.normalQuantile();
        return new Interval(root(-1, difference(), z), root(difference(), 1, -z));
    }

    /**
     * The difference in [from, to] at which the score statistic falls below z, by bisection to the last bit. The
     * statistic falls as the difference grows.
     */
    private double root(double from, double to, double z) {
        double low = from;
        double high = to;
        while (true) {
            double middle = low + (high - low) / 2;
            if (middle <= low || middle >= high) {
                return z > 0 ? high : low;
            }
            if (excess(middle) > z * deviation(middle)) {
                low = middle;
            } else {
                high = middle;
            }
        }
    }

    private double excess(double difference) {
        return (double) onlyFirst - onlySecond - pairs() * difference;
    }

    /** The standard deviation of {@link #excess} if that is the true difference, by restricted maximum likelihood. */
    private double deviation(double difference) {
        double n = pairs();
        double b = -(double) onlyFirst - onlySecond + (2 * n - onlyFirst + onlySecond) * difference;
        double c = -onlySecond * difference * (1 - difference);
        double onlySecondShare = (Math.sqrt(Math.max(0, b * b - 8 * n * c)) - b) / (4 * n);
        return Math.sqrt(Math.max(0, n * (2 * onlySecondShare + difference * (1 - difference))));
    }
}
