package io.gradflow.cli;

import io.gradflow.cli.usage.DigestedColumns;
import io.gradflow.cli.usage.StoreOption;
import io.gradflow.spark.Sessions;
import io.gradflow.spark.reading.DoubledTasks;
import io.gradflow.spark.reading.FileChecks;
import io.gradflow.spark.reading.RowDigest;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Damage;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Compares every file of a store with what was committed. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Checks every committed file: there, whole, and with the bytes that were committed.")
final class VerifyCommand implements Callable<Integer> {
    /** The hash over so many rows takes less time than Spark takes to write and compile code for it. */
    private static final long FEW_ROWS = 100_000;

    /** Of tasks that count twice; what one is like tells of the others. */
    private static final int MAX_DOUBLED_TOLD = 3;

    @Mixin
    private CommonOptions common;

    @Mixin
    private StoreOption storeOption;

    @Option(
            names = "--digest",
            arity = "0..1",
            paramLabel = "all",
            fallbackValue = "",
            converter = DigestedColumns.Converter.class,
            description = "print one hash over all rows as the last line, whatever files they are in and in which"
                    + " order; over the columns that all versions have, or with =all over all columns")
    private DigestedColumns digest;

    @Option(
            names = "--rebuild",
            description = "before that, write store.json and manifests that are gone, torn or wrong anew, from files"
                    + " that prove to be whole")
    private boolean rebuild;

    @Override
    public Integer call() throws Exception {
        var store = rebuild
                ? Store.rebuildable(storeOption.name(), common.hadoop())
                : storeOption.existing(common.hadoop());
        if (common.isLocal() && !rebuild && digest == null) {
            // Without Spark, which takes longer to start than most stores take to be read.
            var hadoop = common.hadoop();
            return verify(store, waves -> FileChecks.check(waves, hadoop), waves -> {});
        }
        try (var spark = common.startSession()) {
            if (rebuild) {
                StoreRebuild.run(store, spark);
            }
            return verify(store, waves -> FileChecks.check(spark, waves), waves -> printDigest(store, waves, spark));
        }
    }

    private interface Check {
        List<Damage> damages(List<Wave> waves) throws IOException;
    }

    private interface Report {
        void print(List<Wave> waves) throws StoreException;
    }

    private int verify(Store store, Check check, Report report) throws IOException, StoreException {
        var foreign = store.foreignPaths();
        var waves = store.waves();
        var damages = check.damages(waves);
        if (!store.stillHas(waves)) {
            // The store was compacted during the check.
            waves = store.waves();
            damages = check.damages(waves);
        }
        damages.forEach(damage -> ErrorReporter.warn("damaged: " + damage));
        foreign.forEach(path -> ErrorReporter.warn("foreign: " + path));
        System.err.printf(
                Locale.ROOT,
                "%,d of %,d files are as they were committed, %,d rows%n",
                Wave.sum(waves, file -> 1) - damages.size(),
                Wave.sum(waves, file -> 1),
                Wave.sum(waves, CommittedFile::rows));
        if (!damages.isEmpty()) {
            System.err.println("the same gradflow run as before trains again what they held");
            return ExitCode.FAILURE;
        }
        var misstatements = FileChecks.misstatements(waves, common.hadoop());
        misstatements.forEach(misstatement -> ErrorReporter.warn("misstated: " + misstatement));
        if (!misstatements.isEmpty()) {
            System.err.println("gradflow verify --rebuild writes these manifests anew");
        }
        var doubled = DoubledTasks.in(waves, common.hadoop());
        tell(doubled);
        report.print(waves);
        return foreign.isEmpty() && misstatements.isEmpty() && doubled.count() == 0 ? ExitCode.OK : ExitCode.FAILURE;
    }

    /** Tells of tasks whose rows count twice. */
    private static void tell(DoubledTasks doubled) {
        doubled.some().entrySet().stream()
                .limit(MAX_DOUBLED_TOLD)
                .forEach(entry -> ErrorReporter.warn(
                        "doubled: task " + entry.getKey() + " ends in " + String.join(" and in ", entry.getValue())));
        if (doubled.count() > 0) {
            System.err.printf(
                    Locale.ROOT,
                    "%,d %s; of each pair of files move one out of the store (the file that is named twice, if it is"
                            + " one), and the same gradflow run as before trains what is lacking then%n",
                    doubled.count(),
                    doubled.count() == 1 ? "network counts twice" : "networks count twice");
        }
    }

    private void printDigest(Store store, List<Wave> waves, SparkSession spark) throws StoreException {
        if (digest != null) {
            if (Wave.sum(waves, CommittedFile::rows) <= FEW_ROWS) {
                Sessions.preferInterpretation(spark);
            }
            var keys = TaskKey.ofColumns(store.description().keys());
            System.out.println(RowDigest.of(digest.of(spark, waves, keys)));
        }
    }
}
