package io.gradflow.cli.figure;

import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.figure.Axis;
import io.gradflow.figure.Figure;
import io.gradflow.query.figure.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.DoubleStream;

/** The mean over the runs of each group by epoch, with a band around it. */
final class Curves {
    private Curves() {}

    static Figure figure(Request request, Answers answers) throws Exception {
        var censuses = answers.censuses(request);
        var census = censuses.get(0);
        var groups = new Groups(
                request.by(),
                request.facets(),
                census.stream().map(CensusGroup::values).toList(),
                Groups.MOST_SERIES);
        var assembly = new Assembly(request, groups);
        assembly.legend(groups.legend(censuses.stream().flatMap(List::stream).toList()));
        int last = census.stream().mapToInt(CensusGroup::lastEpoch).max().orElse(0);
        int across = request.facets().isEmpty() ? 1 : Math.min(groups.panels(), 4);
        var parts = CurveTable.parts(request, last, across);
        var table = CurveTable.ask(
                answers, request, request.metrics().stream().map(request::value).toList(), parts, groups::has);
        var ys = new ArrayList<Function<DoubleStream, Axis>>();
        for (int metric = 0; metric < request.metrics().size(); metric++) {
            add(assembly, groups, request, metric, table.curves().get(metric));
            var caption = request.caption(request.metrics().get(metric));
            ys.add(Axes.numbers(caption.brief(), "", request.y()));
        }
        assembly.note(CurveTable.meaning(request.band()));
        assembly.note(Cut.epochs(request.x(), last));
        assembly.noteLost(censuses, "a curve is of the runs that are finite at the epoch.");
        if (table.thinned() > 0) {
            assembly.note(CurveTable.thinning(table.thinned(), parts));
        }
        String title = String.join(", ", request.metrics()) + " by " + Assembly.names(request.by());
        return assembly.figure(title, Axes.epochs(request.x()), ys);
    }

    private static void add(
            Assembly assembly,
            Groups groups,
            Request request,
            int metric,
            Map<List<Object>, List<CurveTable.Point>> curves) {
        var drawn = curves.entrySet();
        if (request.band() != Spread.NONE) {
            for (var curve : drawn) {
                int panel = groups.panelOf(curve.getKey()).getAsInt();
                assembly.add(
                        metric,
                        panel,
                        CurveTable.band(groups.seriesOf(curve.getKey()).getAsInt(), curve.getValue()));
            }
        }
        for (var curve : drawn) {
            int panel = groups.panelOf(curve.getKey()).getAsInt();
            assembly.add(
                    metric,
                    panel,
                    CurveTable.line(groups.seriesOf(curve.getKey()).getAsInt(), curve.getValue()));
        }
    }
}
