package io.gradflow.stats;

/**
 * A closed interval. An infinite end means that the data set no bound there.
 *
 * @param low the lower end, not above the upper one
 * @param high the upper end
 */
public record Interval(double low, double high) {
    /** The interval that excludes nothing. */
    public static final Interval UNBOUNDED = new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /**
     * An interval between two ends.
     *
     * @throws IllegalArgumentException if an end is NaN or the lower one is above the upper
     */
    public Interval {
        if (!(low <= high)) {
            throw new IllegalArgumentException("low must be at most high, but they are " + low + " and " + high);
        }
        // Makes 0 of -0, which would be printed and is not equal to 0 in a record.
        low += 0.0;
        high += 0.0;
    }

    /** The interval around an estimate: estimate - halfWidth to estimate + halfWidth. */
    public static Interval around(double estimate, double halfWidth) {
        return new Interval(estimate - halfWidth, estimate + halfWidth);
    }

    /** True if the value is in the interval or is one of its ends. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }

    /** True if both ends are finite. */
    public boolean isBounded() {
        return Double.isFinite(low) && Double.isFinite(high);
    }
}
