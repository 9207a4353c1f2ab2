package io.gradflow.query;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Rows and their values as JSON. Doubles parse back to the same bits. NaN and the infinities, which JSON does not have,
 * are null. Values of types that JSON does not have are text; binary values are hexadecimal text.
 */
final class RowJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final ObjectWriter BARE_NON_FINITE = JsonMapper.builder()
            .configure(JsonWriteFeature.WRITE_NAN_AS_STRINGS, false)
            .build()
            .writer();

    /** Whether numbers that are not finite are null. */
    private final boolean isStrict;

    private RowJson(boolean isStrict) {
        this.isStrict = isStrict;
    }

    /** A row as an object, whose fields are in the order of the columns. */
    static JsonNode object(StructType schema, Row row) {
        return new RowJson(true).node(schema, row);
    }

    /**
     * A value as JSON.
     *
     * @param value as Spark has it in a row; may be null
     */
    static JsonNode value(Object value) {
        return new RowJson(true).node(value);
    }

    /**
     * A value as the text of a cell: JSON but for NaN, Infinity and -Infinity, which are there as Python's and others'
     * readers of JSON take them.
     */
    static String cell(Object value) {
        try {
            return BARE_NON_FINITE.writeValueAsString(new RowJson(false).node(value));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private JsonNode node(StructType schema, Row row) {
        var object = NODES.objectNode();
        var fields = schema.fields();
        for (int i = 0; i < fields.length; i++) {
            object.set(fields[i].name(), node(row.get(i)));
        }
        return object;
    }

    private JsonNode node(Object value) {
        if (value == null) {
            return NODES.nullNode();
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) || !isStrict ? NODES.numberNode(number) : NODES.nullNode();
        }
        if (value instanceof Float number) {
            return Float.isFinite(number) || !isStrict ? NODES.numberNode(number) : NODES.nullNode();
        }
        if (value instanceof BigDecimal number) {
            return NODES.numberNode(number);
        }
        if (value instanceof Number number) {
            return NODES.numberNode(number.longValue());
        }
        if (value instanceof Boolean flag) {
            return NODES.booleanNode(flag);
        }
        if (value instanceof byte[] bytes) {
            return NODES.textNode(HexFormat.of().formatHex(bytes));
        }
        if (value instanceof Row row) {
            return node(row.schema(), row);
        }
        if (value instanceof scala.collection.Seq<?> sequence) {
            return array(CollectionConverters.asJava(sequence));
        }
        if (value instanceof scala.collection.Map<?, ?> map) {
            return map(CollectionConverters.asJava(map));
        }
        return NODES.textNode(value.toString());
    }

    private JsonNode array(List<?> values) {
        var array = NODES.arrayNode();
        values.forEach(element -> array.add(node(element)));
        return array;
    }

    /** A key of a map as the name of a field: what text, numbers and binary values are as cells, and others as JSON. */
    private static String name(Object key) {
        var node = new RowJson(false).node(key);
        return node.isContainerNode() ? cell(key) : node.asText();
    }

    private JsonNode map(Map<?, ?> entries) {
        var object = NODES.objectNode();
        entries.forEach((key, element) -> object.set(name(key), node(element)));
        return object;
    }
}
