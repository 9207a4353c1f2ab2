package io.gradflow.parquet;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class PlainDoublesTest {
    @Test
    void keepEveryBitButThoseOfNan() throws IOException {
        double[] values = {0.1, -0.0, Double.NEGATIVE_INFINITY, Double.longBitsToDouble(0xfff8000000000001L), 1e-320};
        double[] expected = {0.1, -0.0, Double.NEGATIVE_INFINITY, Double.NaN, 1e-320};
        var page = new PlainDoubles();
        for (int twice = 0; twice < 2; twice++) {
            page.start(values.length);
            for (double value : values) {
                page.add(value);
            }
            var bytes = new ByteArrayOutputStream();
            page.bytes().writeAllTo(bytes);
            var little = ByteBuffer.allocate(Double.BYTES * expected.length).order(ByteOrder.LITTLE_ENDIAN);
            for (double value : expected) {
                little.putLong(Double.doubleToRawLongBits(value));
            }
            assertArrayEquals(little.array(), bytes.toByteArray());
        }
    }
}
