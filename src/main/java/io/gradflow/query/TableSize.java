package io.gradflow.query;

/**
 * What a table needs of the memory while it is laid out. The layout has each line with all its blanks several times, so
 * it is refused before the JVM runs short of memory, which takes long and ends in some place or other.
 */
final class TableSize {
    /** Of a cell beside its characters: the text's object, and references to it. */
    private static final long BYTES_PER_CELL = 64;

    /** The lines, all of them joined, and that text while it grows. */
    private static final long COPIES = 5;

    /** The library makes one text of the table. */
    private static final long MAX_LENGTH = Integer.MAX_VALUE / 2;

    private static final long LIMIT = Runtime.getRuntime().maxMemory() / 2;

    private final int[] widths;
    private long rows;

    TableSize(int columns) {
        widths = new int[columns];
    }

    /**
     * Adds a row.
     *
     * @throws QueryException if the table is too large by now
     */
    void add(String[] cells) throws QueryException {
        rows++;
        long width = 0;
        for (int i = 0; i < widths.length; i++) {
            widths[i] = Math.max(widths[i], cells[i].length());
            width += widths[i];
        }
        double bytes = (double) rows * (width * COPIES + widths.length * BYTES_PER_CELL);
        if (bytes > LIMIT || (double) rows * width > MAX_LENGTH) {
            throw new QueryException(
                    "the result does not fit into " + QueryFaults.heap()
                            + " as a table: csv and json print row by row (--format), LIMIT makes it shorter,"
                            + " --memory gives more",
                    null);
        }
    }
}
