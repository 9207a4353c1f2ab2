package io.gradflow.comparison.share;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import io.gradflow.stats.proportion.PairedProportions;

/** How the interval of a difference of paired shares is made. */
public enum DifferenceInterval {
    /** From the Wilson intervals of both shares and their correlation. */
    NEWCOMBE {
        @Override
        Interval of(PairedProportions proportions, ConfidenceLevel level) {
            return proportions.newcombe(level);
        }
    },
    /** The differences that Tango's score test does not reject. */
    TANGO {
        @Override
        Interval of(PairedProportions proportions, ConfidenceLevel level) {
            return proportions.tango(level);
        }
    };

    abstract Interval of(PairedProportions proportions, ConfidenceLevel level);
}
