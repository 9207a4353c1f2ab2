package io.gradflow.spark.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.engine.Trainer;
import io.gradflow.parquet.FileOrigin;
import io.gradflow.results.EpochRow;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.spark.Sessions;
import io.gradflow.spark.training.SweepJob;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.Wave;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.SweepReader;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompactionTest {
    private static final String SWEEP = """
            sweep {
              architecture = "2-3-1"
              activation = [tanh, relu]
              epochs = 0
              seed = 0..9
            }
            execution.partitions = 4
            """;

    private static SparkSession spark;

    @TempDir
    private Path folder;

    @BeforeAll
    static void startSpark() {
        spark = Sessions.start("local[2]", Map.of());
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    /** Has one row for each task, with what is rare: nothing measured, NaN, zeros of both signs, infinities. */
    private record Odd() implements Trainer {
        private static final double[] VALUES = {Double.NaN, -0.0, 0.0, Double.NEGATIVE_INFINITY, Double.MIN_VALUE};

        @Override
        public String numerics() {
            return "none";
        }

        @Override
        public int packSize() {
            return 3;
        }

        @Override
        public Iterator<EpochRow> train(Pack pack, Logging logging) {
            return pack.tasks().stream().map(Odd::row).iterator();
        }

        private static EpochRow row(Task task) {
            if (task.seed() == 7) {
                return new EpochRow(task, 0, null, Outcome.FAILED);
            }
            var measurement = new Measurement(2);
            measurement.set(Metric.TEST_LOSS, VALUES[(int) (task.seed() % VALUES.length)]);
            return new EpochRow(task, 0, measurement, task.seed() == 8 ? Outcome.DIVERGED : Outcome.COMPLETED);
        }

        @Override
        public double predictedSeconds(Task task, long rows) {
            return 1;
        }
    }

    @Test
    void bitsNullsAndOutcomesSurvive() throws Exception {
        var trainer = new Odd();
        var sweep = SweepReader.read(Files.writeString(folder.resolve("a.conf"), SWEEP), List.of());
        var packs = trainer.packs(sweep);
        var trained = new org.apache.hadoop.fs.Path(folder.toString(), "trained");
        var token = Store.writable(folder + "/store", spark.sparkContext().hadoopConfiguration())
                .writeToken();
        new SweepJob(spark, sweep, trainer, packs, sweep.grid().keys(), token)
                .trainNext(trained, (models, epochs, seconds) -> {});
        var wave = new Wave(trained, FileChecks.describe(spark, trained));
        var keys = sweep.grid().keys();

        var folderOfCompacted = new org.apache.hadoop.fs.Path(folder.toString(), "compacted");
        var origin = new FileOrigin(
                "none",
                Logging.every(1),
                FileProofs.sweeps(spark, keys.stream().map(TaskKey::column).toList(), List.of(wave)));
        Compaction.write(spark, List.of(wave), keys, origin, folderOfCompacted);
        var compacted = new Wave(folderOfCompacted, FileChecks.describe(spark, folderOfCompacted));

        assertEquals(List.of("sweep"), origin.sweeps());
        for (var some : List.of(wave, compacted)) {
            for (var proof :
                    FileProofs.of(spark, some.files().stream().map(some::path).toList())) {
                assertEquals(origin, proof.origin());
                assertNull(proof.flaw());
                assertTrue(some.files().contains(proof.file()));
            }
        }
        assertEquals(4, wave.files().size());
        assertEquals(1, compacted.files().size());
        var rows = StoredRows.of(spark, List.of(wave), keys);
        assertEquals(RowDigest.of(rows), RowDigest.of(StoredRows.of(spark, List.of(compacted), keys)));
        assertEquals(20, compacted.files().get(0).rows());
        assertEquals(16, compacted.files().get(0).completed());
        assertEquals(2, compacted.files().get(0).diverged());
        assertEquals(2, compacted.files().get(0).failed());
        // A digest that took zeros of both signs for the same would show nothing.
        assertFalse(RowDigest.of(rows)
                .equals(RowDigest.of(rows.withColumn(
                        "test_loss", org.apache.spark.sql.functions.expr("if(test_loss = 0, 0.0D, test_loss)")))));
    }

    private static Wave wave(long... bytes) {
        return new Wave(
                new org.apache.hadoop.fs.Path("w"),
                java.util.Arrays.stream(bytes)
                        .mapToObj(size -> new CommittedFile("f" + size, size, 1, "00", 1, 0, 0))
                        .toList());
    }

    @Test
    void fewLargeFilesOfOneWaveAreLeftAlone() {
        long megabyte = 1 << 20;
        assertTrue(Compaction.isNeedless(List.of()));
        assertTrue(Compaction.isNeedless(List.of(wave())));
        assertTrue(Compaction.isNeedless(List.of(wave(megabyte))));
        assertFalse(Compaction.isNeedless(List.of(wave(megabyte, 2 * megabyte))));
        assertFalse(Compaction.isNeedless(List.of(wave(megabyte), wave(megabyte))));
        assertTrue(Compaction.isNeedless(List.of(wave(255 * megabyte, 256 * megabyte, 10 * megabyte))));
        assertFalse(Compaction.isNeedless(List.of(wave(100 * megabyte, 90 * megabyte))));
    }
}
