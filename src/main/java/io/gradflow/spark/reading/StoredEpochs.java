package io.gradflow.spark.reading;

import io.gradflow.catalog.ValueType;
import io.gradflow.parquet.StoredEpoch;
import io.gradflow.parquet.TaskValues;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.MetricValues;
import io.gradflow.results.Outcome;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/**
 * Spark's rows of {@link StoredRows}, as the writer of Parquet takes them. Those of a task must come one after the
 * other.
 */
final class StoredEpochs implements Iterator<Tuple2<Void, StoredEpoch>> {
    private static final int METRICS = Metric.values().length;
    private static final int LAYER_FIELDS = 1 + LayerMetric.values().length;

    private static final Map<UTF8String, Outcome> OUTCOMES = Arrays.stream(Outcome.values())
            .collect(Collectors.toMap(outcome -> UTF8String.fromString(outcome.column()), Function.identity()));

    private final Iterator<InternalRow> rows;
    private final List<ValueType> keys;
    private final int epochColumn;
    private final RowMetrics metrics;
    private UTF8String id;
    private TaskValues task;

    /**
     * Rows with all columns.
     *
     * @param keys the types of the columns of keys
     */
    StoredEpochs(Iterator<InternalRow> rows, List<ValueType> keys) {
        this.rows = rows;
        this.keys = keys;
        epochColumn = 1 + keys.size();
        metrics = new RowMetrics(epochColumn + 1);
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Tuple2<Void, StoredEpoch> next() {
        var row = rows.next();
        if (!row.getUTF8String(0).equals(id)) {
            // Spark writes the next row over this one.
            id = row.getUTF8String(0).clone();
            task = task(row);
        }
        metrics.read(row);
        return new Tuple2<>(
                null, new StoredEpoch(task, row.getInt(epochColumn), metrics, outcome(row, epochColumn + METRICS + 2)));
    }

    private TaskValues task(InternalRow row) {
        var values = new Object[keys.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.isNullAt(1 + i) ? null : value(row, 1 + i, keys.get(i));
        }
        return new TaskValues(id.toString(), Arrays.asList(values));
    }

    private static Object value(InternalRow row, int column, ValueType type) {
        return switch (type) {
            case NUMBER -> row.getDouble(column);
            case INTEGER -> row.getInt(column);
            case LONG -> row.getLong(column);
            case FLAG -> row.getBoolean(column);
            case TEXT -> row.getUTF8String(column).toString();
        };
    }

    private static Outcome outcome(InternalRow row, int column) {
        if (row.isNullAt(column)) {
            return null;
        }
        var outcome = OUTCOMES.get(row.getUTF8String(column));
        if (outcome == null) {
            throw new IllegalStateException("unknown outcome " + row.getUTF8String(column));
        }
        return outcome;
    }

    /** The metrics of a row, read when they are asked for. */
    @SuppressWarnings("EnumOrdinal") // the columns are in the order of the enums
    private static final class RowMetrics implements MetricValues {
        private final int first;
        private InternalRow row;
        private ArrayData layers;

        RowMetrics(int first) {
            this.first = first;
        }

        void read(InternalRow next) {
            row = next;
            int column = first + METRICS;
            layers = row.isNullAt(column) ? null : row.getArray(column);
        }

        @Override
        public int layers() {
            return layers == null ? 0 : layers.numElements();
        }

        @Override
        public boolean has(Metric metric) {
            return !row.isNullAt(first + metric.ordinal());
        }

        @Override
        public double get(Metric metric) {
            return row.getDouble(first + metric.ordinal());
        }

        @Override
        public boolean has(int layer, LayerMetric metric) {
            return !layers.getStruct(layer, LAYER_FIELDS).isNullAt(1 + metric.ordinal());
        }

        @Override
        public double get(int layer, LayerMetric metric) {
            return layers.getStruct(layer, LAYER_FIELDS).getDouble(1 + metric.ordinal());
        }
    }
}
