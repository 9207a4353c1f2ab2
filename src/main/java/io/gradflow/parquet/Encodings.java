package io.gradflow.parquet;

import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.plain.BooleanPlainValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** The encoders of the Parquet library, with buffers that are small at first. */
final class Encodings {
    private static final int INITIAL_BYTES = 256;
    private static final int MAX_SLAB_BYTES = 1 << 16;

    private Encodings() {}

    /**
     * An encoder of small integers that often repeat.
     *
     * @param max the greatest of them; the least is 0
     */
    static RunLengthBitPackingHybridEncoder runs(int max) {
        return new RunLengthBitPackingHybridEncoder(
                BytesUtils.getWidthFromMaxInt(max),
                INITIAL_BYTES,
                MAX_SLAB_BYTES,
                HeapByteBufferAllocator.getInstance());
    }

    /** An encoder of the differences between successive integers. */
    static ValuesWriter integers() {
        return new DeltaBinaryPackingValuesWriterForInteger(
                INITIAL_BYTES, MAX_SLAB_BYTES, HeapByteBufferAllocator.getInstance());
    }

    /** An encoder of values as they are, of any type except booleans. */
    static ValuesWriter plain() {
        return new PlainValuesWriter(INITIAL_BYTES, MAX_SLAB_BYTES, HeapByteBufferAllocator.getInstance());
    }

    /** An encoder of booleans, one bit each. */
    static ValuesWriter booleans() {
        return new BooleanPlainValuesWriter();
    }
}
