package io.gradflow.stats;

import java.math.BigDecimal;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The confidence level of an interval, 1 - alpha. An interval at this level and a two-sided test at alpha belong
 * together.
 *
 * @param alpha the probability of missing the true value, in (0, 1). It is kept instead of the level because
 *     1 - 0.95 is not 0.05 in binary, and exact tests notice.
 */
public record ConfidenceLevel(double alpha) {
    private static final NormalDistribution STANDARD_NORMAL = NormalDistribution.of(0, 1);

    /**
     * The level that belongs to a test.
     *
     * @throws IllegalArgumentException if alpha is not in (0, 1)
     */
    public ConfidenceLevel {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), but is " + alpha);
        }
    }

    /**
     * A level such as 0.95. Its alpha is the difference from 1 in decimal digits.
     *
     * @throws IllegalArgumentException if the level is not in (0, 1)
     */
    public static ConfidenceLevel of(double level) {
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("confidence level must be in (0, 1), but is " + level);
        }
        return new ConfidenceLevel(
                BigDecimal.ONE.subtract(BigDecimal.valueOf(level)).doubleValue());
    }

    /** 1 - alpha. */
    public double level() {
        return 1 - alpha;
    }

    /**
     * Bonferroni's level for each of several intervals: all of them hold together with at least this level.
     *
     * @param intervals how many, at least 1
     * @throws IllegalArgumentException if there is none
     */
    public ConfidenceLevel simultaneous(int intervals) {
        if (intervals < 1) {
            throw new IllegalArgumentException("intervals must be at least 1, but are " + intervals);
        }
        return new ConfidenceLevel(alpha / intervals);
    }

    /** The quantile 1 - alpha/2 of the standard normal distribution: 1.96 at 95%. */
    public double normalQuantile() {
        return STANDARD_NORMAL.inverseSurvivalProbability(alpha / 2);
    }
}
