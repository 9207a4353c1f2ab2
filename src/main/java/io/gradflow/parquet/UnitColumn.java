package io.gradflow.parquet;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;

/**
 * A number or flag of each hidden unit, or null. Only last rows have units, so that there are few values. There are no
 * statistics, since no query skips rows by them.
 */
final class UnitColumn extends ColumnBuffer {
    private final ParquetType type;
    private final RowEntries entries;
    /** An entry for each unit; null also for the one entry of a row without units. */
    private final List<Object> objects = new ArrayList<>();

    private final List<Integer> levels = new ArrayList<>();
    private final PageLevels repetitionLevels;
    private final PageLevels definitionLevels;
    private final ValuesWriter values;
    private final int present;

    /**
     * An empty column.
     *
     * @param entries which entries of the column belong to a row
     */
    UnitColumn(ColumnDescriptor descriptor, ParquetType type, RowEntries entries) {
        super(descriptor);
        this.type = type;
        this.entries = entries;
        values = type.plain();
        present = descriptor.getMaxDefinitionLevel();
        repetitionLevels = new PageLevels(descriptor.getMaxRepetitionLevel());
        definitionLevels = new PageLevels(present);
    }

    /**
     * Adds the entry of a unit.
     *
     * @param value of the Java type that goes with the column's type, or null
     */
    void add(Object value) {
        objects.add(value);
        levels.add(value == null ? present - 1 : present);
    }

    /** Adds the entry of a row without units. */
    void addNoList() {
        objects.add(null);
        levels.add(0);
    }

    @Override
    void writePage(RowOrder order, int from, int to, PageWriter pages) throws IOException {
        repetitionLevels.start();
        definitionLevels.start();
        values.reset();
        for (int i = from; i < to; i++) {
            int start = entries.start(order.row(i));
            int end = entries.end(order.row(i));
            for (int entry = start; entry < end; entry++) {
                repetitionLevels.add(entry == start ? 0 : 1);
                definitionLevels.add(levels.get(entry));
                if (objects.get(entry) != null) {
                    type.write(objects.get(entry), values);
                }
            }
        }
        pages.writePage(
                BytesInput.concat(repetitionLevels.bytes(), definitionLevels.bytes(), values.getBytes()),
                entries.count(order, from, to),
                to - from,
                Statistics.noopStats(descriptor().getPrimitiveType()),
                Encoding.RLE,
                Encoding.RLE,
                Encoding.PLAIN);
    }

    @Override
    void clear() {
        objects.clear();
        levels.clear();
    }
}
