package io.gradflow.cli.figure;

import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Series;
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
        int keys = request.keys().size();
        var census = LayerCensus.of(answers.census(request), keys);
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
        var layers = census.measured();
        int drawn = Math.min(layers.size(), MOST_LAYERS);
        var assembly = new Assembly(request, groups);
        assembly.legend(legend(census, layers.subList(0, drawn)));
        int last = census.networks().stream()
                .mapToInt(CensusGroup::lastEpoch)
                .max()
                .orElse(0);
        int across = Math.min(groups.panels(), 4);
        var table = CurveTable.ask(
                answers,
                request,
                metric,
                last,
                across,
                values -> layers.subList(0, drawn).contains((Integer) values.get(keys))
                        && groups.panelOf(ofPanel(request, values)).isPresent());
        for (boolean isBand : new boolean[] {true, false}) {
            table.points().forEach((values, points) -> {
                int series = layers.indexOf((Integer) values.get(keys));
                if (!isBand || request.band() != Spread.NONE) {
                    assembly.add(
                            0,
                            groups.panelOf(ofPanel(request, values)).getAsInt(),
                            isBand ? CurveTable.band(series, points) : CurveTable.line(series, points));
                }
            });
        }
        if (layers.size() > MOST_LAYERS) {
            assembly.note("The first " + MOST_LAYERS + " of " + layers.size() + " layers are drawn; --layer draws"
                    + " another.");
        }
        assembly.note(CurveTable.meaning(request.band()));
        assembly.note(Cut.epochs(request.x(), last));
        assembly.noteLost(
                List.of(census.networks().stream()
                        .map(group -> group.withValues(ofPanel(request, group.values())))
                        .toList()),
                "a curve is of the runs that are finite at the epoch.");
        if (table.thinned() > 0) {
            assembly.note(CurveTable.thinning(table.thinned(), CurveTable.parts(request, last, across)));
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
