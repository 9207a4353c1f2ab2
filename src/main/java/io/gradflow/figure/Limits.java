package io.gradflow.figure;

import java.util.stream.DoubleStream;

/**
 * The ends of an axis.
 *
 * @param low finite
 * @param high finite, above {@code low}
 */
public record Limits(double low, double high) {
    /** Beyond this the width of an axis, and its margins, would not be finite. */
    private static final double LARGEST = Double.MAX_VALUE / 4;

    /** The part of an axis that stays free at each end, so that no mark lies on the frame. */
    private static final double MARGIN = 0.04;

    /**
     * Two ends.
     *
     * @throws IllegalArgumentException unless they are finite and in order
     */
    public Limits {
        if (!(low < high) || !Double.isFinite(low) || !Double.isFinite(high)) {
            throw new IllegalArgumentException(
                    "limits must be finite, low below high, but are " + low + " and " + high);
        }
    }

    /**
     * Limits around numbers.
     *
     * @param values those that are not finite, or have no place on the scale, do not count
     * @param least the lower end, if the user has named one; NaN for as low as the numbers are
     * @param most the upper end; NaN for as high as the numbers are
     */
    public static Limits around(DoubleStream values, Scale scale, double least, double most) {
        var seen = values.filter(value -> Math.abs(value) <= LARGEST)
                .map(scale::position)
                .filter(Double::isFinite)
                .summaryStatistics();
        double low = seen.getCount() == 0 ? 0 : seen.getMin();
        double high = seen.getCount() == 0 ? 1 : seen.getMax();
        if (!Double.isNaN(least)) {
            low = scale.position(least);
            high = Math.max(high, low);
        }
        if (!Double.isNaN(most)) {
            high = scale.position(most);
            low = Double.isNaN(least) ? Math.min(low, high) : low;
        }
        double width = high - low;
        if (!(width > Math.max(Math.abs(low), Math.abs(high)) * 1e-12)) {
            // All numbers are one.
            width = scale == Scale.LOG || low == 0 ? 1 : Math.abs(low);
            low -= Double.isNaN(least) ? width / 2 : 0;
            high += Double.isNaN(most) ? width / 2 : 0;
        }
        return new Limits(
                Double.isNaN(least) ? Math.max(scale.value(low - MARGIN * width), scale.least()) : least,
                Double.isNaN(most) ? Math.min(scale.value(high + MARGIN * width), Double.MAX_VALUE) : most);
    }

    /** Whether a number is between the ends, or is one of them. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
