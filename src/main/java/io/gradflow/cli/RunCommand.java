package io.gradflow.cli;

import io.gradflow.cli.report.ReportFile;
import io.gradflow.cli.report.ReportRequest;
import io.gradflow.cli.text.Durations;
import io.gradflow.cli.text.ShellWord;
import io.gradflow.cli.usage.UsageException;
import io.gradflow.cli.usage.UserPath;
import io.gradflow.engine.Trainer;
import io.gradflow.spark.Sessions;
import io.gradflow.spark.reading.FileChecks;
import io.gradflow.spark.reading.MissingTasks;
import io.gradflow.spark.training.SweepJob;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.StoreDescription;
import io.gradflow.store.StoreException;
import io.gradflow.store.StoreToken;
import io.gradflow.store.Wave;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.Sweep;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
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
            converter = UserPath.OfStore.class,
            paramLabel = "DIR",
            required = true,
            description = "the store: a new or empty folder, or what another run has written")
    private String storeName;

    @Option(
            names = "--keep-failed",
            description = "train only what the store lacks, and not again the networks that failed")
    private boolean keepFailed;

    @Option(
            names = "--report",
            converter = UserPath.OfFile.class,
            paramLabel = "F.html",
            description = "at the end, write a report of the store: a new file")
    private Path report;

    @Override
    public Integer call() throws Exception {
        if (report == null) {
            return train();
        }
        var request = ReportRequest.ofAll(report);
        request.require();
        int exitCode = train();
        var store = Store.existing(storeName, common.hadoop());
        new ReportFile(request, store, CommonOptions.program(), Versions.all()).write(common::startSession);
        System.err.println("report: " + ShellWord.quoted(report.toString()));
        return exitCode;
    }

    private int train() throws Exception {
        var sweep = sweepOptions.read();
        var trainer = Engines.trainer(sweep.execution());
        var store = Store.writable(storeName, common.hadoop());
        var wanted = new StoreDescription(
                trainer.numerics(),
                sweep.execution().engine().toString(),
                trainer.packSize(),
                sweep.logging(),
                sweep.grid().keys().stream().map(TaskKey::column).toList(),
                List.of(sweep.configuration()),
                Versions.all());
        // Rows that must not mix are refused before Spark is started, which takes seconds.
        descriptionAfter(store, wanted);
        var all = trainer.packs(sweep);
        var lock = store.lock();
        try (var spark = startSession(all, trainer, sweep.logging().groups())) {
            // Spark only makes tasks from a range and runs the query of the summary, for which compiling does not pay.
            Sessions.preferInterpretation(spark);
            // Remains of a run that was killed.
            store.abandonUncommitted();
            var token = store.writeToken();
            if (!Sessions.isInThisJvm(spark.sparkContext().master())) {
                FileChecks.requireSeen(spark, token);
            }
            var waves = StoreRepair.setAsideDamaged(store, spark);
            var description = descriptionAfter(store, wanted);
            System.err.println("engine: " + Engines.described(sweep.execution(), trainer));
            if (!waves.isEmpty() && store.description().precedes(wanted)) {
                waves = new StoreUpgrade(store, lock, description, trainer, token, spark).replaceOutdated(waves);
            }
            store.describe(description);
            if (!keepFailed) {
                waves = FailedTaskRemoval.remove(store, waves, all, spark);
            }
            var lacking = MissingTasks.packs(spark, waves, all, keepFailed);
            var started = Instant.now();
            var trained = UncommittedCleanup.guard(
                    store,
                    lock,
                    "the same command goes on from there",
                    () -> trainInto(store, sweep, trainer, lacking, token, spark));
            var elapsed = Duration.between(started, Instant.now());
            Summary.ofRun(sweep, store, spark).print(common.format(), System.out);
            report(store, lacking, trained, elapsed);
            return reportFailed(FailedTaskRemoval.count(store.waves(), all, spark));
        } finally {
            store.deleteToken();
            store.deleteIfVacant();
            UncommittedCleanup.release(lock);
        }
    }

    /** The store's description after the run. A store without rows takes the description of the run. */
    private static StoreDescription descriptionAfter(Store store, StoreDescription wanted) throws StoreException {
        return store.exists() && !store.waves().isEmpty() ? store.description().plus(wanted, store.name()) : wanted;
    }

    private SparkSession startSession(Packs packs, Trainer trainer, DiagnosticGroups groups) throws UsageException {
        if (!common.isLocal()) {
            return common.startSession();
        }
        var warmUp = WarmUp.start(packs, trainer, new Logging(1, groups));
        try {
            return common.startSession();
        } finally {
            warmUp.end();
        }
    }

    /** What engines threw, and the waves that were committed. */
    private record Trained(List<String> failures, List<Wave> waves) {}

    private static Trained trainInto(
            Store store, Sweep sweep, Trainer trainer, Packs lacking, StoreToken token, SparkSession spark)
            throws StoreException, IOException {
        var keys = TaskKey.ofColumns(store.description().keys());
        var job = new SweepJob(spark, sweep, trainer, lacking, keys, token);
        var failures = new LinkedHashSet<String>();
        var waves = new ArrayList<Wave>();
        try (var display = new ProgressDisplay(sweep, store, lacking)) {
            while (job.hasNext()) {
                var trained = StagedTraining.next(job, store, display, failures, spark);
                waves.add(store.commit(trained.folder(), trained.files()));
            }
            display.ended();
        }
        return new Trained(List.copyOf(failures), waves);
    }

    /** Tells how many tasks of the sweep are failed in the store, and returns the exit code. */
    private static int reportFailed(long failed) {
        if (failed == 0) {
            return ExitCode.OK;
        }
        System.err.printf(
                Locale.ROOT,
                "%,d failed %s in the store; the same command trains them again, and leaves them with --keep-failed%n",
                failed,
                failed == 1 ? "network is" : "networks are");
        return ExitCode.TASKS_FAILED;
    }

    private static void report(Store store, Packs lacking, Trained trained, Duration elapsed) throws StoreException {
        trained.failures().forEach(ErrorReporter::warn);
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
