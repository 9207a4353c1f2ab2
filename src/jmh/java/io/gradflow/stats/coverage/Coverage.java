package io.gradflow.stats.coverage;

import io.gradflow.stats.Interval;
import java.util.List;
import java.util.Locale;

/**
 * How often the intervals of many samples contain the true value, and how wide they are.
 *
 * @param samples how many intervals
 * @param covering how many contain the true value
 * @param unbounded how many have no bound on at least one side; an interval without any bound contains everything
 * @param meanWidth of those with two bounds; NaN if there is none
 */
record Coverage(int samples, int covering, int unbounded, double meanWidth) {
    /**
     * Accuracies are multiples of a hundredth, and so an end may be the true value itself. Rounding must not decide
     * whether it is in the interval.
     */
    private static final double ROUNDING = 1e-12;

    static Coverage of(double truth, List<Interval> intervals) {
        return new Coverage(
                intervals.size(),
                (int) intervals.stream()
                        .filter(interval -> truth >= interval.low() - ROUNDING && truth <= interval.high() + ROUNDING)
                        .count(),
                (int) intervals.stream()
                        .filter(interval -> !interval.isBounded())
                        .count(),
                intervals.stream()
                        .filter(Interval::isBounded)
                        .mapToDouble(interval -> interval.high() - interval.low())
                        .average()
                        .orElse(Double.NaN));
    }

    double share() {
        return (double) covering / samples;
    }

    /** The Monte Carlo standard error of {@link #share}: that of a proportion. */
    double standardError() {
        return Math.sqrt(share() * (1 - share()) / samples);
    }

    /** For a table: coverage and its standard error in percent, then the mean width, or how many have none. */
    String cell() {
        String covers = String.format(Locale.ROOT, "%.1f ± %.1f", 100 * share(), 100 * standardError());
        if (unbounded == samples) {
            return covers + ", unbounded";
        }
        String width = String.format(Locale.ROOT, "%s, %.3f", covers, meanWidth);
        return unbounded == 0
                ? width
                : String.format(Locale.ROOT, "%s, %.1f unbounded", width, 100.0 * unbounded / samples);
    }
}
