package io.gradflow.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.BytesInput;

/**
 * The doubles of a page in the encoding PLAIN: eight bytes each, little-endian. All columns of a row group share one.
 */
final class PlainDoubles {
    private byte[] bytes = new byte[1 << 10];
    private ByteBuffer buffer = littleEndian(bytes);

    private static ByteBuffer littleEndian(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Begins a page.
     *
     * @param values how many the page has at most
     */
    void start(int values) {
        if (bytes.length < values * Double.BYTES) {
            bytes = new byte[values * Double.BYTES];
            buffer = littleEndian(bytes);
        }
        buffer.clear();
    }

    /** Adds a value; every NaN is written with the same bits. */
    void add(double value) {
        // Sign and payload of a NaN depend on how the code that made it was compiled.
        buffer.putLong(Double.doubleToLongBits(value));
    }

    /** The values of the page; valid until the next page begins. */
    BytesInput bytes() {
        return BytesInput.from(bytes, 0, buffer.position());
    }
}
