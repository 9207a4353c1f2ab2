package io.gradflow.spark;

import io.gradflow.diagnostics.LayerMetric;
import io.gradflow.diagnostics.Measurement;
import io.gradflow.diagnostics.Metric;
import io.gradflow.engine.EpochRow;
import io.gradflow.engine.Outcome;
import io.gradflow.nn.Architecture;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * The columns of the rows that a sweep writes, and the way of an {@link EpochRow} into them: {@code task}, the keys that
 * have an effect in the sweep, {@code epoch}, the metrics, {@code layers}, and {@code outcome}, which is null but on a
 * task's last row.
 *
 * <p>Straight into Parquet's columns: by way of Spark's rows it costs more time, at the start too, when Spark generates and
 * compiles code for them.
 */
public final class EpochWriteSupport extends WriteSupport<EpochRow> {
    private static final String KEYS = "gradflow.keys";

    private static final String TASK = "task";
    private static final String EPOCH = "epoch";
    private static final String LAYERS = "layers";
    private static final String LIST = "list";
    private static final String ELEMENT = "element";
    private static final String LAYER = "layer";
    private static final String OUTCOME = "outcome";

    private static final List<Metric> METRICS = List.of(Metric.values());

    private List<TaskKey> keys;
    /** The columns before the epoch, of the tasks under way: the same for all rows of a task. */
    private final IdentityHashMap<Task, List<Cell>> prefixes = new IdentityHashMap<>();

    private final Map<Outcome, Cell> outcomes = new EnumMap<>(Outcome.class);
    private int epochField;
    private RecordConsumer consumer;

    /** A value that is not null, and where it goes. */
    private record Cell(String column, int field, Consumer<RecordConsumer> value) {
        static Cell ofText(String column, int field, String value) {
            var binary = Binary.fromConstantByteArray(value.getBytes(StandardCharsets.UTF_8));
            return new Cell(column, field, consumer -> consumer.addBinary(binary));
        }

        static Cell ofKey(TaskKey key, int field, Object value) {
            return switch (key.type()) {
                case NUMBER -> new Cell(key.column(), field, consumer -> consumer.addDouble((Double) value));
                case INTEGER -> new Cell(key.column(), field, consumer -> consumer.addInteger((Integer) value));
                case LONG -> new Cell(key.column(), field, consumer -> consumer.addLong((Long) value));
                case FLAG -> new Cell(key.column(), field, consumer -> consumer.addBoolean((Boolean) value));
                case TEXT -> ofText(key.column(), field, (String) value);
            };
        }
    }

    /** Notes the columns of the keys in the configuration of a job. */
    static void configure(Configuration configuration, List<TaskKey> keys) {
        configuration.setStrings(KEYS, keys.stream().map(TaskKey::column).toArray(String[]::new));
        // Doubles rarely repeat: looking for repetitions costs more time than writing them.
        configuration.setBoolean("parquet.enable.dictionary", false);
        for (var column : repetitiveColumns(keys)) {
            configuration.setBoolean("parquet.enable.dictionary#" + column, true);
        }
    }

    private static List<String> repetitiveColumns(List<TaskKey> keys) {
        var columns = new ArrayList<>(List.of(TASK, OUTCOME));
        keys.forEach(key -> columns.add(key.column()));
        return columns;
    }

    @Override
    @SuppressWarnings("deprecation") // the one method of its name that must be there
    public WriteContext init(Configuration configuration) {
        var columns = Arrays.stream(configuration.getStrings(KEYS)).collect(Collectors.toSet());
        keys = TaskKey.ALL.stream()
                .filter(key -> columns.contains(key.column()))
                .toList();
        epochField = keys.size() + 1;
        return new WriteContext(schema(keys), Map.of());
    }

    private static MessageType schema(List<TaskKey> keys) {
        var fields = new ArrayList<Type>();
        fields.add(text(Repetition.REQUIRED, TASK));
        for (var key : keys) {
            fields.add(field(key));
        }
        fields.add(primitive(Repetition.REQUIRED, PrimitiveTypeName.INT32, EPOCH));
        for (var metric : METRICS) {
            fields.add(number(metric.column()));
        }
        fields.add(Types.optionalList().element(layer()).named(LAYERS));
        fields.add(text(Repetition.OPTIONAL, OUTCOME));
        return new MessageType("epoch", fields);
    }

