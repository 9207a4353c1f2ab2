package io.gradflow.spark.reading;

import com.sun.management.OperatingSystemMXBean;
import io.gradflow.parquet.FileOrigin;
import io.gradflow.spark.Sessions;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Writes the rows of a store again, in one file and in the same order, as Spark writes Parquet and as gradflow does.
 * Prints how many bytes a row takes, and how much core time it costs beyond reading and sorting it.
 *
 * <p>{@code scripts/bench bytes}
 */
public final class RowBytes {
    /** The first time is to warm up. */
    private static final int ROUNDS = 4;

    private final SparkSession spark;
    private final List<Wave> waves;
    private final List<TaskKey> keys;
    private final FileOrigin origin;
    private final long rows;
    private final Path folder;
    private final OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private RowBytes(SparkSession spark, Store store, Path folder) throws Exception {
        this.spark = spark;
        this.folder = folder;
        waves = store.waves();
        var description = store.description();
        keys = TaskKey.ofColumns(description.keys());
        origin = new FileOrigin(description.numerics(), description.logging(), List.of());
        rows = Wave.sum(waves, CommittedFile::rows);
    }

    /** One way of writing; into a folder that does not exist. */
    @FunctionalInterface
    private interface Writing {
        void write(Path into);
    }

    /**
     * Writes rows.
     *
     * @param args a store, and a folder to work in
     */
    public static void main(String[] args) throws Exception {
        try (var spark = Sessions.start("local[1]", Map.of())) {
            new RowBytes(spark, Store.existing(args[0], Sessions.hadoop(Map.of())), Path.of(args[1])).compare();
        }
    }

    private void compare() throws Exception {
        var ways = new LinkedHashMap<String, Writing>();
        ways.put(
                "read and sorted alone",
                into -> sorted(spark, waves, keys)
                        .write()
                        .format("noop")
                        .mode("append")
                        .save());
        ways.put("Spark, snappy", into -> spark(into, Map.of("compression", "snappy")));
        ways.put("Spark, zstd", into -> spark(into, Map.of("compression", "zstd")));
        ways.put(
                "Spark, zstd, byte-stream-split instead of dictionaries",
                into -> spark(
                        into,
                        Map.of(
                                "compression",
                                "zstd",
                                "parquet.enable.bytestreamsplit",
                                "true",
                                "parquet.enable.dictionary",
                                "false")));
        ways.put(
                "gradflow",
                into -> Compaction.write(spark, waves, keys, origin, new org.apache.hadoop.fs.Path(into.toString())));
        System.out.printf("%-54s %14s %14s%n", rows + " rows", "bytes a row", "us a row");
        double reading = Double.NaN;
        for (var way : ways.entrySet()) {
            double least = Double.POSITIVE_INFINITY;
            long bytes = 0;
            for (int round = 0; round < ROUNDS; round++) {
                var into = folder.resolve(way.getKey() + " " + round);
                long before = system.getProcessCpuTime();
                way.getValue().write(into);
                least = Math.min(least, (system.getProcessCpuTime() - before) * 1e-3 / rows);
                bytes = Files.exists(into) ? bytes(into) : 0;
            }
            reading = Double.isNaN(reading) ? least : reading;
            System.out.printf(
                    Locale.ROOT,
                    "%-54s %14.1f %14.2f%n",
                    way.getKey(),
                    (double) bytes / rows,
                    bytes == 0 ? least : least - reading);
        }
    }

    private static Dataset<Row> sorted(SparkSession spark, List<Wave> waves, List<TaskKey> keys) {
        return Compaction.sorted(StoredRows.of(spark, waves, keys), Wave.sum(waves, CommittedFile::bytes), keys);
    }

    private void spark(Path into, Map<String, String> options) {
        sorted(spark, waves, keys).write().options(options).parquet(into.toString());
    }

    private static long bytes(Path folder) throws Exception {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(".parquet"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
