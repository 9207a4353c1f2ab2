package io.gradflow.cli.figure;

import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.cli.figure.census.RunCount;
import io.gradflow.figure.Axis;
import io.gradflow.figure.ColourScale;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Scale;
import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.figure.EpochParts;
import io.gradflow.query.figure.LayerMapQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The mean of each weight layer by epoch as a colour: a panel for each group. */
final class LayerMaps {
    /** More lines of cells could not be named. */
    private static final int MOST_LAYERS = 60;

    /** A panel has at least so many cells side by side, if there are as many logged epochs. */
    private static final int LEAST_CELLS = 50;

    private static final int DOTS_OF_CELL = 6;

    private LayerMaps() {}

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
        int last = runs.stream().mapToInt(CensusGroup::lastEpoch).max().orElse(0);
        var parts = parts(request, last, Math.min(groups.panels(), 4));
        var panels = ask(answers, request, metric, layers, parts, groups);
        var assembly = new Assembly(request, groups);
        panels.forEach(
                (panel, columns) -> marks(columns, request.x().scale()).forEach(mark -> assembly.add(0, panel, mark)));
        var values = panels.values().stream()
                .flatMap(columns -> columns.values().stream())
                .flatMapToDouble(Arrays::stream);
        assembly.colours(new ColourScale(
                request.caption(metric).brief(),
                HeatMaps.exactly(values, request.y()),
                request.y().scale()));
        assembly.note("Each colour is the mean of a group's finite runs ("
                + RunCount.of(runs).text() + " each); a cell reaches to the next epoch that has one.");
        if (parts.parts() <= parts.last() - parts.first()) {
            assembly.note("The epochs are cut into " + parts.parts()
                    + " parts, and a colour is the mean over the logged epochs of a part, too.");
        }
        if (layers.size() < measured.size()) {
            assembly.note("Of " + census.depth() + " layers the first " + MOST_LAYERS + " that have the metric are"
                    + " drawn.");
        }
        if (parts.isLogarithmic()) {
            assembly.note("Epoch 0 is not shown, since the logarithmic horizontal axis has no place for it.");
        }
        assembly.note(Cut.epochs(request.x(), last));
        assembly.noteLost(List.of(runs), "a cell is of the runs that are finite at its epochs.");
        return assembly.figure(
                metric + " by layer and epoch, by " + Assembly.names(request.panelKeys()),
                numbers -> Axis.ofWholeNumbers(
                        "epoch",
                        request.x().scale(),
                        HeatMaps.exactly(
                                ends(
                                        panels.values().stream().toList(),
                                        request.x().scale()),
                                request.x())),
                List.of(Axes.names("layer", layers.stream().map(String::valueOf).toList())));
    }

    private static EpochParts parts(Request request, int lastEpoch, int panelsAcross) {
        var x = request.x();
        boolean isLogarithmic = x.scale() == Scale.LOG;
        int least = isLogarithmic ? 1 : 0;
        int first = x.least() > least ? (int) Math.min(Math.ceil(x.least()), Integer.MAX_VALUE) : least;
        int last = x.most() < lastEpoch ? (int) Math.floor(x.most()) : lastEpoch;
        int parts = Math.max(LEAST_CELLS, request.dots() / Math.max(1, panelsAcross) / DOTS_OF_CELL);
        return new EpochParts(first, Math.max(first, last), parts, isLogarithmic);
    }

    /** The means of each panel: for each epoch one of each layer, NaN where there is none. */
    private static Map<Integer, SortedMap<Integer, double[]>> ask(
            Answers answers, Request request, String metric, List<Integer> layers, EpochParts parts, Groups groups)
            throws Exception {
        var panels = new TreeMap<Integer, SortedMap<Integer, double[]>>();
        if (layers.isEmpty()) {
            return panels;
        }
        var numbers = layers.stream()
                .map(layer -> MeasuredColumn.ofLayer(metric, layer))
                .toList();
        for (var row : answers.ofAllRows(new LayerMapQuery(answers.drawn(request), numbers, parts).sql())) {
            var values = request.ofPanel(CensusGroup.values(row, request.keys().size()));
            var panel = groups.panelOf(values);
            if (panel.isPresent()) {
                var column = panels.computeIfAbsent(panel.getAsInt(), place -> new TreeMap<>())
                        .computeIfAbsent(row.<Integer>getAs(LayerMapQuery.EPOCH), epoch -> blank(layers.size()));
                column[row.<Integer>getAs(LayerMapQuery.NUMBER)] = CensusGroup.number(row, LayerMapQuery.MEAN);
            }
        }
        return panels;
    }

    private static double[] blank(int layers) {
        double[] column = new double[layers];
        Arrays.fill(column, Double.NaN);
        return column;
    }

    /** Where columns begin on an axis, and where the last one ends, which is as wide as the one before. */
    private static double[] borders(SortedMap<Integer, double[]> columns, Scale scale) {
        double[] borders = DoubleStream.concat(
                        columns.keySet().stream().mapToDouble(scale::position), DoubleStream.of(0))
                .toArray();
        int last = borders.length - 1;
        borders[last] = last < 2 ? scale.position(columns.lastKey() + 1.0) : 2 * borders[last - 1] - borders[last - 2];
        return borders;
    }

    private static DoubleStream ends(List<SortedMap<Integer, double[]>> panels, Scale scale) {
        return panels.stream()
                .map(columns -> borders(columns, scale))
                .flatMapToDouble(borders -> DoubleStream.of(borders[0], borders[borders.length - 1]))
                .map(scale::value);
    }

    /** Cells, those of one width together. */
    private static List<Mark> marks(SortedMap<Integer, double[]> columns, Scale scale) {
        double[] borders = borders(columns, scale);
        var means = List.copyOf(columns.values());
        var byWidth = new TreeMap<Double, List<Integer>>();
        for (int i = 0; i < means.size(); i++) {
            byWidth.computeIfAbsent(borders[i + 1] - borders[i], width -> new ArrayList<>())
                    .add(i);
        }
        var marks = new ArrayList<Mark>();
        byWidth.forEach((width, places) -> {
            int layers = means.get(0).length;
            var x = new double[places.size() * layers];
            var y = new double[x.length];
            var value = new double[x.length];
            IntStream.range(0, x.length).forEach(cell -> {
                int column = places.get(cell / layers);
                x[cell] = scale.value((borders[column] + borders[column + 1]) / 2);
                y[cell] = cell % layers;
                value[cell] = means.get(column)[cell % layers];
            });
            marks.add(new Mark.Cells(x, y, width, 1, value));
        });
        return marks;
    }
}
