package io.gradflow.parquet;

import java.util.Arrays;

/**
 * A growing list of doubles and nulls. Each entry has its definition level: the greatest level of the column for a
 * value, a smaller one for a null, which says at which part of the column's path there is nothing.
 */
final class NullableDoubles {
    private static final int INITIAL_SIZE = 1024;

    private double[] values = new double[INITIAL_SIZE];
    private byte[] definitionLevels = new byte[INITIAL_SIZE];
    private int size;

    /**
     * Adds an entry.
     *
     * @param value any number if the definition level is that of a null
     */
    void add(double value, int definitionLevel) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            definitionLevels = Arrays.copyOf(definitionLevels, 2 * size);
        }
        values[size] = value;
        definitionLevels[size++] = (byte) definitionLevel;
    }

    /** The value of an entry that is not null. */
    double value(int index) {
        return values[index];
    }

    int definitionLevel(int index) {
        return definitionLevels[index];
    }

    /** Forgets all entries. */
    void clear() {
        size = 0;
    }
}
