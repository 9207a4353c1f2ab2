package io.gradflow.spark;

import io.gradflow.catalog.ValueType;
import io.gradflow.diagnostics.LayerMetric;
import io.gradflow.diagnostics.Measurement;
import io.gradflow.diagnostics.Metric;
import io.gradflow.engine.EpochRow;
import io.gradflow.nn.Architecture;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The columns of the rows that a sweep writes, and the way of an {@link EpochRow} into them: {@code task}, the keys that
 * have an effect in the sweep, {@code epoch}, the metrics, {@code layers}, and {@code outcome}, which is null but on a
 * task's last row.
 */
final class EpochSchema {
    private static final String TASK = "task";
    private static final String EPOCH = "epoch";
    private static final String LAYERS = "layers";
    private static final String LAYER = "layer";
    private static final String OUTCOME = "outcome";

    private static final Metric[] METRICS = Metric.values();
    private static final LayerMetric[] LAYER_METRICS = LayerMetric.values();

    private final List<TaskKey> keys;
    /** The columns up to the epoch of the tasks under way: the same for all rows of a task. */
    private final IdentityHashMap<Task, Object[]> prefixes = new IdentityHashMap<>();

    /** The schema of a sweep with these key columns. */
    EpochSchema(List<TaskKey> keys) {
        this.keys = keys;
    }

    StructType sparkType() {
        var fields = new ArrayList<StructField>();
        fields.add(required(TASK, DataTypes.StringType));
        for (var key : keys) {
            fields.add(optional(key.column(), sparkType(key.type())));
        }
        fields.add(required(EPOCH, DataTypes.IntegerType));
        for (var metric : METRICS) {
            fields.add(optional(metric.column(), DataTypes.DoubleType));
        }
        fields.add(optional(LAYERS, DataTypes.createArrayType(layerType(), false)));
        fields.add(optional(OUTCOME, DataTypes.StringType));
        return new StructType(fields.toArray(StructField[]::new));
    }

    private static StructType layerType() {
        var fields = new ArrayList<StructField>();
        fields.add(required(LAYER, DataTypes.IntegerType));
        for (var metric : LAYER_METRICS) {
            fields.add(optional(metric.column(), DataTypes.DoubleType));
        }
        return new StructType(fields.toArray(StructField[]::new));
    }

    /** The columns that repeat from row to row, which a dictionary stores best. */
    List<String> repetitiveColumns() {
        var columns = new ArrayList<>(List.of(TASK, OUTCOME));
        keys.forEach(key -> columns.add(key.column()));
        return columns;
    }

    Row row(EpochRow row) {
        Object[] prefix = prefixes.computeIfAbsent(row.task(), this::prefix);
        if (row.outcome() != null) {
            prefixes.remove(row.task());
        }
        var values = new Object[prefix.length + METRICS.length + 3];
        System.arraycopy(prefix, 0, values, 0, prefix.length);
        int next = prefix.length;
        values[next++] = row.epoch();
        if (row.measurement() != null) {
            for (var metric : METRICS) {
                values[next++] = row.measurement().get(metric);
            }
            values[next] = layers(row.measurement());
        }
        values[values.length - 1] = row.outcome() == null ? null : row.outcome().column();
        return RowFactory.create(values);
    }

    /** About how many bytes a row takes in Parquet: its doubles, and a few bytes for all else. */
    static long predictedBytes(Architecture architecture) {
        int hiddenOnly = LAYER_METRICS.length - 2;
        int doubles = METRICS.length + LAYER_METRICS.length * architecture.layers() - hiddenOnly;
        return (long) Double.BYTES * doubles + 10;
    }

    private Object[] prefix(Task task) {
        var values = new Object[keys.size() + 1];
        values[0] = task.id();
        for (int i = 0; i < keys.size(); i++) {
            values[i + 1] = keys.get(i).value(task);
        }
        return values;
    }

    private static Row[] layers(Measurement measurement) {
        var layers = new Row[measurement.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            var values = new Object[LAYER_METRICS.length + 1];
            values[0] = layer + 1;
            for (int i = 0; i < LAYER_METRICS.length; i++) {
                values[i + 1] = measurement.get(layer, LAYER_METRICS[i]);
            }
            layers[layer] = RowFactory.create(values);
        }
        return layers;
    }

    private static DataType sparkType(ValueType type) {
        return switch (type) {
            case NUMBER -> DataTypes.DoubleType;
            case INTEGER -> DataTypes.IntegerType;
            case LONG -> DataTypes.LongType;
            case FLAG -> DataTypes.BooleanType;
            case TEXT -> DataTypes.StringType;
        };
    }

    private static StructField required(String name, DataType type) {
        return new StructField(name, type, false, Metadata.empty());
    }

    private static StructField optional(String name, DataType type) {
        return new StructField(name, type, true, Metadata.empty());
    }
}
