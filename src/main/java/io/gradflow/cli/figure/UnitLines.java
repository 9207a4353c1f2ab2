package io.gradflow.cli.figure;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.figure.Axis;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Limits;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Scale;
import io.gradflow.figure.Series;
import io.gradflow.results.Outcome;
import io.gradflow.results.UnitState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/**
 * The lives of the hidden units of one run: a line for each unit by epoch, whose colour is the unit's state, and a
 * panel for each layer.
 */
final class UnitLines {
    /** Of which each is a series. */
    private static final List<UnitState> STATES = List.of(UnitState.values());

    /** The series of a unit that is in none of the states, after theirs. */
    private static final int ALIVE = STATES.size();

    /** The place of the series that has the colour of text: nothing needs to be seen of a unit that is alive. */
    private static final int INK_OF_TEXT = 6;

    /** Panels below each other; more layers make columns. */
    private static final int MOST_ROWS = 6;

    private static final int MOST_LAYERS = 24;

    /** More lines of a panel would be one area. */
    private static final int MOST_UNITS = 200;

    private final int end;
    private final List<Mark> marks = new ArrayList<>();
    private final Points alive = new Points();
    /** By state, the lines of units that were out of it and came back. */
    private final Map<Integer, Points> interrupted = new TreeMap<>();

    private UnitLines(int end) {
        this.end = end;
    }

    /** Points of a line with gaps. */
    private static final class Points {
        private final List<Double> x = new ArrayList<>();
        private final List<Double> y = new ArrayList<>();

        void add(double epoch, double unit) {
            x.add(epoch);
            y.add(unit);
        }

        void line(double from, double to, double unit) {
            add(from, unit);
            add(to, unit);
            add(to, Double.NaN);
        }

        Mark.Line thin(int series) {
            return new Mark.Line(series, Mark.Weight.THIN, array(x), array(y));
        }

        static double[] array(List<Double> numbers) {
            return numbers.stream().mapToDouble(Double::doubleValue).toArray();
        }
    }

    /**
     * When a unit was in a state.
     *
     * @param isInterrupted whether it was not in between
     */
    private record Stay(UnitState state, int first, int last, boolean isInterrupted, boolean isNow) {
        /** From a row of the view {@code units}; empty if the unit never was in the state. */
        static Optional<Stay> of(Row row, UnitState state) {
            Integer first = row.getAs(column(state, "_first_epoch"));
            if (first == null) {
                return Optional.empty();
            }
            boolean isNow = row.<Boolean>getAs(column(state, ""));
            int ends = row.<Integer>getAs(column(state, "_revived"));
            return Optional.of(new Stay(
                    state, first, row.<Integer>getAs(column(state, "_last_epoch")), ends > (isNow ? 0 : 1), isNow));
        }
    }

    private static String column(UnitState state, String ending) {
        return name(state) + ending;
    }

