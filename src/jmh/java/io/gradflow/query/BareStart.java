package io.gradflow.query;

import io.gradflow.spark.Sessions;
import java.io.IOException;
import java.util.Map;

/**
 * Starts Spark as {@code gradflow sql} does, asks {@code SELECT 1}, and does nothing else: what no query can go below.
 *
 * <p>{@code scripts/bench sql}
 */
final class BareStart {
    private BareStart() {}

    public static void main(String... arguments) throws IOException {
        try (var spark = Sessions.start("local[2]", Map.of())) {
            spark.sql("SELECT 1").show();
        }
    }
}
