package io.gradflow.cli.figure;

import io.gradflow.cli.compare.KeyValues;
import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Mark;
import io.gradflow.query.figure.CurveQuery;
import io.gradflow.query.figure.SeedLinesQuery;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.sql.Row;

/** A thin line for each run. */
final class SeedLines {
    /** More lines would be one area. */
    private static final int MOST_LINES = 400;

    private SeedLines() {}

    static Figure figure(Request request, Answers answers) throws Exception {
        String metric = request.metrics().get(0);
        var census = answers.census(request);
        var groups = new Groups(
                request.by(),
                request.facets(),
                census.stream().map(CensusGroup::values).toList(),
                Groups.MOST_SERIES);
        var assembly = new Assembly(request, groups);
        assembly.legend(groups.legend(census));
        int last = census.stream().mapToInt(CensusGroup::lastEpoch).max().orElse(0);
        var parts = CurveTable.parts(request, last, request.facets().isEmpty() ? 1 : Math.min(groups.panels(), 4));
        int each = Math.max(1, MOST_LINES / census.size());
        long most = census.stream().mapToLong(CensusGroup::runs).max().orElse(0);
        var first = most > each ? OptionalInt.of(each) : OptionalInt.empty();
        var query = new SeedLinesQuery(answers.drawn(request), request.value(metric), answers.seeds(), first, parts);
        long thinned = add(
                assembly, groups, answers.ofAllRows(query.sql()), request.keys().size());
        assembly.note("Each line is one run.");
        if (first.isPresent()) {
            assembly.note("Of each group the first " + each + " runs by seed are drawn, of up to " + most
                    + "; --where draws others.");
        }
        assembly.note(Cut.epochs(request.x(), last));
        assembly.noteLost(List.of(census), "the line of such a run ends before.");
        if (thinned > 0) {
            assembly.note(CurveTable.thinning(thinned, parts));
        }
        return assembly.figure(
                metric + " of each run, by " + Assembly.names(request.by()),
                Axes.epochs(request.x()),
                List.of(Axes.numbers(request.caption(metric).brief(), "", request.y())));
    }

    private static long add(Assembly assembly, Groups groups, List<Row> rows, int keys) {
        var lines = new TreeMap<String, List<Row>>();
        long thinned = 0;
        for (var row : rows) {
            if (groups.has(CensusGroup.values(row, keys))) {
                lines.computeIfAbsent(row.getAs(SeedLinesQuery.TASK), task -> new ArrayList<>())
                        .add(row);
                thinned += CurveTable.leftOut(row);
            }
        }
        var inOrder = new ArrayList<>(lines.values());
        inOrder.sort((one, other) ->
                KeyValues.compareAll(CensusGroup.values(one.get(0), keys), CensusGroup.values(other.get(0), keys)));
        for (var points : inOrder) {
            points.sort(Comparator.comparingDouble(row -> CensusGroup.number(row, CurveQuery.EPOCH)));
            var values = CensusGroup.values(points.get(0), keys);
            assembly.add(
                    0,
                    groups.panelOf(values).getAsInt(),
                    new Mark.Line(
                            groups.seriesOf(values).getAsInt(),
                            Mark.Weight.THIN,
                            points.stream()
                                    .mapToDouble(row -> CensusGroup.number(row, CurveQuery.EPOCH))
                                    .toArray(),
                            points.stream()
                                    .mapToDouble(row -> CensusGroup.number(row, SeedLinesQuery.VALUE))
                                    .toArray()));
        }
        return thinned;
    }
}
