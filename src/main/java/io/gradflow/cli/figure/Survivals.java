package io.gradflow.cli.figure;

import io.gradflow.cli.compare.ReachTable;
import io.gradflow.cli.figure.census.RunCount;
import io.gradflow.comparison.reach.ReachComparison;
import io.gradflow.comparison.reach.ReachGroup;
import io.gradflow.comparison.reach.Risk;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Series;
import io.gradflow.query.figure.Spread;
import io.gradflow.query.runs.ReachQuery;
import io.gradflow.results.Outcome;
import io.gradflow.stats.ConfidenceLevel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The share of runs that have reached something, by epoch, as the command reach tells it. */
final class Survivals {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);

    private Survivals() {}

    static Figure figure(Request request, Answers answers) throws Exception {
        String condition = request.reach().orElseThrow();
        var query = new ReachQuery(condition, request.where());
        var table = new ReachTable(
                answers.runs(request).ask(query::sql, List.of(), List.of(), List.of(condition), false), query);
        table.requireMetrics();
        table.runs().requireOneRunPerSeed("--kind survival");
        var reached = ReachGroup.of(table.followedRuns());
        var groups = new Groups(
                request.by(),
                request.facets(),
                reached.stream().map(ReachGroup::values).toList(),
                Groups.MOST_SERIES);
        var assembly = new Assembly(request, groups);
        assembly.legend(legend(groups, reached));
        int last = reached.stream()
                .map(ReachGroup::table)
                .mapToInt(rows -> rows.row(rows.size() - 1).time())
                .max()
                .orElse(0);
        for (boolean isBand : new boolean[] {true, false}) {
            for (var group : reached) {
                if (groups.has(group.values()) && (!isBand || request.band() != Spread.NONE)) {
                    int series = groups.seriesOf(group.values()).getAsInt();
                    assembly.add(
                            0,
                            groups.panelOf(group.values()).getAsInt(),
                            isBand ? band(series, group, last) : steps(series, group, last));
                }
            }
        }
        assembly.note("Runs that diverged or failed never reach it, and stay among those that have not."
                + (request.band() == Spread.NONE ? "" : " Bands are 95% intervals at each epoch alone."));
        assembly.note(Cut.epochs(request.x(), last));
        noteLost(assembly, groups, reached);
        var shares = request.y();
        return assembly.figure(
                "Share of runs with " + condition + ", by " + Assembly.names(request.by()),
                Axes.epochs(request.x()),
                List.of(values -> Axes.numbers("share of runs", "", shares)
                        .apply(DoubleStream.concat(values, DoubleStream.of(0, 1)))));
    }

    private static List<Series> legend(Groups groups, List<ReachGroup> reached) {
        var plain = groups.legend(List.of());
        return IntStream.range(0, plain.size())
                .mapToObj(i -> {
                    var some = reached.stream()
                            .filter(group -> groups.has(group.values())
                                    && groups.seriesOf(group.values()).getAsInt() == i)
                            .toList();
                    return new Series(
                            plain.get(i).label(), count(some), plain.get(i).ink());
                })
                .toList();
    }

    /** How many runs of a series have reached it; in several panels only how many there are in one. */
    private static String count(List<ReachGroup> panels) {
        if (panels.size() == 1) {
            return panels.get(0).reached() + " of " + panels.get(0).seeds();
        }
        var seeds = panels.stream().mapToLong(ReachGroup::seeds).summaryStatistics();
        return new RunCount(seeds.getMin(), seeds.getMax(), seeds.getMin(), seeds.getMax()).text();
    }

    private static Mark steps(int series, ReachGroup group, int last) {
        var curve = Risk.COMPETING.curve(group.table());
        int[] epochs = epochs(group, last);
        return new Mark.Steps(
                series,
                IntStream.of(epochs).asDoubleStream().toArray(),
                IntStream.of(epochs).mapToDouble(curve::share).toArray());
    }

    private static Mark band(int series, ReachGroup group, int last) {
        var curve = Risk.COMPETING.curve(group.table());
        int[] epochs = epochs(group, last);
        double[] low = new double[epochs.length];
        double[] high = new double[epochs.length];
        for (int i = 0; i < epochs.length; i++) {
            var interval = curve.interval(epochs[i], LEVEL);
            low[i] = interval.isPresent() ? interval.get().low() : Double.NaN;
            high[i] = interval.isPresent() ? interval.get().high() : Double.NaN;
        }
        return new Mark.StepBand(series, IntStream.of(epochs).asDoubleStream().toArray(), low, high);
    }

    /** The epochs at which a curve changes, the first one, and the last for which the data tell it. */
    private static int[] epochs(ReachGroup group, int last) {
        var table = group.table();
        var epochs = new ArrayList<Integer>();
        epochs.add(0);
        for (int i = 0; i < table.size(); i++) {
            if (table.row(i).time() > 0) {
                epochs.add(table.row(i).time());
            }
        }
        boolean isKnown =
                ReachComparison.knownUntil(List.of(group), Risk.COMPETING).isEmpty();
        if (isKnown && last > epochs.get(epochs.size() - 1)) {
            epochs.add(last);
        }
        return epochs.stream().mapToInt(Integer::intValue).toArray();
    }

    private static void noteLost(Assembly assembly, Groups groups, List<ReachGroup> reached) {
        int lost = reached.stream()
                .filter(group -> groups.has(group.values()))
                .mapToInt(group -> group.notReached(Outcome.DIVERGED) + group.notReached(Outcome.FAILED))
                .sum();
        if (lost > 0) {
            assembly.note(lost + " runs diverged or failed before they reached it.");
        }
    }
}
