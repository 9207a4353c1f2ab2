package io.gradflow.cli.figure;

import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Series;
import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.figure.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The mean of each weight layer by epoch: a line for each layer, a panel for each group. */
final class LayerCurves {
    /** More lines could not be told apart. */
    private static final int MOST_LAYERS = 16;

    private LayerCurves() {}

    static Figure figure(Request request, Answers answers) throws Exception {
        String metric = request.metrics().get(0);
        // One more, to know whether there are more.
        var census = answers.layers(request, MOST_LAYERS + 1);
        // The values of --by make rows of panels, those of --facet columns.
        var facets =
                Stream.concat(request.facets().stream(), request.by().stream()).toList();
        var groups = new Groups(
                List.of(),
                facets,
                census.networks().stream()
                        .map(group -> ofPanel(request, group.values()))
                        .toList(),
                1);
        var measured = census.measured();
        var layers = measured.subList(0, Math.min(MOST_LAYERS, measured.size()));
        var assembly = new Assembly(request, groups);
        assembly.legend(legend(census, layers));
        int last = census.networks().stream()
                .mapToInt(CensusGroup::lastEpoch)
                .max()
                .orElse(0);
        var parts = CurveTable.parts(request, last, Math.min(groups.panels(), 4));
        var numbers = layers.stream()
                .map(layer -> MeasuredColumn.ofLayer(metric, layer))
                .toList();
        var table = CurveTable.ask(
                answers,
                request,
                numbers,
                parts,
                values -> groups.panelOf(ofPanel(request, values)).isPresent());
        for (boolean isBand : new boolean[] {true, false}) {
            for (int i = 0; i < layers.size(); i++) {
                int series = i;
                table.curves().get(i).forEach((values, points) -> {
                    if (!isBand || request.band() != Spread.NONE) {
                        assembly.add(
                                0,
                                groups.panelOf(ofPanel(request, values)).getAsInt(),
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
        assembly.noteLost(
                List.of(census.networks().stream()
                        .map(group -> group.withValues(ofPanel(request, group.values())))
                        .toList()),
                "a curve is of the runs that are finite at the epoch.");
        if (table.thinned() > 0) {
            assembly.note(CurveTable.thinning(table.thinned(), parts));
        }
        return assembly.figure(
                metric + " by layer and " + Assembly.names(facets),
                Axes.epochs(request.x()),
                List.of(Axes.numbers(request.caption(metric).brief(), "", request.y())));
    }

    /** The values of the facets, then those of groups, without the layer. */
    private static List<Object> ofPanel(Request request, List<Object> values) {
        int by = request.by().size();
        var ofPanel = new ArrayList<>(values.subList(by, by + request.facets().size()));
        ofPanel.addAll(values.subList(0, by));
        return ofPanel;
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
