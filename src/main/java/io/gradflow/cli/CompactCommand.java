package io.gradflow.cli;

import io.gradflow.cli.usage.StoreOption;
import io.gradflow.spark.reading.Compaction;
import io.gradflow.spark.reading.FileChecks;
import io.gradflow.spark.reading.FileProofs;
import io.gradflow.spark.reading.RowDigest;
import io.gradflow.spark.reading.StoredRows;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Rewrites the rows of a store into fewer files. */
@Command(
        name = "compact",
        mixinStandardHelpOptions = true,
        description = "Rewrites the files of many waves into few, sorted by cell and task. The rows stay the same,"
                + " and readers see each once at any moment.")
final class CompactCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common;

    @Mixin
    private StoreOption storeOption;

    @Override
    public Integer call() throws Exception {
        // A place without a store would be writable too, so the store must exist first.
        storeOption.existing(common.hadoop());
        var store = Store.writable(storeOption.name(), common.hadoop());
        var lock = store.lock();
        try (var spark = common.startSession()) {
            store.abandonUncommitted();
            var waves = store.waves();
            // This refuses file systems on which compacting would be unsafe, before any rows are read.
            var staged = store.newStagedReplacement(waves);
            if (!isWhole(store, waves, spark)) {
                return ExitCode.FAILURE;
            }
            store.deleteReplaced();
            if (Compaction.isNeedless(waves)) {
                System.err.println("nothing to compact: " + size(waves));
                return ExitCode.OK;
            }
            System.err.println("before: " + size(waves));
            var compacted = UncommittedCleanup.guard(
                    store,
                    lock,
                    "no row is lost; the same command starts again",
                    () -> compact(store, waves, staged, spark));
            System.err.println("after:  " + size(List.of(compacted)));
            return ExitCode.OK;
        } finally {
            UncommittedCleanup.release(lock);
        }
    }

    /**
     * Reports damaged and foreign files and returns whether there are none. Compacting would lose the rows of damaged
     * files for good, and would move foreign files away from where their owner put them.
     */
    private static boolean isWhole(Store store, List<Wave> waves, SparkSession spark)
            throws StoreException, IOException {
        var damages = FileChecks.check(spark, waves);
        var foreign = store.foreignPathsInEpochs();
        damages.forEach(damage -> ErrorReporter.warn("damaged: " + damage));
        foreign.forEach(path -> ErrorReporter.warn("foreign: " + path));
        if (!damages.isEmpty()) {
            System.err.println("nothing is compacted; the same gradflow run as before trains again what they held");
        }
        if (!foreign.isEmpty()) {
            System.err.println("nothing is compacted; move away what gradflow did not write");
        }
        return damages.isEmpty() && foreign.isEmpty();
    }

    private static Wave compact(Store store, List<Wave> waves, Path staged, SparkSession spark)
            throws StoreException, IOException {
        var keys = TaskKey.ofColumns(store.description().keys());
        System.err.println("writing the rows in their new order ...");
        Compaction.write(spark, waves, keys, FileProofs.origin(spark, store.description(), waves), staged);
        var written = new Wave(staged, FileChecks.describe(spark, staged));
        System.err.println("comparing all rows, old and new ...");
        requireSame(Wave.sum(waves, CommittedFile::tasks), Wave.sum(List.of(written), CommittedFile::tasks));
        requireSame(
                RowDigest.of(StoredRows.of(spark, waves, keys)),
                RowDigest.of(StoredRows.of(spark, List.of(written), keys)));
        return store.replaceAll(staged, written.files());
    }

    private static void requireSame(Object before, Object after) {
        if (!before.equals(after)) {
            throw new IllegalStateException("the rows that were written differ from those that were read (" + before
                    + ", " + after + "): the store stays as it is");
        }
    }

    private static String size(List<Wave> waves) {
        long files = Wave.sum(waves, file -> 1);
        return String.format(
                Locale.ROOT,
                "%,d %s, %,d %s, %,d bytes, %,d rows",
                waves.size(),
                waves.size() == 1 ? "wave" : "waves",
                files,
                files == 1 ? "file" : "files",
                Wave.sum(waves, CommittedFile::bytes),
                Wave.sum(waves, CommittedFile::rows));
    }
}
