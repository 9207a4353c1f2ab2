package io.gradflow.cli.figure;

import io.gradflow.cli.compare.RunTable;
import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.comparison.RunGroup;
import io.gradflow.figure.Axis;
import io.gradflow.figure.ColourScale;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Series;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Marks, put into panels with axes around all of them. */
final class Assembly {
    /** Panels of one key are in lines of at most so many. */
    private static final int MOST_IN_A_LINE = 4;

    /** How many groups a note names. */
    private static final int NAMED_GROUPS = 4;

    private final Request request;
    private final Groups groups;

    /** The marks by row of metrics and panel. */
    private final Map<Integer, Map<Integer, List<Mark>>> marks = new TreeMap<>();

    private final List<String> notes = new ArrayList<>();
    private Optional<ColourScale> colours = Optional.empty();
    private List<Series> legend = List.of();

    Assembly(Request request, Groups groups) {
        this.request = request;
        this.groups = groups;
        for (int metric = 0; metric < Math.max(1, request.metrics().size()); metric++) {
            var panels = new TreeMap<Integer, List<Mark>>();
            for (int panel = 0; panel < groups.panels(); panel++) {
                panels.put(panel, new ArrayList<>());
            }
            marks.put(metric, panels);
        }
    }

    /** Adds a mark above those that the panel has. */
    void add(int metric, int panel, Mark mark) {
        marks.get(metric).get(panel).add(mark);
    }

    /** Adds what a reader must know. */
    void note(String note) {
        if (notes.contains(note)) {
            // Of several panels.
            return;
        }
        notes.add(note);
    }

    void legend(List<Series> series) {
        legend = series;
    }

    void colours(ColourScale scale) {
        colours = Optional.of(scale);
    }

    /** Adds what a reader must know, if there is something. */
    void note(Optional<String> note) {
        note.ifPresent(this::note);
    }

    /**
     * Tells of runs that have no finite number at their last epoch.
     *
     * @param censuses of the figure's metrics
     */
    void noteLost(List<List<CensusGroup>> censuses, String what) {
        var told = IntStream.range(0, censuses.size())
                .mapToObj(metric -> lost(censuses.get(metric), request.metrics().get(metric)))
                .toList();
        boolean isOfAll = told.stream().distinct().count() == 1;
        for (int metric = 0; metric < told.size(); metric++) {
            String name = isOfAll ? "" : request.metrics().get(metric) + ": of ";
            told.get(metric).ifPresent(lost -> note((name.isEmpty() ? "Of " : name) + lost + what));
        }
    }

    private Optional<String> lost(List<CensusGroup> census, String metric) {
        var drawn = census.stream().filter(group -> groups.has(group.values())).toList();
        var lost = drawn.stream().filter(group -> group.finite() < group.runs()).toList();
        if (lost.isEmpty()) {
            return Optional.empty();
        }
        long runs = drawn.stream().mapToLong(CensusGroup::runs).sum();
        long diverged = lost.stream().mapToLong(CensusGroup::diverged).sum();
        long failed = lost.stream().mapToLong(CensusGroup::failed).sum();
        long without = lost.stream().mapToLong(CensusGroup::without).sum();
        String counts = Stream.of(
                        diverged > 0 ? diverged + " diverged" : "",
                        failed > 0 ? failed + " failed" : "",
                        without > 0 ? without + " have no finite " + metric : "")
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
        return Optional.of(runs + " runs " + counts + " ("
                + lost.stream()
                        .limit(NAMED_GROUPS)
                        .map(group -> RunGroup.label(group.values()) + " " + (group.runs() - group.finite()) + " of "
                                + group.runs())
                        .collect(Collectors.joining("; "))
                + (lost.size() > NAMED_GROUPS ? "; ..." : "") + "): ");
    }

    /** What is measured, which has no room beside an axis. */
    private Stream<String> definitions() {
        return request.metrics().stream()
                .map(request::caption)
                .filter(caption -> !caption.full().equals(caption.brief()))
                .map(caption -> caption.full() + ".");
    }

    /**
     * The figure.
     *
     * @param title if the user has named none
     * @param xs the horizontal axis, around the numbers of all marks
     * @param ys the vertical axis of a row, around the numbers of its marks
     */
    Figure figure(String title, Function<DoubleStream, Axis> xs, List<Function<DoubleStream, Axis>> ys) {
        boolean isOneRow = marks.size() > 1;
        int perLine = isOneRow ? groups.panels() : perLine();
        var panels = new ArrayList<Panel>();
        var x = xs.apply(all().flatMapToDouble(Mark::xs));
        for (int metric = 0; metric < marks.size(); metric++) {
            var ofMetric = marks.get(metric);
            var y = ys.get(metric)
                    .apply(ofMetric.values().stream().flatMap(List::stream).flatMapToDouble(Mark::ys));
            for (int panel = 0; panel < groups.panels(); panel++) {
                var place = groups.panelPlace(panel, perLine);
                String panelTitle = metric > 0 && isOneRow ? "" : groups.panelTitle(panel);
                panels.add(new Panel(panelTitle, place.row() + metric, place.column(), y, ofMetric.get(panel)));
            }
        }
        Cut.marks(request.x(), request.y(), all().toList()).forEach(this::note);
        if (!request.where().equals(RunTable.EVERY_RUN)) {
            note("Runs where " + request.where() + ".");
        }
        return new Figure(
                request.title().orElse(title),
                panels,
                x,
                legend,
                colours,
                Stream.of(definitions(), groups.notes().stream(), notes.stream())
                        .flatMap(some -> some)
                        .toList());
    }

    private int perLine() {
        int panels = groups.panels();
        return panels <= MOST_IN_A_LINE ? panels : (int) Math.min(MOST_IN_A_LINE, Math.ceil(Math.sqrt(panels)));
    }

    private Stream<Mark> all() {
        return marks.values().stream()
                .flatMap(panels -> panels.values().stream())
                .flatMap(List::stream);
    }

    /** The columns of keys as a text, such as {@code activation and scale}. */
    static String names(List<TaskKey> keys) {
        return keys.stream().map(TaskKey::column).collect(Collectors.joining(" and "));
    }
}
