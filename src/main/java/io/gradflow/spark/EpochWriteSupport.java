package io.gradflow.spark;

import io.gradflow.catalog.ValueType;
import io.gradflow.diagnostics.LayerMetric;
import io.gradflow.diagnostics.Measurement;
import io.gradflow.diagnostics.Metric;
import io.gradflow.engine.EpochRow;
import io.gradflow.engine.Outcome;
import io.gradflow.nn.Architecture;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
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

    private static final Metric[] METRICS = Metric.values();
    private static final LayerMetric[] LAYER_METRICS = LayerMetric.values();

    private List<TaskKey> keys;
    /** The columns before the epoch, of the tasks under way: the same for all rows of a task; null where there is none. */
    private final IdentityHashMap<Task, Object[]> prefixes = new IdentityHashMap<>();

    private final Map<Outcome, Binary> outcomes = new EnumMap<>(Outcome.class);
    private RecordConsumer consumer;
    private int field;

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
        for (var metric : LAYER_METRICS) {
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
        Object[] prefix = prefixes.computeIfAbsent(row.task(), this::prefix);
        consumer.startMessage();
        field = 0;
        addText(TASK, (Binary) prefix[0]);
        for (int i = 0; i < keys.size(); i++) {
            addKey(keys.get(i), prefix[i + 1]);
        }
        consumer.startField(EPOCH, field);
        consumer.addInteger(row.epoch());
        consumer.endField(EPOCH, field++);
        addMeasurement(row.measurement());
        if (row.outcome() != null) {
            addText(OUTCOME, outcomes.computeIfAbsent(row.outcome(), outcome -> Binary.fromString(outcome.column())));
            prefixes.remove(row.task());
        }
        consumer.endMessage();
    }

    private void addMeasurement(Measurement measurement) {
        if (measurement == null) {
            field += METRICS.length + 1;
            return;
        }
        for (var metric : METRICS) {
            addNumber(metric.column(), field++, measurement.get(metric));
        }
        consumer.startField(LAYERS, field);
        consumer.startGroup();
        consumer.startField(LIST, 0);
        for (int layer = 0; layer < measurement.layers(); layer++) {
            consumer.startGroup();
            consumer.startField(ELEMENT, 0);
            consumer.startGroup();
            consumer.startField(LAYER, 0);
            consumer.addInteger(layer + 1);
            consumer.endField(LAYER, 0);
            for (int i = 0; i < LAYER_METRICS.length; i++) {
                addNumber(LAYER_METRICS[i].column(), i + 1, measurement.get(layer, LAYER_METRICS[i]));
            }
            consumer.endGroup();
            consumer.endField(ELEMENT, 0);
            consumer.endGroup();
        }
        consumer.endField(LIST, 0);
        consumer.endGroup();
        consumer.endField(LAYERS, field++);
    }

    private void addNumber(String name, int index, Double value) {
        if (value != null) {
            consumer.startField(name, index);
            consumer.addDouble(value);
            consumer.endField(name, index);
        }
    }

    private void addText(String name, Binary value) {
        consumer.startField(name, field);
        consumer.addBinary(value);
        consumer.endField(name, field++);
    }

    private void addKey(TaskKey key, Object value) {
        if (value == null) {
            field++;
            return;
        }
        consumer.startField(key.column(), field);
        switch (key.type()) {
            case NUMBER -> consumer.addDouble((Double) value);
            case INTEGER -> consumer.addInteger((Integer) value);
            case LONG -> consumer.addLong((Long) value);
            case FLAG -> consumer.addBoolean((Boolean) value);
            case TEXT -> consumer.addBinary((Binary) value);
        }
        consumer.endField(key.column(), field++);
    }

    /** About how many bytes a row takes in Parquet: its doubles, and a few bytes for all else. */
    static long predictedBytes(Architecture architecture) {
        int hiddenOnly = LAYER_METRICS.length - 2;
        int doubles = METRICS.length + LAYER_METRICS.length * architecture.layers() - hiddenOnly;
        return (long) Double.BYTES * doubles + 10;
    }

    private Object[] prefix(Task task) {
        var values = new Object[keys.size() + 1];
        values[0] = Binary.fromString(task.id());
        for (int i = 0; i < keys.size(); i++) {
            var value = keys.get(i).value(task);
            values[i + 1] =
                    value != null && keys.get(i).type() == ValueType.TEXT ? Binary.fromString((String) value) : value;
        }
        return values;
    }
}
