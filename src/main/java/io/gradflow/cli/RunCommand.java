package io.gradflow.cli;

import io.gradflow.engine.Trainer;
import io.gradflow.spark.Sessions;
import io.gradflow.spark.SweepJob;
import io.gradflow.store.Store;
import io.gradflow.store.StoreDescription;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.Sweep;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains a sweep into a new store and prints the summary table. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Trains all networks of a configuration into a new store; ends with a summary table.")
final class RunCommand implements Callable<Integer> {
    @Mixin
    private SweepOptions sweepOptions;

    @Mixin
    private CommonOptions common;

    @Option(names = "--store", paramLabel = "DIR", required = true, description = "the store: a new or empty folder")
    private String storeName;

    @Override
    public Integer call() throws Exception {
        var sweep = sweepOptions.read();
        var trainer = Engines.trainer(sweep.execution());
        var store = Store.vacant(storeName, common.hadoop());
        try (var spark = startSession(sweep, trainer)) {
            // It makes tasks from a range and asks for the summary.
            Sessions.preferInterpretation(spark);
            store.create(new StoreDescription(
                    trainer.numerics(),
                    sweep.execution().engine().toString(),
                    trainer.packSize(),
                    sweep.logEvery(),
                    List.of(sweep.configuration()),
                    Versions.all()));
            System.err.println("engine: " + Engines.described(sweep.execution(), trainer));
            var started = Instant.now();
            var trained = trainInto(store, sweep, trainer, spark);
            var elapsed = Duration.between(started, Instant.now());
            Summary.of(sweep).print(spark, store, common.format());
            report(store, sweep, trained, elapsed);
            return trained.result().failed() > 0 ? ExitCode.TASKS_FAILED : ExitCode.OK;
        }
    }

    private SparkSession startSession(Sweep sweep, Trainer trainer) throws UsageException {
        if (!common.isLocal()) {
            return common.startSession();
        }
        var warmUp = WarmUp.start(new Packs(sweep.grid(), trainer.packSize()), trainer);
        try {
            return common.startSession();
        } finally {
            warmUp.end();
        }
    }

    private record Trained(SweepJob.Result result, Store.Committed committed) {}

    private static Trained trainInto(Store store, Sweep sweep, Trainer trainer, SparkSession spark)
            throws StoreException {
        var job = new SweepJob(spark, sweep, trainer);
        var result = SweepJob.Result.NONE;
        var committed = Store.Committed.NOTHING;
        var interruption = Interruption.during(store);
        try (var display = ProgressDisplay.of(sweep)) {
            for (int wave = 0; wave < job.waves(); wave++) {
                var staging = store.newStaging();
                result = result.plus(job.run(wave, staging, display));
                committed = committed.plus(store.commit(staging, wave));
            }
        } catch (Throwable e) {
            if (!Interruption.isUnderWay()) {
                abandon(store, e);
            }
            throw e;
        } finally {
            interruption.end();
        }
        return new Trained(result, committed);
    }

    private static void abandon(Store store, Throwable cause) {
        try {
            store.abandonUncommitted();
        } catch (StoreException e) {
            cause.addSuppressed(e);
        }
    }

    private static void report(Store store, Sweep sweep, Trained trained, Duration elapsed) {
        var result = trained.result();
        var committed = trained.committed();
        result.failures().forEach(failure -> System.err.println("gradflow: an engine threw " + failure));
        System.err.printf(
                Locale.ROOT,
                "%,d networks trained in %s, %,d diverged, %,d failed%n",
                sweep.grid().size(),
                Durations.words(elapsed),
                result.diverged(),
                result.failed());
        System.err.printf(
                Locale.ROOT,
                "rows:  %,d in %,d Parquet files, %,d bytes, below %s%n",
                committed.rows(),
                committed.files(),
                committed.bytes(),
                store.name().replaceFirst("/+$", "") + "/epochs");
        System.err.printf(
                Locale.ROOT,
                "query: %s sql --store %s \"SELECT * FROM cells\"%n",
                ShellWord.quoted(CommonOptions.program()),
                ShellWord.quoted(store.name()));
    }
}
