package io.gradflow.parquet;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriter;

/** The values of one column that wait for their row group to be written. */
abstract class ColumnBuffer {
    private final ColumnDescriptor descriptor;

    ColumnBuffer(ColumnDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    ColumnDescriptor descriptor() {
        return descriptor;
    }

    /** Prepares the column's pages, and writes its dictionary if it has one. */
    void start(RowOrder order, PageWriter pages) throws IOException {}

    /** Writes one page, with the rows at the places from {@code from}, inclusive, to {@code to}, exclusive. */
    abstract void writePage(RowOrder order, int from, int to, PageWriter pages) throws IOException;

    /** Forgets all values. */
    abstract void clear();
}
