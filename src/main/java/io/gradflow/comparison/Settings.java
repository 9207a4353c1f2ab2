package io.gradflow.comparison;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Direction;
import io.gradflow.stats.family.Adjustment;

/**
 * How groups are compared.
 *
 * @param direction which scores are better
 * @param level of intervals; its alpha is that of the whole family of tests
 * @param adjustment of the p-values of the family
 * @param interval of differences
 * @param isSimultaneous whether all intervals of differences hold together at the level, by Bonferroni
 * @param isCrossed whether runs of the same seed differ in another seed, and in nothing else
 * @param isFiniteOnly whether runs without a finite score are left out, instead of ranking worst
 * @param seed of random resamples and random signs
 */
public record Settings(
        Direction direction,
        ConfidenceLevel level,
        Adjustment adjustment,
        IntervalMethod interval,
        boolean isSimultaneous,
        boolean isCrossed,
        boolean isFiniteOnly,
        long seed) {

    /** How the interval of a mean difference is made. */
    public enum IntervalMethod {
        /** By inverting the test, so that it contains 0 exactly if p exceeds alpha. */
        EXACT,
        /** The bias-corrected and accelerated bootstrap, which is too short for few seeds unless scores are skewed. */
        BCA
    }
}
