package io.gradflow.spark.reading;

import io.gradflow.parquet.StoredEpoch;
import io.gradflow.parquet.TaskValues;
import io.gradflow.results.Column;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.MetricValues;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.results.UnitLife;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.unsafe.types.UTF8String;
import scala.Tuple2;

/**
 * The rows of {@link StoredRows} as the writer of Parquet takes them, made of Spark's own rows. All rows of a task must
 * follow one another.
 */
final class StoredEpochIterator implements Iterator<Tuple2<Void, StoredEpoch>> {
    private static final Map<UTF8String, Outcome> OUTCOMES = Arrays.stream(Outcome.values())
            .collect(Collectors.toMap(outcome -> UTF8String.fromString(outcome.column()), Function.identity()));

    private final Iterator<InternalRow> rows;
    private final int taskPosition;
    private final int[] keyPositions;
    private final SparkType[] keyTypes;
    private final int epochPosition;
    private final int outcomePosition;
    private final RowMetrics metrics;
    private UTF8String id;
    private TaskValues task;

    /**
     * Reads rows.
     *
     * @param rows with all columns of the schema, in its order
     */
    StoredEpochIterator(Iterator<InternalRow> rows, RowSchema schema) {
        this.rows = rows;
        var columns = schema.columns();
        taskPosition = Column.position(columns, RowSchema.TASK.name());
        keyPositions = schema.keys().stream()
                .mapToInt(key -> Column.position(columns, key.column()))
                .toArray();
        keyTypes = schema.keys().stream().map(key -> SparkType.of(key.type())).toArray(SparkType[]::new);
        epochPosition = Column.position(columns, RowSchema.EPOCH.name());
        outcomePosition = Column.position(columns, RowSchema.OUTCOME.name());
        metrics = new RowMetrics(schema);
    }

    @Override
    public boolean hasNext() {
        return rows.hasNext();
    }

    @Override
    public Tuple2<Void, StoredEpoch> next() {
        var row = rows.next();
        if (!row.getUTF8String(taskPosition).equals(id)) {
            // Spark writes the next row into the same memory.
            id = row.getUTF8String(taskPosition).clone();
            task = new TaskValues(id.toString(), keyValues(row));
        }
        metrics.read(row);
        return new Tuple2<>(null, new StoredEpoch(task, row.getInt(epochPosition), metrics, outcome(row)));
    }

    private List<Object> keyValues(InternalRow row) {
        var values = new Object[keyPositions.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = row.isNullAt(keyPositions[i]) ? null : keyTypes[i].read(row, keyPositions[i]);
        }
        return Arrays.asList(values);
    }

    private Outcome outcome(InternalRow row) {
        if (row.isNullAt(outcomePosition)) {
            return null;
        }
        var text = row.getUTF8String(outcomePosition);
        var outcome = OUTCOMES.get(text);
        if (outcome == null) {
            throw new IllegalStateException("unknown outcome " + text);
        }
        return outcome;
    }

    /** The metrics of a row, which are read when they are asked for. */
    @SuppressWarnings("EnumOrdinal") // arrays by metric, which never leave this class
    private static final class RowMetrics implements MetricValues {
        private final int[] positions;
        private final int layersPosition;
        private final int layerFields;
        /** Within the elements of {@code layers}. */
        private final int[] layerPositions;

        private final int unitsPosition;
        private final SparkType[] unitTypes;

        private InternalRow row;
        private ArrayData layers;

        RowMetrics(RowSchema schema) {
            var columns = schema.columns();
            positions = Arrays.stream(Metric.values())
                    .mapToInt(metric -> Column.position(columns, metric.column()))
                    .toArray();
            layersPosition = Column.position(columns, RowSchema.LAYERS);
            var fields = schema.layers().fields();
            layerFields = fields.size();
            layerPositions = Arrays.stream(LayerMetric.values())
                    .mapToInt(metric -> Column.position(fields, metric.column()))
                    .toArray();
            unitsPosition = Column.position(columns, RowSchema.UNITS);
            unitTypes = RowSchema.UNIT_FIELDS.stream()
                    .map(field -> SparkType.of(field.type()))
                    .toArray(SparkType[]::new);
        }

        void read(InternalRow next) {
            row = next;
            layers = row.isNullAt(layersPosition) ? null : row.getArray(layersPosition);
        }

        @Override
        public int layers() {
            return layers == null ? 0 : layers.numElements();
        }

        @Override
        public boolean has(Metric metric) {
            return !row.isNullAt(positions[metric.ordinal()]);
        }

        @Override
        public double get(Metric metric) {
            return row.getDouble(positions[metric.ordinal()]);
        }

        @Override
        public boolean has(int layer, LayerMetric metric) {
            return !layers.getStruct(layer, layerFields).isNullAt(layerPositions[metric.ordinal()]);
        }

        @Override
        public double get(int layer, LayerMetric metric) {
            return layers.getStruct(layer, layerFields).getDouble(layerPositions[metric.ordinal()]);
        }

        @Override
        public List<UnitLife> units() {
            if (row.isNullAt(unitsPosition)) {
                return List.of();
            }
            var units = row.getArray(unitsPosition);
            return IntStream.range(0, units.numElements())
                    .mapToObj(unit -> life(units.getStruct(unit, unitTypes.length)))
                    .toList();
        }

        private UnitLife life(InternalRow unit) {
            return UnitLife.of(field -> unit.isNullAt(field) ? null : unitTypes[field].read(unit, field));
        }
    }
}
