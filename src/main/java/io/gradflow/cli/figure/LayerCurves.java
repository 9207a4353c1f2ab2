package io.gradflow.cli.figure;

import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.cli.figure.census.LayerCensus;
import io.gradflow.cli.figure.census.RunCount;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Series;
import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.figure.Spread;
import java.util.List;
import java.util.stream.IntStream;

/** The mean of each weight layer by epoch: a line for each layer, a panel for each group. */
final class LayerCurves {
    /** More lines could not be told apart. */
    private static final int MOST_LAYERS = 16;

    private LayerCurves() {}

    static Figure figure(Request request, Answers answers) throws Exception {
        String metric = request.metrics().get(0);
        // One more, to know whether there are more.
        var census = answers.layers(request, MOST_LAYERS + 1);
        var runs = census.networks().stream()
                .map(group -> group.withValues(request.ofPanel(group.values())))
                .toList();
        var groups = Groups.ofPanels(request, runs);
        var measured = census.measured();
        var layers = measured.subList(0, Math.min(MOST_LAYERS, measured.size()));
        var assembly = new Assembly(request, groups);
        assembly.legend(legend(census, layers));
        int last = runs.stream().mapToInt(CensusGroup::lastEpoch).max().orElse(0);
        var parts = CurveTable.parts(request, last, Math.min(groups.panels(), 4));
        var numbers = layers.stream()
                .map(layer -> MeasuredColumn.ofLayer(metric, layer))
                .toList();
        var table = CurveTable.ask(
                answers,
                request,
                numbers,
                parts,
                values -> groups.panelOf(request.ofPanel(values)).isPresent());
        for (boolean isBand : new boolean[] {true, false}) {
            for (int i = 0; i < layers.size(); i++) {
                int series = i;
                table.curves().get(i).forEach((values, points) -> {
                    if (!isBand || request.band() != Spread.NONE) {
                        assembly.add(
                                0,
                                groups.panelOf(request.ofPanel(values)).getAsInt(),
                                isBand ? CurveTable.band(series, points) : CurveTable.line(series, points));
                    }
                });
            }
        }
        if (layers.size() < measured.size()) {
            assembly.note("Of " + census.depth() + " layers the first " + MOST_LAYERS
                    + " that have the metric are drawn; --layer draws another.");
        }
        assembly.note(CurveTable.meaning(request.band()));
        assembly.note(Cut.epochs(request.x(), last));
        assembly.noteLost(List.of(runs), "a curve is of the runs that are finite at the epoch.");
        if (table.thinned() > 0) {
            assembly.note(CurveTable.thinning(table.thinned(), parts));
        }
        return assembly.figure(
                metric + " by layer and " + Assembly.names(request.panelKeys()),
                Axes.epochs(request.x()),
                List.of(Axes.numbers(request.caption(metric).brief(), "", request.y())));
    }

    private static List<Series> legend(LayerCensus census, List<Integer> layers) {
        return IntStream.range(0, layers.size())
                .mapToObj(i -> new Series(
                        "layer " + layers.get(i),
                        RunCount.of(census.ofLayer(layers.get(i))).text(),
                        Ink.ofRank(i, layers.size())))
                .toList();
    }
}
