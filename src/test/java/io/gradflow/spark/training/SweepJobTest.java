package io.gradflow.spark.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.engine.Trainer;
import io.gradflow.results.EpochRow;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.spark.Sessions;
import io.gradflow.spark.reading.FileChecks;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.UnseenStoreException;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.SweepReader;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SweepJobTest {
    /** Thirty networks of each activation. */
    private static final String SWEEP = """
            sweep {
              architecture = "2-3-1"
              activation = [tanh, relu]
              scale = [0.5, 1, 2]
              epochs = 0
              seed = 0..9
            }
            """;

    private static final int PACK_SIZE = 8;

    /** The packs that were trained; executors of a local master are threads of this JVM. */
    private static final Queue<Pack> TRAINED = new ConcurrentLinkedQueue<>();

    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startSpark() {
        // Another test may have a file system of this JVM by now, which writes checksum files.
        spark = Sessions.start("local[2]", Map.of("spark.hadoop.fs.file.impl.disable.cache", "true"));
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    @BeforeEach
    void nothingIsTrained() {
        TRAINED.clear();
    }

    /** Notes the packs that it is given, and has one row for each task. */
    private record Noting(double predictedSeconds) implements Trainer {
        @Override
        public String numerics() {
            return "none";
        }

        @Override
        public int packSize() {
            return PACK_SIZE;
        }

        @Override
        public Iterator<EpochRow> train(Pack pack, Logging logging) {
            TRAINED.add(pack);
            return pack.tasks().stream()
                    .map(task -> new EpochRow(task, 0, null, Outcome.COMPLETED))
                    .iterator();
        }

        @Override
        public double predictedSeconds(Task task, long rows) {
            return predictedSeconds;
        }
    }

    private Sweep sweep(String... overrides) throws Exception {
        var file = Files.writeString(folder.resolve("a.conf"), SWEEP);
        var entries = new ArrayList<Map.Entry<String, String>>();
        for (var override : overrides) {
            entries.add(Map.entry(override.split("=", 2)[0], override.split("=", 2)[1]));
        }
        return SweepReader.read(file, entries);
    }

    private SweepJob job(Sweep sweep, Trainer trainer) throws StoreException {
        var store = Store.writable(folder + "/store", spark.sparkContext().hadoopConfiguration());
        return new SweepJob(
                spark, sweep, trainer, trainer.packs(sweep), sweep.grid().keys(), store.writeToken());
    }

    @ParameterizedTest
    @CsvSource({
        // partitions, predicted seconds of a network, waves
        "0, 0.001, 1",
        "3, 0.001, 1",
        "60, 0.001, 1",
        "0, 100, 4"
    })
    void thirtyNetworksOfAnActivationAreFourPacksHoweverTheyAreCut(int partitions, double seconds, int waves)
            throws Exception {
        var job = job(sweep("execution.partitions=" + partitions), new Noting(seconds));
        int trained = 0;
        while (job.hasNext()) {
            job.trainNext(new org.apache.hadoop.fs.Path(folder + "/wave=" + trained++), (models, epochs, took) -> {});
        }
        assertEquals(waves, trained);
        assertEquals(
                List.of(6, 6, 8, 8, 8, 8, 8, 8),
                TRAINED.stream().map(pack -> pack.tasks().size()).sorted().toList());
        var tasks = new HashSet<Task>();
        TRAINED.forEach(pack -> tasks.addAll(pack.tasks()));
        assertEquals(60, tasks.size());
    }

    @Test
    void rowsWithoutMeasurementsHaveTheirKeysAndNullElsewhere() throws Exception {
        job(sweep("sweep.seed=7"), new Noting(1))
                .trainNext(new org.apache.hadoop.fs.Path(folder + "/rows"), (models, epochs, took) -> {});

        var rows = spark.read().parquet(folder + "/rows");
        var row = rows.where("activation = 'relu' AND scale = 0.5").collectAsList();
        assertEquals(1, row.size());
        assertEquals(7L, (Long) row.get(0).getAs("seed"));
        assertEquals("2-3-1", row.get(0).getAs("architecture"));
        assertEquals(0, (Integer) row.get(0).getAs("epoch"));
        assertEquals("completed", row.get(0).getAs("outcome"));
        for (var metric : Metric.of(DiagnosticGroups.DEFAULT)) {
            assertNull(row.get(0).getAs(metric.column()));
        }
        assertNull(row.get(0).getAs("layers"));
        assertEquals(
                "array<struct<layer:int,grad_norm:double,grad_rms:double,dphi_small_rate:double,dphi_mean_abs:double,"
                        + "dphi_log_mean:double,z_mean_abs:double,z_near0_rate:double,limit_rate:double>>",
                rows.schema().apply("layers").dataType().simpleString());
    }

    /** What is committed is what executors say they have written: no file less, and no row. */
    @Test
    void aFileThatTheDriverDoesNotFindWithAllItsRowsIsMissed() throws Exception {
        var rows = new org.apache.hadoop.fs.Path(folder + "/rows");
        var result = job(sweep("execution.partitions=3"), new Noting(1)).trainNext(rows, (models, epochs, took) -> {});
        var found = FileChecks.describe(spark, rows);
        assertEquals(3, found.size());
        result.requireSeen(found);

        var fewer = assertThrows(UnseenStoreException.class, () -> result.requireSeen(found.subList(0, 2)));
        assertTrue(
                fewer.getMessage()
                        .startsWith("the driver cannot see the store: an executor has written "
                                + found.get(2).name() + " with "
                                + found.get(2).rows() + " rows, and the driver finds no such file;"),
                fewer.getMessage());
        var first = found.get(0);
        var shorter = new CommittedFile(first.name(), first.bytes(), first.rows() - 1, first.sha256(), 0, 0, 0);
        assertThrows(
                UnseenStoreException.class, () -> result.requireSeen(List.of(shorter, found.get(1), found.get(2))));
    }

    /** An executor that joins a run asks for itself, before it makes a file. */
    @Test
    void nothingIsWrittenWhereTheStoreIsAnother() throws Exception {
        var job = job(sweep(), new Noting(1));
        Files.writeString(folder.resolve("store/_token.json"), "\"another\"\n");
        var rows = folder.resolve("rows");
        var thrown = assertThrows(
                Exception.class,
                () -> job.trainNext(new org.apache.hadoop.fs.Path(rows.toString()), (models, epochs, took) -> {}));
        Throwable root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        assertTrue(root instanceof UnseenStoreException, thrown.toString());
        assertEquals(List.of(), List.copyOf(TRAINED));
        try (var files =
                Files.find(folder, 9, (file, attributes) -> file.toString().endsWith(".parquet"))) {
            assertEquals(0, files.count());
        }
    }

    @Test
    void parquetFilesAreAllThatIsWritten() throws Exception {
        job(sweep(), new Noting(1))
                .trainNext(new org.apache.hadoop.fs.Path(folder + "/rows"), (models, epochs, took) -> {});
        try (var files = Files.list(folder.resolve("rows"))) {
            assertEquals(
                    List.of(),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.endsWith(".parquet"))
                            .toList());
        }
    }
}
