package io.gradflow.cli.figure;

import io.gradflow.cli.compare.KeyValues;
import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.comparison.RunGroup;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Mark;
import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.figure.LayerValuesQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A dot for each run at one epoch in each weight layer, from the first layer to the last, and a line at the means. */
final class LayerDots {
    /** More layers could not be named. */
    private static final int MOST_LAYERS = 60;

    /** More dots of a group in a layer would be one area. */
    private static final int MOST_DOTS = 500;

    private static final int MOST_DOTS_IN_ALL = 20_000;

    /** The part of a layer's room that the groups share. */
    private static final double ROOM = 0.8;

    /** The part of a group's room that its dots take. */
    private static final double WIDTH = 0.7;

    /** How many groups a note names. */
    private static final int NAMED_GROUPS = 4;

    private LayerDots() {}

    /** The numbers of a group in a layer, of which not all need to be drawn. */
    private record Column(double mean, long runs, List<Double> drawn) {}

    static Figure figure(Request request, Answers answers) throws Exception {
        String metric = request.metrics().get(0);
        // One more, to know whether there are more.
        var census = answers.layers(request, MOST_LAYERS + 1);
        var runs = census.networks();
        var groups = new Groups(
                request.by(),
                request.facets(),
                runs.stream().map(CensusGroup::values).toList(),
                Groups.MOST_SERIES);
        int most = Math.min(MOST_DOTS, 10 + MOST_DOTS_IN_ALL / (1 + runs.size() * census.depth()));
        var table = ask(answers, request, metric, Math.min(census.depth(), MOST_LAYERS), most);
        if (table.isEmpty()) {
            throw new UsageException("no run has " + metric + " " + when(request) + ", must be an epoch that is logged"
                    + " and at which the store's runs measure it");
        }
        var layers = table.values().stream()
                .flatMap(columns -> columns.keySet().stream())
                .distinct()
                .sorted()
                .toList();
        var assembly = new Assembly(request, groups);
        var counted = runs.stream()
                .flatMap(group -> table.getOrDefault(group.values(), new TreeMap<>()).values().stream()
                        .map(column -> group.withFinite(column.runs())))
                .toList();
        assembly.legend(groups.legend(counted));
        table.forEach((values, columns) -> {
            if (groups.has(values)) {
                assembly.add(0, groups.panelOf(values).getAsInt(), dots(groups, values, columns, layers));
            }
        });
        table.forEach((values, columns) -> {
            if (groups.has(values)) {
                assembly.add(0, groups.panelOf(values).getAsInt(), means(groups, values, columns, layers));
            }
        });
        assembly.note("Each dot is one run " + when(request) + ", each line joins the means of a group over its runs.");
        if (counted.stream().anyMatch(group -> group.finite() > most)) {
            assembly.note("Of a group with more than " + most + " runs as many dots are drawn, at equal distances in"
                    + " their order; means are of all.");
        }
        if (census.depth() > MOST_LAYERS) {
            assembly.note("The first " + MOST_LAYERS + " layers are drawn.");
        }
        if (request.at().isPresent()) {
            noteLost(assembly, request, groups, runs, counted);
        } else {
            assembly.noteLost(List.of(runs), "dots and means leave them out.");
        }
        return assembly.figure(
                metric + " by layer " + when(request) + ", by " + Assembly.names(request.by()),
                Axes.names("layer", layers.stream().map(String::valueOf).toList()),
                List.of(Axes.numbers(request.caption(metric).brief(), "", request.y())));
    }

    private static String when(Request request) {
        return request.at().isPresent() ? "at epoch " + request.at().getAsInt() : "at the last epoch";
    }

    /** The numbers of each group by layer, from 1. */
    private static Map<List<Object>, SortedMap<Integer, Column>> ask(
            Answers answers, Request request, String metric, int depth, int most) throws Exception {
        var numbers = IntStream.rangeClosed(1, depth)
                .mapToObj(layer -> MeasuredColumn.ofLayer(metric, layer))
                .toList();
        var query = new LayerValuesQuery(answers.drawn(request), numbers, request.at(), most);
        var table = new TreeMap<List<Object>, SortedMap<Integer, Column>>(KeyValues::compareAll);
        if (depth == 0) {
            return table;
        }
        var rows = request.at().isPresent() ? answers.ofAllRows(query.sql()) : answers.ofLastRows(query.sql());
        for (var row : rows) {
            table.computeIfAbsent(CensusGroup.values(row, request.keys().size()), values -> new TreeMap<>())
                    .computeIfAbsent(
                            row.<Integer>getAs(LayerValuesQuery.NUMBER) + 1,
                            layer -> new Column(
                                    CensusGroup.number(row, LayerValuesQuery.MEAN),
                                    row.<Long>getAs(LayerValuesQuery.RUNS),
                                    new ArrayList<>()))
                    .drawn()
                    .add(CensusGroup.number(row, LayerValuesQuery.VALUE));
        }
        return table;
    }

    /** The middle of a group in a layer. */
    private static double middle(Groups groups, int series, int layer) {
        return layer + ROOM / groups.series() * (series - (groups.series() - 1) / 2.0);
    }

    private static Mark dots(
            Groups groups, List<Object> values, SortedMap<Integer, Column> columns, List<Integer> layers) {
        int series = groups.seriesOf(values).getAsInt();
        double halfWidth = ROOM / groups.series() * WIDTH / 2;
        var x = new ArrayList<Double>();
        var y = new ArrayList<Double>();
        columns.forEach((layer, column) -> {
            double middle = middle(groups, series, layers.indexOf(layer));
            for (int i = 0; i < column.drawn().size(); i++) {
                boolean isAlone = column.drawn().size() == 1;
                x.add(middle + (isAlone ? 0 : halfWidth * (2 * Distributions.scattered(i + 1) - 1)));
                y.add(column.drawn().get(i));
            }
        });
        return new Mark.Dots(series, array(x.stream()), array(y.stream()));
    }

    private static Mark means(
            Groups groups, List<Object> values, SortedMap<Integer, Column> columns, List<Integer> layers) {
        int series = groups.seriesOf(values).getAsInt();
        return new Mark.Line(
                series,
                Mark.Weight.MAIN,
                array(columns.keySet().stream().map(layer -> middle(groups, series, layers.indexOf(layer)))),
                array(columns.values().stream().map(Column::mean)));
    }

    private static double[] array(Stream<Double> numbers) {
        return numbers.mapToDouble(Double::doubleValue).toArray();
    }

    /** Tells of runs that have no finite number at the epoch. */
    private static void noteLost(
            Assembly assembly, Request request, Groups groups, List<CensusGroup> runs, List<CensusGroup> counted) {
        var lost = runs.stream()
                .filter(group -> groups.has(group.values()))
                .map(group -> group.withFinite(counted.stream()
                        .filter(other -> other.values().equals(group.values()))
                        .mapToLong(CensusGroup::finite)
                        .max()
                        .orElse(0)))
                .filter(group -> group.finite() < group.runs())
                .toList();
        if (!lost.isEmpty()) {
            assembly.note("Runs without a finite " + request.metrics().get(0) + " " + when(request) + ": "
                    + lost.stream()
                            .limit(NAMED_GROUPS)
                            .map(group -> RunGroup.label(group.values()) + " " + (group.runs() - group.finite())
                                    + " of " + group.runs())
                            .collect(Collectors.joining("; "))
                    + (lost.size() > NAMED_GROUPS ? "; ..." : "") + ". Dots and means leave them out.");
        }
    }
}