    private static String name(UnitState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static Figure figure(Request request, Answers answers) throws Exception {
        var run = answers.onlyRun(request);
        String task = run.getAs("task");
        int end = run.<Integer>getAs("epoch");
        String states = STATES.stream()
                .flatMap(state ->
                        Stream.of("", "_first_epoch", "_last_epoch", "_revived").map(ending -> column(state, ending)))
                .collect(Collectors.joining(", "));
        var units = answers.ofLastRows(
                "SELECT layer, unit, " + states + " FROM units WHERE task = '" + task + "' ORDER BY layer, unit");
        if (units.isEmpty()) {
            throw new UsageException("run " + task + " has no hidden units whose lives are known, must be a run that"
                    + " has not failed, of a network with hidden layers");
        }
        var layers = new TreeMap<Integer, List<Row>>();
        units.forEach(unit -> layers.computeIfAbsent(unit.<Integer>getAs("layer"), layer -> new ArrayList<>())
                .add(unit));
        int columns = (Math.min(layers.size(), MOST_LAYERS) - 1) / MOST_ROWS + 1;
        int most = Math.min(
                MOST_UNITS, layers.values().stream().mapToInt(List::size).max().orElse(1));
        var vertical = Axis.ofWholeNumbers("unit", Scale.LINEAR, new Limits(0.3, most + 0.7));
        var panels = layers.entrySet().stream()
                .limit(MOST_LAYERS)
                .map(layer -> {
                    int place = layer.getKey() - 1;
                    var lines = new UnitLines(end);
                    layer.getValue().stream().limit(MOST_UNITS).forEach(lines::add);
                    return new Panel(
                            "layer " + layer.getKey(), place / columns, place % columns, vertical, lines.marks());
                })
                .toList();
        return new Figure(
                request.title().orElse("Hidden units of a run, by epoch"),
                panels,
                Axes.epochs(request.x()).apply(DoubleStream.of(0, end)),
                legend(units),
                Optional.empty(),
                notes(request, answers.nameOf(run), run, layers));
    }

    /** Adds the line of a unit. A unit that is in several states is shown in the first of them. */
    private void add(Row unit) {
        var stays =
                STATES.stream().flatMap(state -> Stay.of(unit, state).stream()).toList();
        add(0, end, unit.<Integer>getAs("unit"), stays);
    }

    /**
     * Adds a part of a unit's line.
     *
     * @param stays all overlap the part
     */
    private void add(int from, int to, int unit, List<Stay> stays) {
        if (stays.isEmpty()) {
            alive.line(from, to, unit);
            if (from == to) {
                marks.add(new Mark.Dots(ALIVE, new double[] {from, to}, new double[] {unit, unit}));
            }
            return;
        }
        var stay = stays.get(0);
        var others = stays.subList(1, stays.size());
        int first = Math.max(from, stay.first());
        int last = Math.min(to, stay.last());
        if (from < first) {
            add(
                    from,
                    first,
                    unit,
                    others.stream().filter(other -> other.first() < first).toList());
        }
        int series = STATES.indexOf(stay.state());
        double[] x = {first, last};
        double[] y = {unit, unit};
        if (stay.isInterrupted()) {
            interrupted.computeIfAbsent(series, state -> new Points()).line(first, last, unit);
            marks.add(new Mark.Dots(series, x, y));
        } else {
            marks.add(new Mark.Line(series, Mark.Weight.MAIN, x, y));
            if (first == last) {
                // A line without a length is not seen.
                marks.add(new Mark.Dots(series, x, y));
            }
        }
        if (last < to) {
            add(
                    last,
                    to,
                    unit,
                    others.stream().filter(other -> other.last() > last).toList());
        }
    }

    private List<Mark> marks() {
        return Stream.of(
                        Stream.of(alive.thin(ALIVE)),
                        interrupted.entrySet().stream()
                                .map(state -> state.getValue().thin(state.getKey())),
                        marks.stream())
                .<Mark>flatMap(some -> some)
                .toList();
    }

    private static List<Series> legend(List<Row> units) {
        var counts = units.stream()
                .collect(Collectors.groupingBy(
                        unit -> STATES.stream()
                                .flatMap(state -> Stay.of(unit, state).stream())
                                .filter(Stay::isNow)
                                .map(stay -> name(stay.state()))
                                .findFirst()
                                .orElse("alive"),
                        Collectors.counting()));
        var names = Stream.concat(STATES.stream().map(UnitLines::name), Stream.of("alive"))
                .toList();
        return names.stream()
                .map(name -> new Series(
                        name,
                        counts.getOrDefault(name, 0L) + " of " + units.size() + " in the end",
                        Ink.ofName(name.equals(names.get(ALIVE)) ? INK_OF_TEXT : names.indexOf(name))))
                .toList();
    }

    private static List<String> notes(Request request, String name, Row run, Map<Integer, List<Row>> layers) {
        var notes = new ArrayList<String>();
        notes.add("The run with " + name + ".");
        notes.add("Dead: phi' = 0 at every training sample. Silent: |phi'| < 1e-3 at each. Saturated: z in the limit"
                + " region at each. A unit is shown as the first of these that it is.");
        notes.add("A state is drawn from the first to the last epoch at which it was seen, as a thin line if the unit"
                + " was out of it and came back.");
        int end = run.<Integer>getAs("epoch");
        if (Outcome.DIVERGED.column().equals(run.getAs("outcome"))) {
            notes.add("The run diverged at epoch " + end + ", at which its units are in no state.");
        }
        Cut.epochs(request.x(), end).ifPresent(notes::add);
        if (layers.size() > MOST_LAYERS) {
            notes.add("The first " + MOST_LAYERS + " of " + layers.size() + " hidden layers are drawn.");
        }
        if (layers.values().stream().anyMatch(units -> units.size() > MOST_UNITS)) {
            notes.add("Of each layer the first " + MOST_UNITS + " units are drawn.");
        }
        return notes;
    }
}
