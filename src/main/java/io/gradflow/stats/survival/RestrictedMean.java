package io.gradflow.stats.survival;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;

/**
 * A restricted mean time: the mean of times that count at most tau.
 *
 * @param mean in [0, tau], in the unit of times
 * @param standardError its standard error, in the same unit
 */
public record RestrictedMean(double mean, double standardError) {
    /** The interval mean +- z standard errors. */
    public Interval interval(ConfidenceLevel level) {
        return Interval.around(mean, level.normalQuantile() * standardError);
    }
}
