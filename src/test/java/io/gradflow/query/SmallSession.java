package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gradflow.spark.Sessions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** A Spark session with one small file in the place of a store, and queries in it. */
final class SmallSession implements AutoCloseable {
    private final Path folder;
    private final SparkSession spark;

    /** A file that is not of the store. */
    private final Path secret;

    SmallSession(Path folder) throws IOException {
        this.folder = folder;
        spark = Sessions.start(
                "local[2]",
                Map.of(
                        "spark.sql.shuffle.partitions", "2",
                        "spark.sql.session.timeZone", "Asia/Tokyo",
                        "spark.driver.maxResultSize", "4m",
                        "spark.sql.warehouse.dir", folder.resolve("warehouse").toString()));
        String rows = folder.resolve("rows").toString();
        spark.range(10)
                .selectExpr("id AS epoch", "'tanh' AS activation", "array(named_struct('layer', id)) AS layers")
                .write()
                .parquet(rows);
        spark.read().parquet(rows).createOrReplaceTempView("epochs");
        spark.sql("SELECT activation, count(*) AS runs FROM epochs GROUP BY 1").createOrReplaceTempView("cells");
        secret = Files.writeString(folder.resolve("secret"), "precious\n");
    }

    @Override
    public void close() {
        spark.stop();
    }

    SparkSession spark() {
        return spark;
    }

    String answer(String text, PrintFormat format, boolean mayReadFiles) throws QueryException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            new Query(spark, named(text), mayReadFiles).print(format, out);
        } finally {
            assertEquals("precious\n", readSecret());
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    /** Puts the names of files into a query. */
    String named(String text) {
        return text.replace("SECRET", secret.toString()).replace("FOLDER", folder.toString());
    }

    List<String> csv(String text) throws QueryException {
        return answer(text, PrintFormat.CSV, false).lines().toList();
    }

    String refusal(String text) {
        var thrown = assertThrows(QueryException.class, () -> csv(text), text);
        assertFalse(thrown.getMessage().contains("precious"), thrown.getMessage());
        return thrown.getMessage();
    }

    private String readSecret() {
        try {
            return Files.readString(secret);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
