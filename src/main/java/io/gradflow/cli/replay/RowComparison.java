package io.gradflow.cli.replay;

import io.gradflow.query.QueryException;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.results.UnitLife;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;

/** Compares the rows of a replayed run with the stored ones, bit for bit. */
public final class RowComparison {
    /** Of so many rows it is told how they differ. */
    private static final int MOST_TOLD = 5;

    private static final String NOTHING = "nothing";

    private final Source stored;

    /** The next stored row; null after the last. */
    private Row next;

    private final List<String> differences = new ArrayList<>();
    private long rows;
    private long different;

    /** Rows that come one by one. */
    @FunctionalInterface
    public interface Source {
        /** The next row; null after the last. */
        Row next() throws QueryException;
    }

    /**
     * A comparison. It asks for the first row at once, so that a store that cannot be read is found before a network is
     * trained.
     *
     * @param stored the rows that {@link #query} asks for
     */
    public RowComparison(Source stored) throws QueryException {
        this.stored = stored;
        next = stored.next();
    }

    /**
     * The query for the stored rows of a task.
     *
     * @param groups of diagnostics that the store has
     */
    public static String query(String task, DiagnosticGroups groups) {
        return Stream.of(
                                Stream.of(RowSchema.EPOCH.name()),
                                Metric.of(groups).stream().map(Metric::column),
                                groups.hasColumns(DiagnosticGroup.UNITS)
                                        ? Stream.of(RowSchema.UNITS)
                                        : Stream.<String>empty(),
                                Stream.of(RowSchema.LAYERS, RowSchema.OUTCOME.name()))
                        .flatMap(names -> names)
                        .collect(Collectors.joining(", ", "SELECT ", " FROM epochs"))
                + " WHERE " + RowSchema.TASK.name() + " = '" + task + "' ORDER BY " + RowSchema.EPOCH.name();
    }

    /** Compares the next row of the replay. */
    public void add(EpochRow row) throws QueryException {
        rows++;
        var found = new ArrayList<String>();
        if (next != null) {
            compare(next, row, found);
            next = stored.next();
        } else {
            found.add("the store has no such row");
        }
        count(row.epoch(), found);
    }

    /** Counts what the store has beyond the replay's last row. */
    public void end() throws QueryException {
        while (next != null) {
            rows++;
            count(next.getAs(RowSchema.EPOCH.name()), List.of("only the store has this row"));
            next = stored.next();
        }
    }

    private void count(int epoch, List<String> found) {
        if (!found.isEmpty()) {
            different++;
            if (differences.size() < MOST_TOLD) {
                differences.add("epoch " + epoch + ": " + String.join("; ", found));
            }
        }
    }

    /** How many rows were compared, those that one side lacks among them. */
    public long rows() {
        return rows;
    }

    /** How many of them differ. */
    public long different() {
        return different;
    }

    /** How the first rows that differ do so, a line for each, in order of epochs. */
    public List<String> differences() {
        return differences;
    }

    private static void compare(Row stored, EpochRow row, List<String> found) {
        int epoch = stored.getAs(RowSchema.EPOCH.name());
        if (epoch != row.epoch()) {
            found.add("the store has epoch " + epoch + " here");
            return;
        }
        String outcome = stored.getAs(RowSchema.OUTCOME.name());
        String replayed = row.outcome() == null ? null : row.outcome().column();
        if (outcome == null ? replayed != null : !outcome.equals(replayed)) {
            found.add("outcome " + shown(replayed) + ", stored " + shown(outcome));
        }
        if (Outcome.FAILED.column().equals(outcome)) {
            return;
        }
        var measurement = row.measurement();
        for (var metric : Metric.values()) {
            var before = number(stored, metric.column());
            // Older versions have not stored what is a property of the data.
            if (before.isPresent() || !metric.isOfData()) {
                compare(metric.column(), before, value(measurement, metric), found);
            }
        }
        List<Row> layers = stored.getList(stored.fieldIndex(RowSchema.LAYERS));
        int count = layers == null ? 0 : layers.size();
        if (count != measurement.layers()) {
            found.add(measurement.layers() + " layers, stored " + count);
            return;
        }
        for (int layer = 0; layer < count; layer++) {
            for (var metric : LayerMetric.values()) {
                compare(
                        metric.column() + " of layer " + (layer + 1),
                        number(layers.get(layer), metric.column()),
                        measurement.has(layer, metric)
                                ? OptionalDouble.of(measurement.get(layer, metric))
                                : OptionalDouble.empty(),
                        found);
            }
        }
        compareUnits(stored, measurement.units(), found);
    }

    private static void compareUnits(Row row, List<UnitLife> replayed, List<String> found) {
        List<Row> stored = row.schema().getFieldIndex(RowSchema.UNITS).isEmpty()
                ? null
                : row.getList(row.fieldIndex(RowSchema.UNITS));
        int count = stored == null ? 0 : stored.size();
        if (count != replayed.size()) {
            found.add(replayed.size() + " units, stored " + count);
            return;
        }
        for (int unit = 0; unit < count; unit++) {
            var before = UnitLife.of(stored.get(unit)::get);
            if (!before.equals(replayed.get(unit))) {
                found.add(replayed.get(unit) + ", stored " + before);
            }
        }
    }

    private static OptionalDouble number(Row row, String column) {
        // Null, or no column where the store does not have the metric's group.
        Double value = row.schema().getFieldIndex(column).isEmpty() ? null : row.<Double>getAs(column);
        return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
    }

    private static OptionalDouble value(Measurement measurement, Metric metric) {
        return measurement.has(metric) ? OptionalDouble.of(measurement.get(metric)) : OptionalDouble.empty();
    }

    /** Equal as objects are: NaN is NaN, and 0 is not -0. */
    private static void compare(String name, OptionalDouble stored, OptionalDouble replayed, List<String> found) {
        if (!stored.equals(replayed)) {
            found.add(name + " " + shown(replayed) + ", stored " + shown(stored));
        }
    }

    private static String shown(OptionalDouble value) {
        return value.isPresent() ? String.valueOf(value.getAsDouble()) : NOTHING;
    }

    private static String shown(String text) {
        return text == null ? NOTHING : text;
    }
}
