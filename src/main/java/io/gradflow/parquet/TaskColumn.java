package io.gradflow.parquet;

import java.io.IOException;
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
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * A value that is the same in all rows of a task: its identity, or its value of a key. Pages refer to a dictionary of
 * the values, so that a row costs next to nothing, in time and in bytes. Booleans, for which Parquet has no dictionary,
 * are written as they are. Statistics let readers skip the rows of other tasks.
 */
final class TaskColumn extends ColumnBuffer {
    private final Function<TaskValues, Object> valueOf;
    private final PageLevels definitionLevels;
    private final ParquetType type;

    /** The values of the row group, each once. */
    private final List<Object> dictionary = new ArrayList<>();

    /** The value of each task, as an index into the dictionary; -1 for null. */
    private int[] indices;

    private RunLengthBitPackingHybridEncoder references;

    /**
     * An empty column.
     *
     * @param type of the column
     * @param valueOf gives a task's value, of the Java type that goes with the column's type, or null
     */
    TaskColumn(ColumnDescriptor descriptor, ParquetType type, Function<TaskValues, Object> valueOf) {
        super(descriptor);
        this.type = type;
        this.valueOf = valueOf;
        definitionLevels = new PageLevels(descriptor.getMaxDefinitionLevel());
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
        if (type.hasDictionary() && !dictionary.isEmpty()) {
            var values = type.plain();
            for (var value : dictionary) {
                type.write(value, values);
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
                type.update(statistics, dictionary.get(index));
                previous = index;
            }
        }
        statistics.incrementNumNulls(nulls);
        pages.writePage(
                BytesInput.concat(
                        definitionLevels.bytes(),
                        type.hasDictionary() ? references(order, from, to) : values(order, from, to)),
                to - from,
                to - from,
                statistics,
                Encoding.RLE,
                Encoding.RLE,
                type.hasDictionary() && !dictionary.isEmpty() ? Encoding.RLE_DICTIONARY : Encoding.PLAIN);
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

    private BytesInput values(RowOrder order, int from, int to) throws IOException {
        var values = type.plain();
        for (int i = from; i < to; i++) {
            int index = indices[order.task(i)];
            if (index >= 0) {
                type.write(dictionary.get(index), values);
            }
        }
        return values.getBytes();
    }

    @Override
    void clear() {
        dictionary.clear();
    }
}
