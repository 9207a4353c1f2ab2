package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.spark.Sessions;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.classic.Dataset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows that are printed while they are computed, when Spark computes them twice. */
@Tag("spark")
class RowStreamTest {
    private static final int ROWS = 1000;

    /** Rows of one partition, of which the first attempt fails at one. */
    private static RowStream failingOnceAt(long failing, org.apache.spark.sql.SparkSession spark) {
        var rows = spark.range(0, ROWS, 1, 1)
                .map(
                        (MapFunction<Long, Long>) id -> {
                            if (id == failing && TaskContext.get().attemptNumber() == 0) {
                                throw new IllegalStateException("a fault that passes");
                            }
                            return id;
                        },
                        Encoders.LONG())
                .toDF("id");
        return new RowStream((Dataset<Row>) rows);
    }

    /** Counted down when the second partition is computed. */
    private static final CountDownLatch SECOND_BEGUN = new CountDownLatch(1);

    @Test
    void partitionsAreComputedTogetherAndGivenInOrder() throws Exception {
        int number = 40 * ROWS;
        try (var spark = Sessions.start("local[2]", Map.of())) {
            var rows = spark.range(0, number, 1, 5)
                    .map(
                            (MapFunction<Long, Long>) id -> {
                                if (TaskContext.getPartitionId() == 1) {
                                    SECOND_BEGUN.countDown();
                                }
                                if (id == 0 && !SECOND_BEGUN.await(1, TimeUnit.MINUTES)) {
                                    throw new IllegalStateException("the first partition is computed alone");
                                }
                                return id;
                            },
                            Encoders.LONG())
                    .toDF("id");
            try (var stream = new RowStream((Dataset<Row>) rows)) {
                var given = new ArrayList<Long>();
                stream.forEachRemaining(row -> given.add(row.getLong(0)));
                assertEquals(LongStream.range(0, number).boxed().toList(), given);
            }
        }
    }

    @Test
    void noRowIsGivenTwice() throws Exception {
        // Each task may fail once.
        try (var spark = Sessions.start("local[1,2]", Map.of())) {
            try (var rows = failingOnceAt(ROWS - 1, spark)) {
                var given = new ArrayList<Long>();
                var thrown = assertThrows(
                        IllegalStateException.class, () -> rows.forEachRemaining(row -> given.add(row.getLong(0))));
                assertTrue(thrown.getMessage().contains("computed again"), thrown.getMessage());
                assertEquals(given.stream().distinct().count(), given.size());
            }
            // Before a row was given, nothing keeps Spark from trying again.
            try (var rows = failingOnceAt(0, spark)) {
                var given = new ArrayList<Long>();
                rows.forEachRemaining(row -> given.add(row.getLong(0)));
                assertEquals(ROWS, given.size());
            }
        }
    }
}
