package io.gradflow.parquet;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/**
 * What is the same for all rows of a task: its id, and its keys. Written by way of a dictionary, so that a row costs
 * next to nothing, in time and in bytes; but booleans, of which there are no dictionaries, as they are. With
 * statistics, by which readers skip the rows of other tasks.
 */
final class TaskColumn extends Column {
    private final Function<TaskValues, Object> valueOf;
    private final Levels definitionLevels;
    private final boolean isBoolean;

    /** The values of a row group, each once. */
    private final List<Object> dictionary = new ArrayList<>();

    /** Of each task its value as an index into the dictionary; -1 for null. */
    private int[] indices;

    private RunLengthBitPackingHybridEncoder references;

    /**
     * An empty column.
     *
     * @param valueOf the value in a task, of the Java type that goes with the column's, or null
     */
    TaskColumn(ColumnDescriptor descriptor, Function<TaskValues, Object> valueOf) {
        super(descriptor);
        this.valueOf = valueOf;
        definitionLevels = new Levels(descriptor.getMaxDefinitionLevel());
        isBoolean = descriptor.getPrimitiveType().getPrimitiveTypeName() == PrimitiveTypeName.BOOLEAN;
    }

    @Override
    void start(RowOrder order, PageWriter pages) throws IOException {
        Map<Object, Integer> places = new HashMap<>();
        indices = new int[order.tasks().size()];
        for (int task = 0; task < indices.length; task++) {
            var value = valueOf.apply(order.tasks().get(task));
            if (value == null) {
                indices[task] = -1;
            } else {
                indices[task] = places.computeIfAbsent(value, v -> {
                    dictionary.add(v);
                    return dictionary.size() - 1;
                });
            }
        }
        if (!isBoolean && !dictionary.isEmpty()) {
            var values = Encodings.plain();
            for (var value : dictionary) {
                write(value, values);
            }
            references = Encodings.runs(dictionary.size() - 1);
            pages.writeDictionaryPage(new DictionaryPage(values.getBytes(), dictionary.size(), Encoding.PLAIN));
        }
    }

    @Override
    void writePage(RowOrder order, int from, int to, PageWriter pages) throws IOException {
        var statistics = Statistics.createStats(descriptor().getPrimitiveType());
        definitionLevels.start();
        int nulls = 0;
        int previous = -1;
        for (int i = from; i < to; i++) {
            int index = indices[order.task(i)];
            definitionLevels.add(index < 0 ? 0 : 1);
            if (index < 0) {
                nulls++;
            } else if (index != previous) {
                update(statistics, dictionary.get(index));
                previous = index;
            }
        }
        statistics.incrementNumNulls(nulls);
        pages.writePage(
                BytesInput.concat(
                        definitionLevels.bytes(), isBoolean ? booleans(order, from, to) : references(order, from, to)),
                to - from,
                to - from,
                statistics,
                Encoding.RLE,
                Encoding.RLE,
                isBoolean || dictionary.isEmpty() ? Encoding.PLAIN : Encoding.RLE_DICTIONARY);
    }

    private BytesInput references(RowOrder order, int from, int to) throws IOException {
        if (dictionary.isEmpty()) {
            return BytesInput.empty();
        }
        references.reset();
        for (int i = from; i < to; i++) {
            int index = indices[order.task(i)];
            if (index >= 0) {
                references.writeInt(index);
            }
        }
        byte[] width = {(byte) BytesUtils.getWidthFromMaxInt(dictionary.size() - 1)};
        return BytesInput.concat(BytesInput.from(width), references.toBytes());
    }

    private BytesInput booleans(RowOrder order, int from, int to) throws IOException {
        var values = Encodings.booleans();
        for (int i = from; i < to; i++) {
            int index = indices[order.task(i)];
            if (index >= 0) {
                values.writeBoolean((Boolean) dictionary.get(index));
            }
        }
        return values.getBytes();
    }

    private static void write(Object value, ValuesWriter values) {
        if (value instanceof Double number) {
            values.writeDouble(number);
        } else if (value instanceof Integer number) {
            values.writeInteger(number);
        } else if (value instanceof Long number) {
            values.writeLong(number);
        } else {
            values.writeBytes(binary(value));
        }
    }

    private static void update(Statistics<?> statistics, Object value) {
        if (value instanceof Double number) {
            statistics.updateStats(number);
        } else if (value instanceof Integer number) {
            statistics.updateStats(number);
        } else if (value instanceof Long number) {
            statistics.updateStats(number);
        } else if (value instanceof Boolean flag) {
            statistics.updateStats(flag);
        } else {
            statistics.updateStats(binary(value));
        }
    }

    private static Binary binary(Object text) {
        return Binary.fromConstantByteArray(((String) text).getBytes(StandardCharsets.UTF_8));
    }

    @Override
    void clear() {
        dictionary.clear();
    }
}
