package io.gradflow.parquet;

/** Which entries of a column a buffered row has. */
interface Entries {
    /** One for each row. */
    Entries ONE_EACH = new Entries() {
        @Override
        public int start(int row) {
            return row;
        }

        @Override
        public int end(int row) {
            return row + 1;
        }
    };

    /** The first entry of a row. */
    int start(int row);

    /** The one after its last. */
    int end(int row);

    /** How many entries some of the rows have. */
    default int count(RowOrder order, int from, int to) {
        int count = 0;
        for (int i = from; i < to; i++) {
            int row = order.row(i);
            count += end(row) - start(row);
        }
        return count;
    }
}
