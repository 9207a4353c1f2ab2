package io.gradflow.cli;

import io.gradflow.engine.Trainer;
import io.gradflow.spark.reading.Compaction;
import io.gradflow.spark.reading.FileChecks;
import io.gradflow.spark.reading.FileProofs;
import io.gradflow.spark.reading.MissingTasks;
import io.gradflow.spark.reading.OutdatedTasks;
import io.gradflow.spark.training.SweepJob;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.StoreDescription;
import io.gradflow.store.StoreException;
import io.gradflow.store.StoreToken;
import io.gradflow.store.Wave;
import io.gradflow.store.lock.StoreLock;
import io.gradflow.sweep.InvalidSweepException;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.SweepReader;
import io.gradflow.sweep.TaskKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Makes a store of the arithmetic before the present one a store of the present one. The tasks whose rows may differ
 * are trained again, those of all sweeps in the store. Then one swap replaces all rows, as compacting does. If this
 * ends early, the store has its former rows or the new ones, and the next run starts or goes on.
 */
final class StoreUpgrade {
    private final Store store;
    private final StoreLock lock;
    private final StoreDescription before;
    private final StoreDescription after;
    private final Trainer trainer;
    private final StoreToken token;
    private final SparkSession spark;

    /**
     * An upgrade that has done nothing yet.
     *
     * @param lock of the store
     * @param after the description of the store with the sweep of this run
     * @param trainer an engine of the present arithmetic
     * @param token by which executors prove that they see the store
     */
    StoreUpgrade(
            Store store, StoreLock lock, StoreDescription after, Trainer trainer, StoreToken token, SparkSession spark)
            throws StoreException {
        this.store = store;
        this.lock = lock;
        this.before = store.description();
        this.after = after;
        this.trainer = trainer;
        this.token = token;
        this.spark = spark;
    }

    /** Replaces the outdated rows of waves, if the store has any, and returns the waves of the store after it. */
    List<Wave> replaceOutdated(List<Wave> waves) throws StoreException, IOException {
        var keys = TaskKey.ofColumns(before.keys());
        var outdated = OutdatedTasks.of(spark, waves, keys).cache();
        long count = outdated.count();
        if (count == 0) {
            ErrorReporter.warn("all rows of numerics " + before.numerics() + " are those of " + after.numerics());
            return waves;
        }
        if (!store.foreignPathsInEpochs().isEmpty()) {
            throw new StoreException("store " + store.name() + " holds rows of numerics " + before.numerics()
                    + " that must be replaced: move away what gradflow did not write, then run again");
        }
        // This refuses file systems on which replacing would be unsafe, before anything is trained.
        var staged = store.newStagedReplacement(waves);
        ErrorReporter.warn(String.format(
                Locale.ROOT,
                "%,d networks of numerics %s may differ in %s: these are trained again, and then replaced at once",
                count,
                before.numerics(),
                after.numerics()));
        return UncommittedCleanup.guard(store, lock, "no row is lost; the same command starts again", () -> {
            var trained = trainAgain(waves, outdated, count);
            Compaction.writeReplacing(
                    spark, waves, outdated, trained, keys, FileProofs.origin(spark, after, waves), staged);
            var written = new Wave(staged, FileChecks.describe(spark, staged));
            if (Wave.sum(waves, CommittedFile::tasks) != Wave.sum(List.of(written), CommittedFile::tasks)
                    || !OutdatedTasks.areOthersSame(spark, waves, List.of(written), outdated, keys)) {
                throw new IllegalStateException(
                        "the rows that were to stay differ from those that were written: the store stays as it is");
            }
            return List.of(store.replaceAll(staged, written.files()));
        });
    }

    /** Trains outdated tasks of all configurations of the store into staged waves, which are not committed. */
    private List<Wave> trainAgain(List<Wave> waves, Dataset<Row> outdated, long count)
            throws StoreException, IOException {
        var trained = new ArrayList<Wave>();
        var failures = new LinkedHashSet<String>();
        var problems = new ArrayList<String>();
        for (var configuration : after.configurations()) {
            try {
                train(SweepReader.readAgain(configuration), waves, outdated, trained, failures);
            } catch (InvalidSweepException e) {
                problems.addAll(e.problems());
            }
        }
        long lacking = count - Wave.sum(trained, CommittedFile::tasks);
        if (lacking > 0) {
            throw new StoreException(String.format(
                    Locale.ROOT,
                    "store %s holds %,d networks of numerics %s that may differ in %s, and none of its configurations"
                            + " makes them%s: take another store",
                    store.name(),
                    lacking,
                    before.numerics(),
                    after.numerics(),
                    problems.isEmpty() ? "" : " (" + String.join("; ", problems) + ")"));
        }
        long failed = Wave.sum(trained, CommittedFile::failed);
        if (failed > 0 && failed > OutdatedTasks.failed(spark, waves, outdated)) {
            failures.forEach(ErrorReporter::warn);
            throw new StoreException(String.format(
                    Locale.ROOT,
                    "%,d networks failed that are to replace others: store %s stays as it is",
                    failed,
                    store.name()));
        }
        return trained;
    }

    /**
     * Trains the outdated tasks of a sweep that no sweep before it has.
     *
     * @param trained the waves of these tasks are added to them
     * @param failures what engines threw is added to them
     */
    private void train(Sweep sweep, List<Wave> waves, Dataset<Row> outdated, List<Wave> trained, Set<String> failures)
            throws StoreException, IOException {
        var packs = MissingTasks.packsOf(
                spark, OutdatedTasks.without(outdated, OutdatedTasks.ended(spark, trained)), trainer.packs(sweep));
        if (packs.tasks() == 0) {
            return;
        }
        var job = new SweepJob(spark, sweep, trainer, packs, TaskKey.ofColumns(after.keys()), token);
        try (var display = new ProgressDisplay(sweep, store, packs)) {
            while (job.hasNext()) {
                trained.add(StagedTraining.next(job, store.newStaging(waves), display, failures, spark));
            }
        }
    }
}
