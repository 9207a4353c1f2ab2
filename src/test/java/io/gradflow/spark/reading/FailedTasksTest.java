package io.gradflow.spark.reading;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.engine.Trainer;
import io.gradflow.parquet.FileOrigin;
import io.gradflow.results.EpochRow;
import io.gradflow.results.Measurement;
import io.gradflow.results.Outcome;
import io.gradflow.spark.Sessions;
import io.gradflow.spark.training.SweepJob;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.Wave;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.SweepReader;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.Logging;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks that failed go, and the others in their files stay. */
@Tag("faults")
class FailedTasksTest {
    private static final String SWEEP = """
            sweep {
              architecture = "2-3-1"
              activation = [tanh, relu]
              epochs = 3
              seed = 0..9
            }
            execution.partitions = 4
            """;

    private static SparkSession spark;

    @TempDir
    private Path folder;

    private Sweep sweep;
    private Packs all;
    private Store store;

    @BeforeAll
    static void startSpark() {
        spark = Sessions.start("local[2]", Map.of());
    }

    @AfterAll
    static void stopSpark() {
        spark.stop();
    }

    /** Throws in the task of one seed, at its second row. */
    private record Failing(long seed) implements Trainer {
        @Override
        public String numerics() {
            return "none";
        }

        @Override
        public int packSize() {
            return 1;
        }

        @Override
        public Iterator<EpochRow> train(Pack pack, Logging logging) {
            var task = pack.tasks().get(0);
            return List.of(0, 1, 2, 3).stream().map(epoch -> row(task, epoch)).iterator();
        }

        private EpochRow row(Task task, int epoch) {
            if (task.seed() == seed && epoch == 1) {
                throw new OutOfMemoryError("Java heap space");
            }
            return new EpochRow(task, epoch, new Measurement(2), epoch == 3 ? Outcome.COMPLETED : null);
        }

        @Override
        public double predictedSeconds(Task task, long rows) {
            return 1;
        }
    }

    @BeforeEach
    void trainWithAFailureOfEachActivation() throws Exception {
        sweep = SweepReader.read(Files.writeString(folder.resolve("a.conf"), SWEEP), List.of());
        // A name that Spark writes otherwise in URIs.
        store = Store.writable(
                folder + "/a 100% [good] store", spark.sparkContext().hadoopConfiguration());
        var trainer = new Failing(7);
        all = trainer.packs(sweep);
        train(trainer);
    }

    private void train(Trainer trainer) throws Exception {
        var lacking = MissingTasks.packs(spark, store.waves(), all, true);
        var staging = store.newStaging();
        var result = new SweepJob(spark, sweep, trainer, lacking, sweep.grid().keys(), store.writeToken())
                .trainNext(staging, (models, epochs, seconds) -> {});
        store.commit(staging, FileChecks.describe(spark, staging));
        assertEquals(
                trainer.equals(new Failing(7)),
                result.failures().stream()
                        .anyMatch(failure -> failure.startsWith(
                                "a machine could not go on: java.lang.OutOfMemoryError: Java heap space at ")));
    }

    private void remove() throws Exception {
        try (var failed = new FailedTasks(spark, store.waves(), all)) {
            var files = failed.files();
            var staging = store.newStaging();
            var origin = new FileOrigin("none", Logging.every(1), List.of(sweep.name()));
            store.replace(files, staging, failed.writeOthers(files, sweep.grid().keys(), origin, staging));
        }
    }

    private long count() throws Exception {
        try (var failed = new FailedTasks(spark, store.waves(), all)) {
            return failed.count();
        }
    }

    private String digest() throws Exception {
        return RowDigest.of(StoredRows.of(spark, store.waves(), sweep.grid().keys()));
    }

    @Test
    void rowsOfOtherTasksStayAndThoseOfFailedTasksAreMadeAgain() throws Exception {
        assertEquals(2, count());
        assertEquals(20, Wave.sum(store.waves(), CommittedFile::tasks));
        assertEquals(0, MissingTasks.packs(spark, store.waves(), all, true).tasks());
        assertEquals(2, MissingTasks.packs(spark, store.waves(), all, false).tasks());

        remove();

        assertEquals(0, count());
        assertEquals(18, Wave.sum(store.waves(), CommittedFile::tasks));
        assertEquals(18 * 4, Wave.sum(store.waves(), CommittedFile::rows));
        assertEquals(2, MissingTasks.packs(spark, store.waves(), all, true).tasks());
        assertEquals(List.of(), store.foreignPathsInEpochs());
        assertFalse(Files.exists(folder.resolve("a 100% [good] store/_replaced")));

        train(new Failing(-1));
        assertEquals(20, Wave.sum(store.waves(), CommittedFile::completed));
        String mended = digest();
        store = Store.writable(folder + "/undisturbed", spark.sparkContext().hadoopConfiguration());
        train(new Failing(-1));
        assertEquals(digest(), mended);
    }

    @Test
    void filesWithoutFailedTasksOfTheSweepAreLeftAlone() throws Exception {
        var other = SweepReader.read(folder.resolve("a.conf"), List.of(Map.entry("sweep.seed", "0..6")));
        all = new Failing(7).packs(other);
        assertEquals(0, count());
        try (var failed = new FailedTasks(spark, store.waves(), all)) {
            assertEquals(List.of(), failed.files());
        }
        var one = SweepReader.read(
                folder.resolve("a.conf"), List.of(Map.entry("sweep.seed", "7"), Map.entry("sweep.activation", "relu")));
        all = new Failing(7).packs(one);
        try (var failed = new FailedTasks(spark, store.waves(), all)) {
            assertEquals(1, failed.count());
            assertEquals(1, Wave.sum(failed.files(), file -> 1));
        }
        remove();
        assertEquals(1, Wave.sum(store.waves(), CommittedFile::failed));
        assertEquals(19, Wave.sum(store.waves(), CommittedFile::tasks));
    }

    @Test
    void aFileOfFailedTasksAloneIsNotWrittenAgain() throws Exception {
        var many = store;
        store = Store.writable(folder + "/one", spark.sparkContext().hadoopConfiguration());
        sweep = SweepReader.read(folder.resolve("a.conf"), List.of(Map.entry("sweep.seed", "7")));
        all = new Failing(7).packs(sweep);
        train(new Failing(7));
        remove();
        assertEquals(0, Wave.sum(store.waves(), file -> 1));
        assertTrue(Wave.sum(many.waves(), file -> 1) > 0);
    }
}
