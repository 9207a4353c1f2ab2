package io.gradflow.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * The repetition or definition levels of a page, as a page of the first version has them: the length, then the runs.
 */
final class Levels {
    private final int max;
    private final RunLengthBitPackingHybridEncoder encoder;

    /**
     * Levels from 0.
     *
     * @param max the largest; if it is 0, a page has none
     */
    Levels(int max) {
        this.max = max;
        encoder = Encodings.runs(max);
    }

    /** Begins a page. */
    void start() {
        encoder.reset();
    }

    void add(int level) throws IOException {
        if (max > 0) {
            encoder.writeInt(level);
        }
    }

    /** All levels of the page; good until the next one begins. */
    BytesInput bytes() throws IOException {
        if (max == 0) {
            return BytesInput.empty();
        }
        var runs = encoder.toBytes();
        return BytesInput.concat(BytesInput.fromInt((int) runs.size()), runs);
    }
}
