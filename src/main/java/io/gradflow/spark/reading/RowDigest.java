package io.gradflow.spark.reading;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.io.UTFDataFormatException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * One hash of all rows of a table, which does not depend on their order. It is the SHA-256 of the number of rows and of
 * the sum, modulo 2^256, of the SHA-256 of each row. A row is hashed by the names and bits of its values that are not
 * null, sorted by name, so that a column that is null everywhere changes nothing. All NaNs are equal, 0.0 and -0.0 are
 * not.
 */
public final class RowDigest {
    private static final BigInteger MODULUS = BigInteger.ONE.shiftLeft(256);

    private RowDigest() {}

    /** The number of some rows, and the sum of their hashes modulo 2^256. */
    private record Sum(long rows, BigInteger hashes) implements Serializable {
        Sum plus(Sum other) {
            return new Sum(rows + other.rows, hashes.add(other.hashes).mod(MODULUS));
        }
    }

    /** The hash, as 64 hexadecimal digits. */
    public static String of(Dataset<Row> rows) {
        var schema = rows.schema();
        var sum = rows.javaRDD()
                .mapPartitions((FlatMapFunction<Iterator<Row>, Sum>)
                        part -> List.of(sum(part, schema)).iterator())
                .fold(new Sum(0, BigInteger.ZERO), Sum::plus);
        byte[] total = sha256().digest((sum.rows + " " + sum.hashes.toString(16)).getBytes(StandardCharsets.US_ASCII));
        return HexFormat.of().formatHex(total);
    }

    private static Sum sum(Iterator<Row> rows, StructType schema) throws IOException {
        var sha256 = sha256();
        // All structs of a column share their schema.
        var orders = new IdentityHashMap<StructType, int[]>();
        var bytes = new ByteArrayOutputStream();
        // Four words of 64 bits, because a big integer for each row would cost more than its hash.
        long[] words = new long[4];
        long count = 0;
        while (rows.hasNext()) {
            bytes.reset();
            write(rows.next(), schema, orders, new DataOutputStream(bytes));
            add(words, ByteBuffer.wrap(sha256.digest(bytes.toByteArray())));
            count++;
        }
        var all = ByteBuffer.allocate(32);
        for (long word : words) {
            all.putLong(word);
        }
        return new Sum(count, new BigInteger(1, all.array()));
    }

    /** Adds a hash modulo 2^256; the first word is the most significant. */
    private static void add(long[] words, ByteBuffer hash) {
        long carry = 0;
        for (int i = words.length - 1; i >= 0; i--) {
            long term = hash.getLong(Long.BYTES * i);
            long sum = words[i] + term;
            long withCarry = sum + carry;
            carry = Long.compareUnsigned(sum, term) < 0 || Long.compareUnsigned(withCarry, sum) < 0 ? 1 : 0;
            words[i] = withCarry;
        }
    }

    /** The positions of the fields, sorted by the fields' names. */
    private static int[] byName(StructType schema) {
        var names = schema.fieldNames();
        return IntStream.range(0, names.length)
                .boxed()
                .sorted(Comparator.comparing(i -> names[i]))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static void write(Row row, StructType schema, Map<StructType, int[]> orders, DataOutputStream out)
            throws IOException {
        for (int i : orders.computeIfAbsent(schema, RowDigest::byName)) {
            if (!row.isNullAt(i)) {
                out.writeUTF(schema.fieldNames()[i]);
                write(row.get(i), orders, out);
            }
        }
    }

    private static void write(Object value, Map<StructType, int[]> orders, DataOutputStream out) throws IOException {
        if (value instanceof Double number) {
            out.writeLong(Double.doubleToLongBits(number));
        } else if (value instanceof Integer number) {
            out.writeLong(number);
        } else if (value instanceof Long number) {
            out.writeLong(number);
        } else if (value instanceof Boolean flag) {
            out.writeBoolean(flag);
        } else if (value instanceof String text) {
            writeText(text, out);
        } else if (value instanceof Row struct) {
            write(struct, struct.schema(), orders, out);
            out.writeUTF("");
        } else if (value instanceof scala.collection.Seq<?> list) {
            out.writeInt(list.size());
            for (int i = 0; i < list.size(); i++) {
                write(list.apply(i), orders, out);
            }
        } else {
            throw new IllegalArgumentException("no hash of " + value.getClass());
        }
    }

    /**
     * Writes a text with its length. {@link DataOutputStream#writeUTF} has two bytes for the length, which is too few
     * for some texts. Those follow a byte that no other text contains, with four bytes for the length.
     */
    private static void writeText(String text, DataOutputStream out) throws IOException {
        try {
            out.writeUTF(text);
        } catch (UTFDataFormatException e) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            out.writeShort(1);
            out.writeByte(0xFF);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
