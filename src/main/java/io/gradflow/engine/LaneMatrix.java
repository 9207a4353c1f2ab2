package io.gradflow.engine;

/**
 * A matrix of vectors in a lane-interleaved array: element (row, column) of all networks starts at
 * {@code data[offset + row * rowStride + column * columnStride]}, one double for each lane. A stride of 0 repeats.
 */
record LaneMatrix(double[] data, int offset, int rowStride, int columnStride) {

    /** A matrix whose rows lie one after the other. */
    static LaneMatrix rowMajor(double[] data, int offset, int columns, int lanes) {
        return new LaneMatrix(data, offset, columns * lanes, lanes);
    }

    LaneMatrix transposed() {
        return new LaneMatrix(data, offset, columnStride, rowStride);
    }
}
