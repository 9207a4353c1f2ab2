package io.gradflow.spark.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.gradflow.spark.Sessions;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RowDigestTest {
    private static final StructType SCHEMA = new StructType()
            .add("architecture", DataTypes.StringType)
            .add("init", DataTypes.StringType)
            .add("epoch", DataTypes.IntegerType);

    private static SparkSession spark;

    @BeforeAll
    static void startSpark() {
        spark = Sessions.start("local[1]", Map.of());
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    /** An architecture of 100,000 layers is one: its text is longer than the two bytes of a length can tell. */
    @Test
    void textsOfAnyLengthHaveDigestsOfTheirOwn() {
        var digests = new HashSet<String>();
        for (int length : new int[] {0, 1, 65_534, 65_535, 65_536, 65_537, 200_001}) {
            digests.add(digest("1".repeat(length), "he"));
            digests.add(digest("1".repeat(length) + "2", "he"));
        }
        assertEquals(14, digests.size());
        assertNotEquals(digest("1".repeat(70_000), "e"), digest("1".repeat(69_999), "1e"));
        assertNotEquals(digest("é".repeat(40_000), "e"), digest("è".repeat(40_000), "e"));
        assertEquals(digest("é".repeat(40_000), "e"), digest("é".repeat(40_000), "e"));
    }

    /** What earlier versions printed stays what it is. */
    @Test
    void theDigestOfShortTextsIsThis() {
        assertEquals(
                "d5d02c1140b4ef16af894ddfb0fc4eca59de39541c4d21e51ede766accbdddc2", digest("2-16-16-1", "größe\u0000"));
    }

    private static String digest(String architecture, String init) {
        return RowDigest.of(spark.createDataFrame(List.of(RowFactory.create(architecture, init, 7)), SCHEMA));
    }
}
