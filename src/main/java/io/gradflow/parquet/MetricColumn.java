package io.gradflow.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;

/**
 * A metric of the networks or of their layers: numbers and nulls. The numbers are written as they are, since they
 * rarely repeat and Spark's vectorised reader knows no other encoding of doubles. There are no statistics, since no
 * query skips rows by the range of a metric.
 */
final class MetricColumn extends ColumnBuffer {
    private final RowEntries entries;
    private final NullableDoubles numbers = new NullableDoubles();
    private final PageLevels repetitionLevels;
    private final PageLevels definitionLevels;
    private final PlainDoubles page;
    private final int present;

    /**
     * An empty column.
     *
     * @param entries which entries of the column belong to a row
     * @param page where the values of each page are put together; columns may share it
     */
    MetricColumn(ColumnDescriptor descriptor, RowEntries entries, PlainDoubles page) {
        super(descriptor);
        this.entries = entries;
        this.page = page;
        present = descriptor.getMaxDefinitionLevel();
        repetitionLevels = new PageLevels(descriptor.getMaxRepetitionLevel());
        definitionLevels = new PageLevels(present);
    }

    /** Adds the value of a network or of a layer. */
    void add(double value) {
        numbers.add(value, present);
    }

    /** Adds the entry of a network or of a layer that does not have this metric. */
    void addNull() {
        numbers.add(Double.NaN, present - 1);
    }

    /** Adds the entry of a row that does not have the list in which this metric would be. */
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
