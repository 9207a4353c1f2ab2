package io.gradflow.cli;

import io.gradflow.spark.reading.FailedTasks;
import io.gradflow.spark.reading.FileProofs;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import io.gradflow.store.WaveTakenException;
import io.gradflow.sweep.Packs;
import io.gradflow.sweep.TaskKey;
import java.io.IOException;
import java.util.List;
import org.apache.spark.sql.SparkSession;

/** Removes from a store, before a run, the rows of the sweep's tasks that failed, so that the run trains them again. */
final class FailedTaskRemoval {
    private FailedTaskRemoval() {}

    /** Returns the waves without these rows. */
    static List<Wave> remove(Store store, List<Wave> waves, Packs all, SparkSession spark)
            throws StoreException, IOException {
        try (var failed = new FailedTasks(spark, waves, all)) {
            var files = failed.files();
            if (files.isEmpty()) {
                return waves;
            }
            var staged = store.newStaging(waves);
            var description = store.description();
            var keys = TaskKey.ofColumns(description.keys());
            var origin = FileProofs.origin(spark, description, files);
            store.replace(files, staged, failed.writeOthers(files, keys, origin, staged));
            // Another run may have committed failed tasks since these waves were read.
            return remove(store, store.waves(), all, spark);
        } catch (WaveTakenException e) {
            // Another run may have removed them meanwhile.
            return remove(store, store.waves(), all, spark);
        }
    }

    /** How many of the sweep's tasks are failed in the store. */
    static long count(List<Wave> waves, Packs all, SparkSession spark) {
        try (var failed = new FailedTasks(spark, waves, all)) {
            return failed.count();
        }
    }
}
