package io.gradflow.parquet;

/**
 * Which entries of a column belong to a buffered row. A row has exactly one entry in a column of single values, and an
 * entry for each layer in a column of layers.
 */
interface RowEntries {
    /** The entries of a column of single values. */
    RowEntries ONE_EACH = new RowEntries() {
        @Override
        public int start(int row) {
            return row;
        }

        @Override
        public int end(int row) {
            return row + 1;
        }
    };

    /** The index of the row's first entry. */
    int start(int row);

    /** The index after that of the row's last entry. */
    int end(int row);

    /** How many entries the rows at the places from {@code from}, inclusive, to {@code to}, exclusive, have. */
    default int count(RowOrder order, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            int row = order.row(i);
            count += end(row) - start(row);
        }
        return count;
    }
}
