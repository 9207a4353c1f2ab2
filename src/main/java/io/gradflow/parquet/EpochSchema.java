package io.gradflow.parquet;

import io.gradflow.nn.Architecture;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.apache.parquet.schema.Types;

/**
 * The columns of a sweep's rows: {@code task}, the keys that have an effect in the sweep, {@code epoch}, the metrics,
 * {@code layers}, and {@code outcome}, which is null but on a task's last row.
 */
public final class EpochSchema {
    static final String TASK = "task";
    static final String EPOCH = "epoch";
    static final String LAYERS = "layers";
    static final String LAYER = "layer";
    static final String OUTCOME = "outcome";
    /** After compression, as measured on the study: networks that learn little take less. */
    private static final double BYTES_PER_NUMBER = 4.6;

    private static final String LIST = "list";
    private static final String ELEMENT = "element";

    private EpochSchema() {}

    static MessageType of(List<TaskKey> keys) {
        var fields = new ArrayList<Type>();
        fields.add(text(Repetition.REQUIRED, TASK));
        for (var key : keys) {
            fields.add(field(key));
        }
        fields.add(primitive(Repetition.REQUIRED, PrimitiveTypeName.INT32, EPOCH));
        for (var metric : Metric.values()) {
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

    /** Where a field of {@code layers} is. */
    static String[] pathInLayers(String field) {
        return new String[] {LAYERS, LIST, ELEMENT, field};
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

    /** About how many bytes a row takes in a file. */
    public static long predictedBytes(Architecture architecture) {
        int doubles = Metric.values().length;
        for (int layer = 0; layer < architecture.layers(); layer++) {
            doubles += LayerMetric.of(layer, architecture.layers()).size();
        }
        return Math.round(BYTES_PER_NUMBER * doubles);
    }
}
