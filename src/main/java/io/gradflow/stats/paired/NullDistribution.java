package io.gradflow.stats.paired;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;

/**
 * The distribution of the sum of differences under the signs that the null hypothesis makes equally likely, for the
 * hypothesis that the mean difference is 0 and for those that it is something else.
 */
interface NullDistribution {
    /** The two-sided p-value of a mean difference of 0, in (0, 1]. */
    double pValue();

    /** The mean differences whose p-value exceeds alpha. */
    Interval interval(ConfidenceLevel level);
}
