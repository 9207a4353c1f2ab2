package io.gradflow.stats.proportion;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;

/**
 * A share of independent runs.
 *
 * @param successes how many have the property, in [0, trials]
 * @param trials how many runs, at least 1
 */
public record Proportion(long successes, long trials) {
    /**
     * A share.
     *
     * @throws IllegalArgumentException if there are no trials, or if the successes are not in [0, trials]
     */
    public Proportion {
        if (trials < 1) {
            throw new IllegalArgumentException("trials must be at least 1, but are " + trials);
        }
        if (successes < 0 || successes > trials) {
            throw new IllegalArgumentException("successes must be in [0, " + trials + "], but are " + successes);
        }
    }

    /** Successes divided by trials. */
    public double estimate() {
        return (double) successes / trials;
    }

    /**
     * Wilson's score interval, without continuity correction. The lower end of no success is exactly 0, and the upper
     * end of nothing but successes exactly 1.
     *
     * @see <a href="https://doi.org/10.1080/01621459.1927.10502953">E. B. Wilson, Probable Inference, the Law of
     *     Succession, and Statistical Inference, JASA 22 (1927), equation 5</a>
     */
    public Interval wilson(ConfidenceLevel level) {
        double z = level.normalQuantile();
        double square = z * z;
        double center = successes + square / 2;
        double half = z * Math.sqrt((double) successes / trials * (trials - successes) + square / 4);
        double scale = trials + square;
        return new Interval(
                successes == 0 ? 0 : (center - half) / scale, successes == trials ? 1 : (center + half) / scale);
    }
}