    private static Type layer() {
        var layer = Types.requiredGroup().addField(primitive(Repetition.REQUIRED, PrimitiveTypeName.INT32, LAYER));
        for (var metric : LayerMetric.values()) {
            layer.addField(number(metric.column()));
        }
        return layer.named(ELEMENT);
    }

    private static Type field(TaskKey key) {
        return switch (key.type()) {
            case NUMBER -> number(key.column());
            case INTEGER -> primitive(Repetition.OPTIONAL, PrimitiveTypeName.INT32, key.column());
            case LONG -> primitive(Repetition.OPTIONAL, PrimitiveTypeName.INT64, key.column());
            case FLAG -> primitive(Repetition.OPTIONAL, PrimitiveTypeName.BOOLEAN, key.column());
            case TEXT -> text(Repetition.OPTIONAL, key.column());
        };
    }

    private static Type number(String name) {
        return primitive(Repetition.OPTIONAL, PrimitiveTypeName.DOUBLE, name);
    }

    private static Type primitive(Repetition repetition, PrimitiveTypeName type, String name) {
        return Types.primitive(type, repetition).named(name);
    }

    private static Type text(Repetition repetition, String name) {
        return Types.primitive(PrimitiveTypeName.BINARY, repetition)
                .as(LogicalTypeAnnotation.stringType())
                .named(name);
    }

    @Override
    public void prepareForWrite(RecordConsumer recordConsumer) {
        consumer = recordConsumer;
    }

    @Override
    public void write(EpochRow row) {
        consumer.startMessage();
        prefixes.computeIfAbsent(row.task(), this::prefix).forEach(this::add);
        addInteger(EPOCH, epochField, row.epoch());
        if (row.measurement() != null) {
            add(row.measurement());
        }
        if (row.outcome() != null) {
            add(outcomes.computeIfAbsent(row.outcome(), this::cell));
            prefixes.remove(row.task());
        }
        consumer.endMessage();
    }

    private void add(Cell cell) {
        consumer.startField(cell.column, cell.field);
        cell.value.accept(consumer);
        consumer.endField(cell.column, cell.field);
    }

    private void addInteger(String column, int field, int value) {
        consumer.startField(column, field);
        consumer.addInteger(value);
        consumer.endField(column, field);
    }

    private void add(Measurement measurement) {
        int field = epochField + 1;
        for (var metric : METRICS) {
            if (measurement.has(metric)) {
                addNumber(metric.column(), field, measurement.get(metric));
            }
            field++;
        }
        consumer.startField(LAYERS, field);
        consumer.startGroup();
        consumer.startField(LIST, 0);
        for (int layer = 0; layer < measurement.layers(); layer++) {
            consumer.startGroup();
            consumer.startField(ELEMENT, 0);
            consumer.startGroup();
            addLayer(layer, measurement);
            consumer.endGroup();
            consumer.endField(ELEMENT, 0);
            consumer.endGroup();
        }
        consumer.endField(LIST, 0);
        consumer.endGroup();
        consumer.endField(LAYERS, field);
    }

    private void addLayer(int layer, Measurement measurement) {
        int field = 0;
        addInteger(LAYER, field++, layer + 1);
        for (var metric : LayerMetric.of(layer, measurement.layers())) {
            if (measurement.has(layer, metric)) {
                addNumber(metric.column(), field, measurement.get(layer, metric));
            }
            field++;
        }
    }

    private void addNumber(String column, int field, double value) {
        consumer.startField(column, field);
        consumer.addDouble(value);
        consumer.endField(column, field);
    }

    /** About how many bytes a row takes in Parquet: its doubles, and a few bytes for all else. */
    static long predictedBytes(Architecture architecture) {
        int doubles = METRICS.size();
        for (int layer = 0; layer < architecture.layers(); layer++) {
            doubles += LayerMetric.of(layer, architecture.layers()).size();
        }
        return (long) Double.BYTES * doubles + 10;
    }

    private List<Cell> prefix(Task task) {
        var cells = new ArrayList<Cell>();
        cells.add(Cell.ofText(TASK, 0, task.id()));
        for (int i = 0; i < keys.size(); i++) {
            var value = keys.get(i).value(task);
            if (value != null) {
                cells.add(Cell.ofKey(keys.get(i), i + 1, value));
            }
        }
        return cells;
    }

    private Cell cell(Outcome outcome) {
        return Cell.ofText(OUTCOME, epochField + METRICS.size() + 2, outcome.column());
    }
}
