package io.gradflow.cli.figure;

import io.gradflow.cli.compare.FamilyNotes;
import io.gradflow.cli.compare.PairProgress;
import io.gradflow.cli.compare.ScoreTable;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.Comparison;
import io.gradflow.comparison.Group;
import io.gradflow.comparison.PairComparison;
import io.gradflow.comparison.ScoredRun;
import io.gradflow.comparison.Settings;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Mark;
import io.gradflow.query.runs.ScoreQuery;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Direction;
import io.gradflow.stats.Interval;
import io.gradflow.stats.family.Adjustment;
import io.gradflow.stats.paired.PairedDifferences;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;

/** The differences of pairs of groups with their intervals, as the command compare tells them, in each panel alone. */
final class Forests {
    /** More pairs have no room. */
    private static final int MOST_PAIRS = 45;

    /** So many groups have so many pairs. */
    private static final int MOST_GROUPS = 10;

    private Forests() {}

    static Figure figure(Request request, Answers answers) throws Exception {
        String metric = request.metrics().get(0);
        var query = new ScoreQuery(metric, request.layer(), new ScoreQuery.Moment.Last(), request.where());
        var table = new ScoreTable(answers.runs(request).ask(query::sql, List.of(), List.of(), List.of(), true), query);
        table.requireNumbers();
        int by = request.by().size();
        var panels = new LinkedHashMap<List<Object>, List<ScoredRun>>();
        for (var run : table.scoredRuns()) {
            panels.computeIfAbsent(run.group().subList(by, run.group().size()), facet -> new ArrayList<>())
                    .add(new ScoredRun(
                            run.group().subList(0, by), run.seed(), run.within(), run.outcome(), run.score()));
        }
        var groups = new Groups(List.of(), request.facets(), panels.keySet(), 1);
        var assembly = new Assembly(request, groups);
        var settings = new Settings(
                metric.endsWith("_loss") ? Direction.LOWER_IS_BETTER : Direction.HIGHER_IS_BETTER,
                ConfidenceLevel.of(0.95),
                Adjustment.HOLM,
                Settings.IntervalMethod.EXACT,
                false,
                table.runs().isCrossed(),
                false,
                0);
        var rows = new ArrayList<String>();
        for (var panel : panels.entrySet()) {
            if (groups.panelOf(panel.getKey()).isPresent()) {
                var all = Group.of(panel.getValue());
                var some = all.subList(0, Math.min(MOST_GROUPS, all.size()));
                if (some.size() < all.size()) {
                    assembly.note("The first " + some.size() + " of " + all.size()
                            + " groups are compared; fewer groups by --where, or --facet, have fewer pairs.");
                }
                var compared = Comparison.of(some, Optional.empty(), settings, new PairProgress(System.err));
                add(assembly, groups.panelOf(panel.getKey()).getAsInt(), compared, rows);
            }
        }
        if (rows.isEmpty()) {
            throw new UsageException("--by " + Assembly.names(request.by())
                    + " makes one group, must make two or more that share seeds to have a difference");
        }
        assembly.note("First minus second, with 95% intervals over "
                + table.runs().seedName() + "s that both have. " + FamilyNotes.ofIntervals(false));
        return assembly.figure(
                "Differences of " + request.caption(metric).brief() + " at the last epoch, by "
                        + Assembly.names(request.by()),
                values -> Axes.numbers(
                                "difference of " + request.caption(metric).brief(), "", request.x())
                        .apply(DoubleStream.concat(values, DoubleStream.of(0))),
                List.of(Axes.names("", rows)));
    }

    private static void add(Assembly assembly, int panel, Comparison comparison, List<String> rows) {
        var intervals = new LinkedHashMap<Integer, PairComparison>();
        int noInterval = 0;
        int left = 0;
        for (var pair : comparison.tests().pairs()) {
            String label = pair.first().label() + " \u2212 " + pair.second().label();
            int row = rows.indexOf(label);
            if (row < 0 && rows.size() < MOST_PAIRS) {
                row = rows.size();
                rows.add(label);
            }
            if (row < 0) {
                left++;
            } else if (pair.interval().isEmpty()) {
                noInterval++;
            } else {
                intervals.put(row, pair);
            }
        }
        assembly.add(0, panel, new Mark.Rule(0));
        assembly.add(0, panel, marks(intervals));
        if (left > 0) {
            assembly.note("The first " + rows.size() + " pairs are drawn, " + left
                    + " are not; fewer groups by --where, or --facet, have fewer pairs.");
        }
        if (noInterval > 0) {
            assembly.note(noInterval + " pairs have no difference, since a run diverged or failed: compare tests them"
                    + " by ranks.");
        }
        int apart = comparison.tests().apart().size();
        if (apart > 0) {
            assembly.note(apart + " pairs of groups share no seed, and have no difference.");
        }
    }

    private static Mark marks(Map<Integer, PairComparison> pairs) {
        return new Mark.Intervals(
                Mark.NEUTRAL,
                pairs.values().stream()
                        .mapToDouble(pair ->
                                pair.differences().map(PairedDifferences::mean).orElse(Double.NaN))
                        .toArray(),
                pairs.values().stream()
                        .mapToDouble(pair -> pair.interval().map(Interval::low).orElse(Double.NaN))
                        .toArray(),
                pairs.values().stream()
                        .mapToDouble(pair -> pair.interval().map(Interval::high).orElse(Double.NaN))
                        .toArray(),
                pairs.keySet().stream().mapToDouble(Integer::doubleValue).toArray());
    }
}
