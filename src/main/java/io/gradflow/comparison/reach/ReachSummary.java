package io.gradflow.comparison.reach;

import io.gradflow.stats.Interval;
import io.gradflow.stats.MedianRank;
import io.gradflow.stats.survival.RestrictedMean;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * When the runs of a group reached it.
 *
 * @param group the group
 * @param median the epoch at which half of the runs have; empty if fewer ever do
 * @param medianInterval its interval; an end is positive infinity where the data set no bound, and from 0 to there
 *     with too few runs for any bound
 * @param share the share that has reached it by the last epoch that counts
 * @param shareInterval its interval; empty where its formula says nothing
 * @param mean the mean epoch, where runs that have not reached it count with the last epoch that counts
 * @param meanInterval its interval; empty if all runs count with the same epoch, which says nothing about its error
 */
public record ReachSummary(
        ReachGroup group,
        OptionalDouble median,
        Interval medianInterval,
        double share,
        Optional<Interval> shareInterval,
        RestrictedMean mean,
        Optional<Interval> meanInterval) {
    private static final Interval NO_BOUND = new Interval(0, Double.POSITIVE_INFINITY);

    static ReachSummary of(ReachGroup group, int until, ReachSettings settings) {
        var level = settings.level();
        var curve = settings.risk().curve(group.table());
        var mean = curve.restrictedMean(until);
        return new ReachSummary(
                group,
                curve.median(),
                MedianRank.isBounded(group.seeds(), level) ? curve.medianInterval(level) : NO_BOUND,
                curve.share(until),
                curve.interval(until, level),
                mean,
                mean.standardError() > 0 ? Optional.of(mean.interval(level)) : Optional.empty());
    }
}
