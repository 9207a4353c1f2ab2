package io.gradflow.cli;

import io.gradflow.engine.Trainer;
import io.gradflow.spark.Sessions;
import io.gradflow.spark.reading.FileChecks;
import io.gradflow.spark.reading.MissingTasks;
import io.gradflow.spark.training.SweepJob;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.StoreDescription;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.TaskKey;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains those tasks of a sweep that a store lacks, and prints the summary table. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Trains all networks of a configuration that the store lacks; ends with a summary table.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private SweepOptions sweepOptions;

    @Mixin
    private CommonOptions common;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            required = true,
            description = "the store: a new or empty folder, or what another run has written")
    private String storeName;

    @Override
    public Integer call() throws Exception {
        var sweep = sweepOptions.read();
        var trainer = Engines.trainer(sweep.execution());
        var store = Store.writable(storeName, common.hadoop());
        var wanted = new StoreDescription(
                trainer.numerics(),
                sweep.execution().engine().toString(),
                trainer.packSize(),
                sweep.logEvery(),
                sweep.grid().keys().stream().map(TaskKey::column).toList(),
                List.of(sweep.configuration()),
                Versions.all());
        // Rows that must not mix are refused before Spark is started, which takes seconds.
        descriptionAfter(store, wanted);
        var all = trainer.packs(sweep);
        var lock = store.lock();
        try (var spark = startSession(all, trainer)) {
            // Spark only makes tasks from a range and runs the query of the summary, for which compiling does not pay.
            Sessions.preferInterpretation(spark);
            // Remains of compacting, and of a run that was killed.
            store.deleteReplaced();
            store.abandonUncommitted();
            var repaired = StoreRepair.setAsideDamaged(store, spark);
            var description = descriptionAfter(store, wanted);
            System.err.println("engine: " + Engines.described(sweep.execution(), trainer));
            var waves = !repaired.isEmpty() && store.description().precedes(wanted)
                    ? new StoreUpgrade(store, description, trainer, spark).replaceOutdated(repaired)
                    : repaired;
            store.describe(description);
            var lacking = MissingTasks.packs(spark, waves, all);
            var started = Instant.now();
            var trained = UncommittedCleanup.guard(
                    store,
                    "the same command goes on from there",
                    () -> trainInto(store, sweep, trainer, lacking, spark));
            var elapsed = Duration.between(started, Instant.now());
            Summary.of(sweep, store, spark).print(common.format());
            report(store, lacking, trained, elapsed);
            return Wave.sum(trained.waves(), CommittedFile::failed) > 0 ? ExitCode.TASKS_FAILED : ExitCode.OK;
        } finally {
            store.deleteIfVacant();
            lock.close();
        }
    }

    /** The store's description after the run. A store without rows takes the description of the run. */
    private static StoreDescription descriptionAfter(Store store, StoreDescription wanted) throws StoreException {
        return store.exists() && !store.waves().isEmpty() ? store.description().plus(wanted, store.name()) : wanted;
    }

    private SparkSession startSession(Packs packs, Trainer trainer) throws UsageException {
        if (!common.isLocal()) {
            return common.startSession();
        }
        var warmUp = WarmUp.start(packs, trainer);
        try {
            return common.startSession();
        } finally {
            warmUp.end();
        }
    }

    private record Trained(SweepJob.Result result, List<Wave> waves) {}

    private static Trained trainInto(Store store, Sweep sweep, Trainer trainer, Packs lacking, SparkSession spark)
            throws StoreException, IOException {
        var job = new SweepJob(spark, sweep, trainer, lacking);
        var result = SweepJob.Result.NONE;
        var waves = new ArrayList<Wave>();
        try (var display = new ProgressDisplay(sweep, store, lacking)) {
            while (job.hasNext()) {
                var staging = store.newStaging();
                result = result.plus(job.trainNext(staging, display));
                waves.add(store.commit(staging, FileChecks.describe(spark, staging)));
            }
            display.ended();
        }
        return new Trained(result, waves);
    }

    private static void report(Store store, Packs lacking, Trained trained, Duration elapsed) throws StoreException {
        trained.result().failures().forEach(failure -> ErrorReporter.warn("an engine threw " + failure));
        long found = lacking.places() - lacking.tasks();
        System.err.printf(
                Locale.ROOT,
                "%,d networks trained in %s, %,d diverged, %,d failed%s%n",
                lacking.tasks(),
                Durations.words(elapsed),
                Wave.sum(trained.waves(), CommittedFile::diverged),
                Wave.sum(trained.waves(), CommittedFile::failed),
                found == 0 ? "" : String.format(Locale.ROOT, "; %,d were there", found));
        var waves = store.waves();
        System.err.printf(
                Locale.ROOT,
                "rows:  %,d in %,d Parquet files, %,d bytes, below %s%n",
                Wave.sum(waves, CommittedFile::rows),
                Wave.sum(waves, file -> 1),
                Wave.sum(waves, CommittedFile::bytes),
                store.name().replaceFirst("/+$", "") + "/" + store.epochs().getName());
        System.err.printf(
                Locale.ROOT,
                "query: %s sql --store %s \"SELECT * FROM cells\"%n",
                ShellWord.quoted(CommonOptions.program()),
                ShellWord.quoted(store.name()));
    }
}
