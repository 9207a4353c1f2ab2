package io.gradflow.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.PageWriter;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.ValuesWriter;

/** The number of each layer, from 1. A row without layers has one entry, which says that the list is null. */
final class LayerColumn extends ColumnBuffer {
    private final LayerEntries entries;
    private final PageLevels repetitionLevels;
    private final PageLevels definitionLevels;
    private final ValuesWriter values = Encodings.integers();

    LayerColumn(ColumnDescriptor descriptor, LayerEntries entries) {
        super(descriptor);
        this.entries = entries;
        repetitionLevels = new PageLevels(descriptor.getMaxRepetitionLevel());
        definitionLevels = new PageLevels(descriptor.getMaxDefinitionLevel());
    }

    @Override
    void writePage(RowOrder order, int from, int to, PageWriter pages) throws IOException {
        int present = descriptor().getMaxDefinitionLevel();
        repetitionLevels.start();
        definitionLevels.start();
        values.reset();
        int count = 0;
        for (int i = from; i < to; i++) {
            int row = order.row(i);
            int rowEntries = entries.end(row) - entries.start(row);
            count += rowEntries;
            for (int layer = 0; layer < rowEntries; layer++) {
                repetitionLevels.add(layer == 0 ? 0 : 1);
                if (entries.present(row)) {
                    definitionLevels.add(present);
                    values.writeInteger(layer + 1);
                } else {
                    definitionLevels.add(0);
                }
            }
        }
        pages.writePage(
                BytesInput.concat(repetitionLevels.bytes(), definitionLevels.bytes(), values.getBytes()),
                count,
                to - from,
                Statistics.noopStats(descriptor().getPrimitiveType()),
                Encoding.RLE,
                Encoding.RLE,
                Encoding.DELTA_BINARY_PACKED);
    }

    /** Does nothing: the row group clears the entries, which several columns share. */
    @Override
    void clear() {}
}
