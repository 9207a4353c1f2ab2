package io.gradflow.comparison.reach;

import io.gradflow.stats.Interval;
import io.gradflow.stats.survival.RestrictedMean;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * When the runs of a group reached it.
 *
 * @param group the group
 * @param median the epoch at which half of the runs have; empty if fewer ever do
 * @param medianInterval its interval; an end is positive infinity where the data set no bound
 * @param share the share that has reached it by the last epoch that counts
 * @param shareInterval its interval; empty where its formula says nothing
 * @param mean the mean epoch, where runs that have not reached it count with the last epoch that counts
 */
public record ReachSummary(
        ReachGroup group,
        OptionalDouble median,
        Interval medianInterval,
        double share,
        Optional<Interval> shareInterval,
        RestrictedMean mean) {

    static ReachSummary of(ReachGroup group, int until, ReachSettings settings) {
        var curve = settings.risk().curve(group.table());
        return new ReachSummary(
                group,
                curve.median(),
                curve.medianInterval(settings.level()),
                curve.share(until),
                curve.interval(until, settings.level()),
                curve.restrictedMean(until));
    }
}
