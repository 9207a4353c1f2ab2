package io.gradflow.parquet;

import org.apache.parquet.bytes.BytesUtils;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.plain.BooleanPlainValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;

/** The library's encoders, with buffers that begin small. */
final class Encodings {
    private static final int INITIAL_BYTES = 256;
    private static final int MAX_SLAB_BYTES = 1 << 16;

    private Encodings() {}

    /** Small integers in runs. */
    static RunLengthBitPackingHybridEncoder runs(int max) {
        return new RunLengthBitPackingHybridEncoder(
                BytesUtils.getWidthFromMaxInt(max),
                INITIAL_BYTES,
                MAX_SLAB_BYTES,
                HeapByteBufferAllocator.getInstance());
    }

    /** Integers that follow from one another. */
    static ValuesWriter integers() {
        return new DeltaBinaryPackingValuesWriterForInteger(
                INITIAL_BYTES, MAX_SLAB_BYTES, HeapByteBufferAllocator.getInstance());
    }

    /** Any values but booleans, as they are. */
    static ValuesWriter plain() {
        return new PlainValuesWriter(INITIAL_BYTES, MAX_SLAB_BYTES, HeapByteBufferAllocator.getInstance());
    }

    /** Booleans, a bit each. */
    static ValuesWriter booleans() {
        return new BooleanPlainValuesWriter();
    }
}
