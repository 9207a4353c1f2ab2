package io.gradflow.comparison;

import io.gradflow.stats.Interval;
import io.gradflow.stats.OrderedScores;
import io.gradflow.stats.Sample;
import io.gradflow.stats.Score;
import io.gradflow.stats.crossed.CrossedTable;
import io.gradflow.stats.crossed.PigeonholeBootstrap;
import io.gradflow.stats.crossed.VarianceComponents;
import java.util.List;
import java.util.Optional;

/**
 * What a group reached.
 *
 * @param group the group
 * @param seeds how many independent seeds it has
 * @param finite how many of them have a finite score
 * @param sample the scores that means are over: all, or the finite ones if that was asked for; empty if one of them is
 *     not finite, or if there is none
 * @param median of all seeds, of which those without a finite score rank worst; of the finite ones if that was asked
 *     for; empty if it falls on one without
 * @param medianInterval between order statistics; an end is infinite where the data set no bound, or where it is a seed
 *     without a finite score; empty for one seed
 * @param interval of the mean: Student's, or where data seeds and init seeds are crossed that of the pigeonhole
 *     bootstrap; empty if that would take too long
 * @param components of the variance; empty unless data seeds and init seeds are crossed
 */
public record GroupSummary(
        Group group,
        int seeds,
        int finite,
        Optional<Sample> sample,
        Optional<Double> median,
        Optional<Interval> medianInterval,
        Optional<Interval> interval,
        Optional<VarianceComponents> components) {
    /** Fewer would leave too few beyond the ends. */
    private static final int LEAST_RESAMPLES = 1_000;

    /** The summary of a group. */
    static GroupSummary of(Group group, Settings settings) {
        var scores = List.copyOf(group.bySeed().values());
        var finite = scores.stream().filter(score -> !score.isWorst()).toList();
        var counted = settings.isFiniteOnly() ? finite : scores;
        Optional<Sample> sample = finite.size() < counted.size() || counted.isEmpty()
                ? Optional.empty()
                : Optional.of(Sample.ofScores(counted));
        Optional<OrderedScores> ordered =
                counted.isEmpty() ? Optional.empty() : Optional.of(OrderedScores.of(counted, settings.direction()));
        var crossed = settings.isCrossed() ? group.crossed() : Optional.<CrossedTable>empty();
        var interval = crossed.isPresent()
                ? bootstrapped(crossed.get(), settings)
                : sample.flatMap(some -> some.studentInterval(settings.level()));
        return new GroupSummary(
                group,
                scores.size(),
                finite.size(),
                sample,
                ordered.map(OrderedScores::median)
                        .filter(score -> !score.isWorst())
                        .map(Score::number),
                ordered.flatMap(ranks -> ranks.medianInterval(settings.level())),
                interval,
                crossed.filter(table -> table.dataSeeds() > 1).map(VarianceComponents::of));
    }

    private static Optional<Interval> bootstrapped(CrossedTable table, Settings settings) {
        long most = PigeonholeBootstrap.MAX_PRODUCTS / ((long) table.dataSeeds() * table.initSeeds());
        if (most < LEAST_RESAMPLES) {
            return Optional.empty();
        }
        return PigeonholeBootstrap.of(table, (int) Math.min(PigeonholeBootstrap.USUAL_RESAMPLES, most), settings.seed())
                .percentileInterval(settings.level());
    }
}
