package io.gradflow.query.exact;

import java.io.Serializable;
import org.apache.spark.sql.catalyst.InternalRow;

/**
 * How many rows there are, as Spark's {@code count} keeps it.
 *
 * @param column the one that must not be null; negative if all rows count
 */
record RowCount(int column) implements Accumulator, Serializable {
    @Override
    public int fields() {
        return 1;
    }

    @Override
    public void begin(long[] state, int at) {
        state[at] = 0;
    }

    @Override
    public void add(long[] state, int at, InternalRow input) {
        if (column < 0 || !input.isNullAt(column)) {
            state[at]++;
        }
    }
}
