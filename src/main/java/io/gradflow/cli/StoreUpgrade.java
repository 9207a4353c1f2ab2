package io.gradflow.cli;

import io.gradflow.spark.reading.Compaction;
import io.gradflow.spark.reading.FileChecks;
import io.gradflow.spark.reading.OutdatedTasks;
import io.gradflow.store.CommittedFile;
import io.gradflow.store.Store;
import io.gradflow.store.StoreDescription;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import io.gradflow.sweep.TaskKey;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * Takes from a store of the arithmetic before the present one the tasks whose rows may differ, so that the run trains
 * them again. Their files are set aside, and the other rows of these files are committed once more.
 */
final class StoreUpgrade {
    private StoreUpgrade() {}

    /**
     * Prepares a store for rows of the present arithmetic, and returns its waves. If this ends early, the next run
     * goes on, and trains again what was set aside by then; no row is ever in the store twice.
     *
     * @param wanted the description of the run
     */
    static List<Wave> prepare(Store store, StoreDescription wanted, List<Wave> waves, SparkSession spark)
            throws StoreException, IOException {
        if (waves.isEmpty() || !store.description().precedes(wanted)) {
            return waves;
        }
        String before = store.description().numerics();
        var keys = TaskKey.ofColumns(store.description().keys());
        var files = OutdatedTasks.files(spark, waves, keys);
        if (files.isEmpty()) {
            ErrorReporter.warn("all rows of numerics " + before + " are those of " + wanted.numerics());
            return waves;
        }
        var tasks = OutdatedTasks.of(spark, files, keys);
        long count = tasks.count();
        var staging = store.newStaging();
        Compaction.writeWithout(spark, files, keys, tasks, staging);
        var kept = FileChecks.describe(spark, staging);
        if (kept.stream().mapToLong(CommittedFile::tasks).sum() != Wave.sum(files, CommittedFile::tasks) - count) {
            throw new IllegalStateException(
                    "the rows that were written are not those that were to stay: the store stays as it is");
        }
        ErrorReporter.warn(String.format(
                Locale.ROOT,
                "%,d networks of numerics %s may differ in %s: to be trained again, by the run of their configuration",
                count,
                before,
                wanted.numerics()));
        // First out, then in: readers may miss rows for a moment, but never see them twice.
        store.setAside(
                waves,
                files.stream()
                        .flatMap(wave -> wave.files().stream().map(wave::path))
                        .map(path -> path.toUri().getPath())
                        .collect(Collectors.toSet()));
        if (count == Wave.sum(files, CommittedFile::tasks)) {
            store.abandonUncommitted();
        } else {
            store.commit(staging, kept);
        }
        return store.waves();
    }
}
