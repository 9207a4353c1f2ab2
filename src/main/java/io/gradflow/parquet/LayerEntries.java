package io.gradflow.parquet;

import java.util.Arrays;

/**
 * The entries of the columns within {@code layers}, or within {@code units}: one for each layer, or unit, of a row. A
 * row without layers has one entry, which says that the list is null.
 */
final class LayerEntries implements RowEntries {
    private int[] ends = new int[1024];
    private boolean[] present = new boolean[ends.length];
    private int rows;

    /**
     * Adds a row.
     *
     * @param layers how many layers it has; 0 if it has no list of layers
     */
    void add(int layers) {
        if (rows == ends.length) {
            ends = Arrays.copyOf(ends, 2 * rows);
            present = Arrays.copyOf(present, 2 * rows);
        }
        ends[rows] = start(rows) + Math.max(layers, 1);
        present[rows++] = layers > 0;
    }

    @Override
    public int start(int row) {
        return row == 0 ? 0 : ends[row - 1];
    }

    @Override
    public int end(int row) {
        return ends[row];
    }

    /** Whether a row has layers. */
    boolean present(int row) {
        return present[row];
    }

    /** Forgets all rows. */
    void clear() {
        rows = 0;
    }
}
