package io.gradflow.parquet;

import java.io.IOException;
import java.util.Arrays;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;

/** The epoch of each row. Its statistics let readers skip the rows of other epochs. */
final class EpochColumn extends ColumnBuffer {
    private final ValuesWriter values = Encodings.integers();
    private int[] epochs = new int[1024];
    private int rows;

    EpochColumn(ColumnDescriptor descriptor) {
        super(descriptor);
    }

    void add(int epoch) {
        if (rows == epochs.length) {
            epochs = Arrays.copyOf(epochs, 2 * rows);
        }
        epochs[rows++] = epoch;
    }

    @Override
    void writePage(RowOrder order, int from, int to, PageWriter pages) throws IOException {
        values.reset();
        int least = Integer.MAX_VALUE;
        int greatest = Integer.MIN_VALUE;
        for (int i = from; i < to; i++) {
            int epoch = epochs[order.row(i)];
            least = Math.min(least, epoch);
            greatest = Math.max(greatest, epoch);
            values.writeInteger(epoch);
        }
        var statistics = Statistics.createStats(descriptor().getPrimitiveType());
        statistics.updateStats(least);
        statistics.updateStats(greatest);
        pages.writePage(
                values.getBytes(),
                to - from,
                to - from,
                statistics,
                Encoding.RLE,
                Encoding.RLE,
                Encoding.DELTA_BINARY_PACKED);
    }

    @Override
    void clear() {
        rows = 0;
    }
}
