package io.gradflow.cli.figure;

import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.cli.figure.census.RunCount;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.figure.ColourScale;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Limits;
import io.gradflow.figure.Mark;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** The mean of each group at the last epoch as a colour, over the values of two keys. */
final class HeatMaps {
    /** More cells to a side could not be named. */
    private static final int MOST_VALUES = 60;

    private HeatMaps() {}

    static Figure figure(Request request, Answers answers) throws Exception {
        if (request.by().size() != 2) {
            throw new UsageException("--kind heatmap needs two keys, must have --by KEY,KEY: the first is horizontal,"
                    + " but --by has " + request.by().size());
        }
        String metric = request.metrics().get(0);
        var census = answers.census(request);
        var panels = new Groups(
                List.of(),
                request.facets(),
                census.stream()
                        .map(group -> group.values().subList(2, group.values().size()))
                        .toList(),
                1);
        var across = axis(request.by().get(0), census, 0);
        var down = axis(request.by().get(1), census, 1);
        var assembly = new Assembly(request, panels);
        var cells = new LinkedHashMap<Integer, List<CensusGroup>>();
        for (var group : census) {
            var place = panels.panelOf(group.values().subList(2, group.values().size()));
            if (place.isPresent()
                    && across.has(group.values().subList(0, 1))
                    && down.has(group.values().subList(1, 2))) {
                cells.computeIfAbsent(place.getAsInt(), panel -> new ArrayList<>())
                        .add(group);
            }
        }
        cells.forEach((panel, some) -> assembly.add(0, panel, marks(some, across, down)));
        var drawn = cells.values().stream().flatMap(List::stream).toList();
        var values = drawn.stream().mapToDouble(CensusGroup::mean);
        assembly.colours(new ColourScale(
                request.caption(metric).brief(),
                exactly(values, request.y()),
                request.y().scale()));
        assembly.note("Each colour is the mean of a group's finite runs at their last epochs ("
                + RunCount.of(drawn).text() + " each).");
        noteLost(assembly, drawn);
        across.notes().forEach(assembly::note);
        down.notes().forEach(assembly::note);
        return assembly.figure(
                request.caption(metric).brief() + " at the last epoch, by " + Assembly.names(request.by()),
                Axes.names(request.by().get(0).column(), labels(across)),
                List.of(Axes.names(request.by().get(1).column(), labels(down))));
    }

    /** Colours need no margin. */
    static Limits exactly(DoubleStream values, Request.Ends ends) {
        var seen = values.filter(value -> Double.isFinite(ends.scale().position(value)))
                .summaryStatistics();
        double low = Double.isNaN(ends.least()) ? seen.getMin() : ends.least();
        double high = Double.isNaN(ends.most()) ? seen.getMax() : ends.most();
        return low < high && Double.isFinite(low) && Double.isFinite(high)
                ? new Limits(low, high)
                : Limits.around(DoubleStream.of(low, high), ends.scale(), Double.NaN, Double.NaN);
    }

    private static Groups axis(TaskKey key, List<CensusGroup> census, int place) {
        return new Groups(
                List.of(key),
                List.of(),
                census.stream()
                        .map(group -> group.values().subList(place, place + 1))
                        .toList(),
                MOST_VALUES);
    }

    private static List<String> labels(Groups axis) {
        return IntStream.range(0, axis.series()).mapToObj(axis::label).toList();
    }

    private static Mark marks(List<CensusGroup> some, Groups across, Groups down) {
        return new Mark.Cells(
                some.stream()
                        .mapToDouble(group ->
                                across.seriesOf(group.values().subList(0, 1)).getAsInt())
                        .toArray(),
                some.stream()
                        .mapToDouble(group ->
                                down.seriesOf(group.values().subList(1, 2)).getAsInt())
                        .toArray(),
                some.stream().mapToDouble(CensusGroup::mean).toArray());
    }

    private static void noteLost(Assembly assembly, List<CensusGroup> census) {
        long runs = census.stream().mapToLong(CensusGroup::runs).sum();
        long finite = census.stream().mapToLong(CensusGroup::finite).sum();
        long empty = census.stream().filter(group -> group.finite() == 0).count();
        if (finite < runs) {
            assembly.note((runs - finite) + " of " + runs + " runs diverged, failed or have no finite number, and are"
                    + " left out" + (empty > 0 ? "; " + empty + " groups have no other runs and are blank." : "."));
        }
    }
}
