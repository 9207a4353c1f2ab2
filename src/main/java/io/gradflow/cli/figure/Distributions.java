package io.gradflow.cli.figure;

import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Mark;
import io.gradflow.query.figure.LastValuesQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/** A dot for each run at its last epoch, beside each other by group, and a line at the median. */
final class Distributions {
    /** More dots of a group would be one area. */
    private static final int MOST_DOTS = 500;

    /** How far dots are from the middle of their group. */
    private static final double HALF_WIDTH = 0.28;

    private static final double MEDIAN_HALF_WIDTH = 0.38;

    /** Beside each other they have room for more groups than lines have. */
    private static final int MOST_GROUPS = 24;

    private Distributions() {}

    static Figure figure(Request request, Answers answers) throws Exception {
        String metric = request.metrics().get(0);
        var census = answers.census(request);
        var groups = new Groups(
                request.by(),
                request.facets(),
                census.stream().map(CensusGroup::values).toList(),
                MOST_GROUPS);
        var assembly = new Assembly(request, groups);
        assembly.legend(groups.legend(census));
        var dots = new LinkedHashMap<List<Object>, List<Double>>();
        for (var row : answers.ofLastRows(
                new LastValuesQuery(answers.drawn(request), request.value(metric), MOST_DOTS).sql())) {
            dots.computeIfAbsent(CensusGroup.values(row, request.keys().size()), values -> new ArrayList<>())
                    .add(CensusGroup.number(row, LastValuesQuery.VALUE));
        }
        dots.forEach((values, numbers) -> addDots(assembly, groups, values, numbers));
        for (var group : census) {
            if (groups.has(group.values()) && group.finite() > 0) {
                double middle = groups.seriesOf(group.values()).getAsInt();
                assembly.add(
                        0,
                        groups.panelOf(group.values()).getAsInt(),
                        new Mark.Line(
                                Mark.NEUTRAL,
                                Mark.Weight.MAIN,
                                new double[] {middle - MEDIAN_HALF_WIDTH, middle + MEDIAN_HALF_WIDTH},
                                new double[] {group.median(), group.median()}));
            }
        }
        assembly.note("Each dot is one run at its last epoch, each line a median.");
        long most = census.stream().mapToLong(CensusGroup::finite).max().orElse(0);
        if (most > MOST_DOTS) {
            assembly.note("Of a group with more than " + MOST_DOTS + " runs as many dots are drawn, at equal distances"
                    + " in their order; medians are of all.");
        }
        assembly.noteLost(List.of(census), "dots and medians leave them out.");
        return assembly.figure(
                metric + " at the last epoch, by " + Assembly.names(request.by()),
                Axes.names(
                        "",
                        IntStream.range(0, groups.series())
                                .mapToObj(groups::label)
                                .toList()),
                List.of(Axes.numbers(request.caption(metric).brief(), "", request.y())));
    }

    private static void addDots(Assembly assembly, Groups groups, List<Object> values, List<Double> numbers) {
        if (!groups.has(values)) {
            return;
        }
        int series = groups.seriesOf(values).getAsInt();
        double[] places = IntStream.range(0, numbers.size())
                .mapToDouble(i -> series + (numbers.size() == 1 ? 0 : HALF_WIDTH * (2 * scattered(i + 1) - 1)))
                .toArray();
        assembly.add(
                0,
                groups.panelOf(values).getAsInt(),
                new Mark.Dots(
                        series,
                        places,
                        numbers.stream().mapToDouble(Double::doubleValue).toArray()));
    }

    /** The i-th number of van der Corput's sequence in (0, 1): neighbours in order are far from each other. */
    static double scattered(int i) {
        return (Integer.reverse(i) >>> 1) / (double) Integer.MAX_VALUE;
    }
}
