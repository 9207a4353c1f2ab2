package io.gradflow.parquet;

import java.util.Arrays;

/** A growing list of doubles, each with its definition level: that of a null says how much of its path there is. */
final class Numbers {
    private static final int INITIAL_SIZE = 1024;

    private double[] values = new double[INITIAL_SIZE];
    private byte[] definitionLevels = new byte[INITIAL_SIZE];
    private int size;

    void add(double value, int definitionLevel) {
        if (size == values.length) {
            values = Arrays.copyOf(values, 2 * size);
            definitionLevels = Arrays.copyOf(definitionLevels, 2 * size);
        }
        values[size] = value;
        definitionLevels[size++] = (byte) definitionLevel;
    }

    double value(int index) {
        return values[index];
    }

    int definitionLevel(int index) {
        return definitionLevels[index];
    }

    void clear() {
        size = 0;
    }
}
