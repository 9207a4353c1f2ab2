package io.gradflow.parquet;

import java.io.IOException;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/**
 * The repetition levels or the definition levels of a page, encoded for data pages of version 1: the length of the
 * encoded levels in bytes, as a 32-bit integer, and then the levels in runs.
 */
final class PageLevels {
    private final int max;
    private final RunLengthBitPackingHybridEncoder encoder;

    /**
     * An encoder of the levels from 0 to {@code max}.
     *
     * @param max 0 for a column whose pages have no such levels
     */
    PageLevels(int max) {
        this.max = max;
        encoder = Encodings.runs(max);
    }

    /** Begins a page. */
    void start() {
        encoder.reset();
    }

    /** Adds the level of an entry. */
    void add(int level) throws IOException {
        if (max > 0) {
            encoder.writeInt(level);
        }
    }

    /** The encoded levels of the page; valid until the next page begins. */
    BytesInput bytes() throws IOException {
        if (max == 0) {
            return BytesInput.empty();
        }
        var runs = encoder.toBytes();
        return BytesInput.concat(BytesInput.fromInt((int) runs.size()), runs);
    }
}
