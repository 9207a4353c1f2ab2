package io.gradflow.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * A metric of the networks or of their layers: numbers and nulls. Numbers as they are: they rarely repeat, Spark's
 * vectorised reader knows no other encoding for them, and nobody skips rows by their range.
 */
final class MetricColumn extends Column {
    private final Entries entries;
    private final Numbers numbers = new Numbers();
    private final Levels repetitionLevels;
    private final Levels definitionLevels;
    private final PlainDoubles page;
    private final int present;

    /**
     * An empty column.
     *
     * @param entries of each row
     * @param page where pages are put together, one after the other
     */
    MetricColumn(ColumnDescriptor descriptor, Entries entries, PlainDoubles page) {
        super(descriptor);
        this.entries = entries;
        this.page = page;
        present = descriptor.getMaxDefinitionLevel();
        repetitionLevels = new Levels(descriptor.getMaxRepetitionLevel());
        definitionLevels = new Levels(present);
    }

    void add(double value) {
        numbers.add(value, present);
    }

    /** For a network or layer without this metric. */
    void addNull() {
        numbers.add(Double.NaN, present - 1);
    }

    /** For a row without the list that this metric would be in. */
    void addNoList() {
        numbers.add(Double.NaN, 0);
    }

    @Override
    void writePage(RowOrder order, int from, int to, PageWriter pages) throws IOException {
        int count = entries.count(order, from, to);
        page.start(count);
        repetitionLevels.start();
        definitionLevels.start();
        for (int i = from; i < to; i++) {
            int row = order.row(i);
            int start = entries.start(row);
            int end = entries.end(row);
            for (int entry = start; entry < end; entry++) {
                repetitionLevels.add(entry == start ? 0 : 1);
                int level = numbers.definitionLevel(entry);
                definitionLevels.add(level);
                if (level == present) {
                    page.add(numbers.value(entry));
                }
            }
        }
        pages.writePage(
                BytesInput.concat(repetitionLevels.bytes(), definitionLevels.bytes(), page.bytes()),
                count,
                to - from,
                Statistics.noopStats(descriptor().getPrimitiveType()),
                Encoding.RLE,
                Encoding.RLE,
                Encoding.PLAIN);
    }

    @Override
    void clear() {
        numbers.clear();
    }
}
