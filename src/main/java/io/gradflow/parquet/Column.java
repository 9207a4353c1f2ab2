package io.gradflow.parquet;

import java.io.IOException;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.page.PageWriter;

/** The buffered values of one column of a row group. */
abstract class Column {
    private final ColumnDescriptor descriptor;

    Column(ColumnDescriptor descriptor) {
        this.descriptor = descriptor;
    }

    ColumnDescriptor descriptor() {
        return descriptor;
    }

    /** Begins a row group. */
    void start(RowOrder order, PageWriter pages) throws IOException {}

    /** Writes the page of some of the rows. */
    abstract void writePage(RowOrder order, int from, int to, PageWriter pages) throws IOException;

    /** Forgets all values. */
    abstract void clear();
}
