package io.gradflow.cli;

import io.gradflow.spark.reading.FileChecks;
import io.gradflow.spark.training.SweepJob;
import io.gradflow.store.Store;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.SparkSession;

/** Training into staged folders, which others commit. */
final class StagedTraining {
    private StagedTraining() {}

    /**
     * Trains the next wave of a job into a staged folder. Nothing is committed.
     *
     * @param read the committed waves by which it was decided what the job has to train
     * @param failures what engines threw is added to them
     * @return the wave, of which the driver sees all that executors have written
     */
    static Wave next(
            SweepJob job,
            Store store,
            List<Wave> read,
            ProgressDisplay display,
            Set<String> failures,
            SparkSession spark)
            throws StoreException, IOException {
        var staging = store.newStaging(read);
        var result = job.trainNext(staging, display);
        var files = FileChecks.describe(spark, staging);
        result.requireSeen(files);
        failures.addAll(result.failures());
        return new Wave(staging, files);
    }
}
