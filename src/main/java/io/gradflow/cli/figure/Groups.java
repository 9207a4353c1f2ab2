package io.gradflow.cli.figure;

import io.gradflow.catalog.ValueType;
import io.gradflow.cli.compare.KeyValues;
import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.cli.figure.census.RunCount;
import io.gradflow.comparison.RunGroup;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Series;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The groups and the panels of a figure, each in the order of their values. A figure that would have too many has the
 * first ones, and says so.
 */
final class Groups {
    /** More cannot be told apart. */
    static final int MOST_SERIES = 16;

    /** More have no room. */
    static final int MOST_PANELS = 24;

    private final List<TaskKey> by;
    private final List<TaskKey> facets;
    private final List<List<Object>> series;
    private final List<List<Object>> panels;
    private final int allSeries;
    private final int allPanels;

    /**
     * Groups.
     *
     * @param values of the keys, first those of groups, then those of panels
     */
    Groups(List<TaskKey> by, List<TaskKey> facets, Collection<List<Object>> values, int mostSeries) {
        this.by = by;
        this.facets = facets;
        int split = by.size();
        var ofGroups = distinct(values, 0, split);
        var ofPanels = distinct(values, split, split + facets.size());
        allSeries = ofGroups.size();
        allPanels = ofPanels.size();
        series = ofGroups.subList(0, Math.min(mostSeries, allSeries));
        panels = ofPanels.subList(0, Math.min(MOST_PANELS, allPanels));
    }

    /** Panels alone, one for each group: {@code --by} makes rows of panels, {@code --facet} columns. */
    static Groups ofPanels(Request request, List<CensusGroup> runs) {
        return new Groups(
                List.of(),
                request.panelKeys(),
                runs.stream().map(CensusGroup::values).toList(),
                1);
    }

    private static List<List<Object>> distinct(Collection<List<Object>> values, int from, int to) {
        return values.stream()
                .map(some -> some.subList(from, to))
                .distinct()
                .sorted(KeyValues::compareAll)
                .toList();
    }

    /** How many series are drawn. */
    int series() {
        return series.size();
    }

    /** How many panels are drawn. */
    int panels() {
        return panels.size();
    }

    /** The place of a group's series; empty if it is not drawn. */
    OptionalInt seriesOf(List<Object> values) {
        return place(series, values.subList(0, by.size()));
    }

    /** The place of a group's panel; empty if it is not drawn. */
    OptionalInt panelOf(List<Object> values) {
        return place(panels, values.subList(by.size(), by.size() + facets.size()));
    }

    /** Whether a group is drawn. */
    boolean has(List<Object> values) {
        return seriesOf(values).isPresent() && panelOf(values).isPresent();
    }

    private static OptionalInt place(List<List<Object>> all, List<Object> values) {
        int place = all.indexOf(values);
        return place < 0 ? OptionalInt.empty() : OptionalInt.of(place);
    }

    /** What a group is called. */
    String label(int place) {
        return RunGroup.label(series.get(place));
    }

    /** What a panel is called, such as {@code scale = 0.5}. */
    String panelTitle(int place) {
        var values = panels.get(place);
        return IntStream.range(0, facets.size())
                .mapToObj(i -> facets.get(i).column() + " = " + values.get(i))
                .collect(Collectors.joining(", "));
    }

    /** A place on the grid of panels. */
    record PanelPlace(int row, int column) {}

    /** Where a panel is: on a grid of the values of two keys, or of one in lines of so many. */
    PanelPlace panelPlace(int place, int perLine) {
        if (facets.size() < 2) {
            return new PanelPlace(place / perLine, place % perLine);
        }
        return new PanelPlace(ofKey(place, 1), ofKey(place, 0));
    }

    private int ofKey(int place, int key) {
        return panels.stream()
                .map(values -> values.subList(key, key + 1))
                .distinct()
                .sorted(KeyValues::compareAll)
                .toList()
                .indexOf(panels.get(place).subList(key, key + 1));
    }

    /**
     * The legend: numbers have colours in order, names have colours of their own.
     *
     * @param census the runs of each group and panel; of several metrics one after the other
     */
    List<Series> legend(Collection<CensusGroup> census) {
        var legend = new ArrayList<Series>();
        for (int i = 0; i < series.size(); i++) {
            int place = i;
            var panelsOfSeries = census.stream()
                    .filter(group ->
                            has(group.values()) && seriesOf(group.values()).getAsInt() == place)
                    .toList();
            legend.add(new Series(label(i), RunCount.of(panelsOfSeries).text(), ink(i)));
        }
        return legend;
    }

    private Ink ink(int place) {
        boolean isOrdered = by.size() == 1
                && series.size() > 1
                && (by.get(0).type() == ValueType.NUMBER || by.get(0).type() == ValueType.INTEGER);
        return isOrdered ? Ink.ofRank(place, series.size()) : Ink.ofName(place);
    }

    /** What is not drawn. */
    List<String> notes() {
        var notes = new ArrayList<String>();
        if (series.size() < allSeries) {
            notes.add("The first " + series.size() + " of " + allSeries
                    + " groups are drawn; --where or --facet draws others.");
        }
        if (panels.size() < allPanels) {
            notes.add("The first " + panels.size() + " of " + allPanels + " panels are drawn; --where draws others.");
        }
        return notes;
    }
}
