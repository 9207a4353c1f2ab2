package io.gradflow.results;

import io.gradflow.catalog.ValueType;
import io.gradflow.results.Column.ListOf;
import io.gradflow.results.Column.Scalar;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The columns of rows, in their order: the task's identity, its keys, the epoch, the metrics of the network, those of
 * its layers, the lives of its units, and the outcome. The schemas of Parquet and of Spark, the order of writing, every
 * position from which a value is read, and the views are all derived from this list.
 *
 * @param keys that have columns, in the order of {@link TaskKey#ALL}
 * @param metrics that have columns
 * @param layerMetrics that have fields in {@link #layers}
 * @param hasUnits whether there is the column {@link #UNITS}
 */
public record RowSchema(List<TaskKey> keys, List<Metric> metrics, List<LayerMetric> layerMetrics, boolean hasUnits) {
    /** The identity of the row's task. */
    public static final Scalar TASK = new Scalar("task", ValueType.TEXT, false);

    /** The epoch, from 0. */
    public static final Scalar EPOCH = new Scalar("epoch", ValueType.INTEGER, false);

    /** The column with an element for each weight layer, first to last. */
    public static final String LAYERS = "layers";

    /** The number of a weight layer, from 1. */
    public static final Scalar LAYER = new Scalar("layer", ValueType.INTEGER, false);

    /** The number of a hidden unit within its layer, from 1. */
    private static final Scalar UNIT = new Scalar("unit", ValueType.INTEGER, false);

    /** The fields of a hidden unit: its numbers, and its life in each {@link UnitState}. */
    public static final List<Scalar> UNIT_FIELDS = Stream.concat(
                    Stream.of(LAYER, UNIT),
                    Arrays.stream(UnitState.values()).map(UnitState::columns).flatMap(List::stream))
            .toList();

    /**
     * The column with an element for each hidden unit, layer by layer: {@link UnitLife}. It is null but in the last
     * rows of tasks.
     */
    public static final String UNITS = "units";

    /** The name of an {@link Outcome}; null unless this is the task's last row. */
    public static final Scalar OUTCOME = new Scalar("outcome", ValueType.TEXT, true);

    /**
     * The columns that came after the first version of the present format. Files of earlier versions lack them, so they
     * are null there.
     */
    public static final List<String> LATER_COLUMNS = List.of(Metric.TRAIN_MAJORITY.column());

    /** Copies the lists. */
    public RowSchema {
        keys = List.copyOf(keys);
        metrics = List.copyOf(metrics);
        layerMetrics = List.copyOf(layerMetrics);
    }

    /** Columns without {@link #UNITS}. */
    public RowSchema(List<TaskKey> keys, List<Metric> metrics, List<LayerMetric> layerMetrics) {
        this(keys, metrics, layerMetrics, false);
    }

    /** The columns of rows in which the default groups are measured. */
    public static RowSchema of(List<TaskKey> keys) {
        return of(keys, DiagnosticGroups.DEFAULT);
    }

    /**
     * The columns of a sweep's or of a store's rows. Those of the default groups are always there, and null where such
     * a group is off; those of other groups are there if the group is on.
     */
    public static RowSchema of(List<TaskKey> keys, DiagnosticGroups groups) {
        return of(keys, Metric.of(groups), groups);
    }

    /** The columns of a store's rows, with some of the metrics of networks alone. */
    public static RowSchema of(List<TaskKey> keys, List<Metric> metrics, DiagnosticGroups groups) {
        return new RowSchema(keys, metrics, LayerMetric.of(groups), groups.hasColumns(DiagnosticGroup.UNITS));
    }

    /** All columns, in their order. */
    public List<Column> columns() {
        var columns = new ArrayList<Column>();
        columns.add(TASK);
        // A key is null where it has no effect, a metric where the network has none or where nothing was measured.
        keys.forEach(key -> columns.add(new Scalar(key.column(), key.type(), true)));
        columns.add(EPOCH);
        metrics.forEach(metric -> columns.add(new Scalar(metric.column(), ValueType.NUMBER, true)));
        columns.add(layers());
        units().ifPresent(columns::add);
        columns.add(OUTCOME);
        return columns;
    }

    /** The column of the weight layers; null where nothing was measured. */
    public ListOf layers() {
        var fields = new ArrayList<Scalar>();
        fields.add(LAYER);
        layerMetrics.forEach(metric -> fields.add(new Scalar(metric.column(), ValueType.NUMBER, true)));
        return new ListOf(LAYERS, true, fields);
    }

    /** The column of the hidden units; empty if there is none. */
    public Optional<ListOf> units() {
        return hasUnits ? Optional.of(new ListOf(UNITS, true, UNIT_FIELDS)) : Optional.empty();
    }

    /**
     * How many numbers are measured for the rows of a task that does not diverge. Those of the data are not counted,
     * since all rows of a task have the same.
     *
     * @param layers the network's number of weight layers
     */
    public static long numbers(int layers, Logging logging, int epochs) {
        long numbers = 0;
        for (var metric : Metric.values()) {
            if (!metric.isOfData()) {
                numbers +=
                        metric.group().map(group -> logging.rows(group, epochs)).orElseGet(() -> logging.rows(epochs));
            }
        }
        for (int layer = 0; layer < layers; layer++) {
            for (var metric : LayerMetric.of(layer, layers)) {
                numbers += logging.rows(metric.group(), epochs);
            }
        }
        return numbers;
    }
}
