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
import io.gradflow.store.WaveTakenException;
import io.gradflow.store.lock.HeldException;
import io.gradflow.store.lock.StoreLock;
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
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
    private static final long LOOK_AGAIN_MILLIS = 500;

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
            names = "--wait",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "wait so long for another run to end that writes into the store (default: ${DEFAULT-VALUE})")
    private int waitSeconds;

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
        if (waitSeconds < 0) {
            throw new UsageException("--wait " + waitSeconds + ": must be a number of seconds, 0 or more");
        }
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
        var lock = lock(store);
        try (var spark = startSession(all, trainer, sweep.logging().groups())) {
            // Spark only makes tasks from a range and runs the query of the summary, for which compiling does not pay.
            Sessions.preferInterpretation(spark);
            // Remains of a run that was killed.
            long kept = store.abandonUncommitted();
            if (kept > 0) {
                System.err.printf(
                        Locale.ROOT,
                        "kept: %,d %s that a run had trained when it ended early%n",
                        kept,
                        kept == 1 ? "network" : "networks");
            }
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
            var read = waves;
            var lacking = MissingTasks.packs(spark, read, all, keepFailed);
            var training = new Training(store, sweep, trainer, wanted, all, token, spark);
            var started = Instant.now();
            var trained = UncommittedCleanup.guard(
                    store, lock, "the same command goes on from there", () -> training.run(read, lacking));
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

    /** Takes the store's lock, and waits for it as long as the user wants. */
    private StoreLock lock(Store store) throws StoreException, InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(waitSeconds);
        for (boolean isTold = false; ; isTold = true) {
            try {
                return store.lock();
            } catch (StoreException e) {
                if (!(e.getCause() instanceof HeldException) || System.nanoTime() - end >= 0) {
                    throw e;
                }
                if (!isTold) {
                    ErrorReporter.warn("waiting, for " + waitSeconds + " s at most: " + e.getMessage());
                }
            }
            Thread.sleep(LOOK_AGAIN_MILLIS);
        }
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

    /** The training of what a store lacks, wave by wave, whether or not another run writes into the store too. */
    private static final class Training {
        private final Store store;
        private final Sweep sweep;
        private final Trainer trainer;
        private final StoreDescription wanted;
        private final Packs all;
        private final StoreToken token;
        private final SparkSession spark;
        private final Set<String> failures = new LinkedHashSet<>();
        private final List<Wave> committed = new ArrayList<>();
        /** The waves by which it was decided what is lacking, and those that this run has committed since. */
        private List<Wave> known;

        private boolean isAlone = true;

        Training(
                Store store,
                Sweep sweep,
                Trainer trainer,
                StoreDescription wanted,
                Packs all,
                StoreToken token,
                SparkSession spark) {
            this.store = store;
            this.sweep = sweep;
            this.trainer = trainer;
            this.wanted = wanted;
            this.all = all;
            this.token = token;
            this.spark = spark;
        }

        Trained run(List<Wave> read, Packs lacking) throws StoreException, IOException {
            known = new ArrayList<>(read);
            var rest = lacking;
            while (!trainAll(rest)) {
                // Tasks that failed by now did so in this run, or in the other that has just trained them.
                rest = MissingTasks.packs(spark, known, all, true);
            }
            return new Trained(List.copyOf(failures), List.copyOf(committed));
        }

        /** Trains packs; false if another run has committed waves meanwhile, so that others are lacking now. */
        private boolean trainAll(Packs lacking) throws StoreException, IOException {
            var keys = TaskKey.ofColumns(store.description().keys());
            var job = new SweepJob(spark, sweep, trainer, lacking, keys, token);
            try (var display = new ProgressDisplay(sweep, store, lacking)) {
                while (job.hasNext()) {
                    var staging = store.newStagedWave(known);
                    var trained = StagedTraining.next(job, staging, display, failures, spark);
                    try {
                        commit(trained);
                    } catch (WaveTakenException e) {
                        commitWhatIsNew(trained);
                        return false;
                    }
                }
                display.ended();
            }
            return true;
        }

        private void commit(Wave trained) throws StoreException {
            var wave = store.commit(trained.folder(), trained.files());
            committed.add(wave);
            known.add(wave);
        }

        /** Commits those files of a wave of which the other run has no task. */
        private void commitWhatIsNew(Wave trained) throws StoreException, IOException {
            for (boolean isCommitted = false; !isCommitted; ) {
                known = new ArrayList<>(store.waves());
                // The other run may have rows that must not mix with these, and keys that these lack.
                store.describe(descriptionAfter(store, wanted));
                var kept = MissingTasks.filesOf(spark, trained, known);
                tellOnce(trained, kept);
                store.replan(kept.folder(), kept.files(), known);
                if (kept.files().isEmpty()) {
                    return;
                }
                try {
                    commit(kept);
                    isCommitted = true;
                } catch (WaveTakenException e) {
                    // The other run was faster again.
                }
            }
        }

        private void tellOnce(Wave trained, Wave kept) {
            if (isAlone) {
                long tasks = Wave.sum(List.of(trained), CommittedFile::tasks);
                long keptTasks = Wave.sum(List.of(kept), CommittedFile::tasks);
                ErrorReporter.warn(String.format(
                        Locale.ROOT,
                        "another run writes into store %s too: of %,d networks trained just now %,d are dropped, since"
                                + " their files hold some that it has committed; what is lacking then is trained",
                        store.name(),
                        tasks,
                        tasks - keptTasks));
            }
            isAlone = false;
        }
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
                Wave.sum(trained.waves(), CommittedFile::tasks),
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
