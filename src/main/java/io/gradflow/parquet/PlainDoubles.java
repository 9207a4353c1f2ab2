package io.gradflow.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;

/** The doubles of a page, in the encoding PLAIN. One serves all columns of a writer. */
final class PlainDoubles {
    private byte[] bytes = new byte[1 << 10];
    private ByteBuffer buffer = littleEndian(bytes);

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Begins a page of at most so many values. */
    void start(int values) {
        if (bytes.length < values * Double.BYTES) {
            bytes = new byte[values * Double.BYTES];
            buffer = littleEndian(bytes);
        }
        buffer.clear();
    }

    void add(double value) {
        // Sign and payload of a NaN depend on how the code that made it was compiled.
        buffer.putLong(Double.doubleToLongBits(value));
    }

    /** The page; good until the next one begins. */
    BytesInput bytes() {
        return BytesInput.from(bytes, 0, buffer.position());
    }
}
