package io.gradflow.cli.figure;

import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Series;
import io.gradflow.query.figure.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The mean of each weight layer by epoch: a line for each layer, a panel for each group. */
final class LayerCurves {
    /** More lines could not be told apart. */
    private static final int MOST_LAYERS = 16;

    private LayerCurves() {}

    static Figure figure(Request request, Answers answers) throws Exception {
        String metric = request.metrics().get(0);
        var census = answers.census(request, metric);
        int keys = request.keys().size();
        // The values of --by make rows of panels, those of --facet columns.
        var facets =
                Stream.concat(request.facets().stream(), request.by().stream()).toList();
        var groups = new Groups(
                List.of(),
                facets,
                census.stream().map(group -> ofPanel(request, group.values())).toList(),
                1);
        var layers = census.stream()
                .filter(group -> group.finite() > 0)
                .map(group -> (Integer) group.values().get(keys))
                .distinct()
                .sorted()
                .toList();
        var assembly = new Assembly(request, groups);
        assembly.legend(legend(census, layers, keys));
        int last = census.stream().mapToInt(CensusGroup::lastEpoch).max().orElse(0);
        int across = Math.min(groups.panels(), 4);
        var table = CurveTable.ask(answers, request, metric, last, across);
        for (boolean isBand : new boolean[] {true, false}) {
            table.points().forEach((values, points) -> {
                int series = layers.indexOf((Integer) values.get(keys));
                var panel = groups.panelOf(ofPanel(request, values));
                if (series >= 0 && series < MOST_LAYERS && panel.isPresent() && (!isBand || hasBand(request))) {
                    assembly.add(
                            0,
                            panel.getAsInt(),
                            isBand ? CurveTable.band(series, points) : CurveTable.line(series, points));
                }
            });
        }
        if (layers.size() > MOST_LAYERS) {
            assembly.note("The first " + MOST_LAYERS + " of " + layers.size() + " layers are drawn; --layer draws"
                    + " another.");
        }
        assembly.note(CurveTable.meaning(request.band()));
        noteLost(assembly, census);
        if (table.thinned() > 0) {
            assembly.note(CurveTable.thinning(table.thinned(), CurveTable.parts(request, last, across)));
        }
        return assembly.figure(
                metric + " by layer and " + Assembly.names(facets),
                Axes.epochs(request.x()),
                List.of(Axes.numbers(request.caption(metric).brief(), "", request.y())));
    }

    private static boolean hasBand(Request request) {
        return request.band() != Spread.NONE;
    }

    /** The values of the facets, then those of groups, without the layer. */
    private static List<Object> ofPanel(Request request, List<Object> values) {
        int by = request.by().size();
        var ofPanel = new ArrayList<>(values.subList(by, by + request.facets().size()));
        ofPanel.addAll(values.subList(0, by));
        return ofPanel;
    }

    private static List<Series> legend(List<CensusGroup> census, List<Integer> layers, int keys) {
        return IntStream.range(0, Math.min(layers.size(), MOST_LAYERS))
                .mapToObj(i -> new Series(
                        "layer " + layers.get(i),
                        RunCount.of(census.stream()
                                        .filter(group ->
                                                group.values().get(keys).equals(layers.get(i)) && group.finite() > 0)
                                        .collect(Collectors.toList()))
                                .text(),
                        Ink.ofRank(i, Math.min(layers.size(), MOST_LAYERS))))
                .toList();
    }

    private static void noteLost(Assembly assembly, List<CensusGroup> census) {
        boolean isLost = census.stream().anyMatch(group -> group.diverged() + group.failed() > 0);
        if (isLost) {
            assembly.note("Runs that diverged or failed are in the curves while they are finite.");
        }
    }
}
