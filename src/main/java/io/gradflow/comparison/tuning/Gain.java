package io.gradflow.comparison.tuning;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * What a group gains by a setting of its own, instead of the one that is best for all groups together, judged on the
 * seeds that did not choose.
 *
 * @param group the values of the group
 * @param range over the random halves; empty if some of them tell no gain
 * @param untold how many halves tell no gain, since a run of either setting that they judge by has no number
 */
public record Gain(List<Object> group, Optional<Range> range, int untold) {
    /** The part of the random halves that lies beyond each end of the range of a gain. */
    private static final double BEYOND = 0.025;

    /**
     * A gain over random halves.
     *
     * @param mean positive if the own setting is better
     * @param low a fortieth of the halves gain less
     * @param high a fortieth of them gain more
     */
    public record Range(double mean, double low, double high) {}

    /** The gain of a group from that of each half, NaN where it tells none. */
    static Gain of(List<Object> group, double[] gains) {
        int untold = (int) Arrays.stream(gains).filter(Double::isNaN).count();
        if (untold > 0) {
            return new Gain(group, Optional.empty(), untold);
        }
        double[] ends = Quantile.withDefaults().evaluate(gains, BEYOND, 1 - BEYOND);
        return new Gain(group, Optional.of(new Range(Mean.of(gains).getAsDouble(), ends[0], ends[1])), 0);
    }
}
