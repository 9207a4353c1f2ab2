package io.gradflow.cli;

import io.gradflow.spark.reading.FileChecks;
import io.gradflow.spark.training.SweepJob;
import io.gradflow.store.StoreException;
import io.gradflow.store.Wave;
import java.io.IOException;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.SparkSession;

/** Training into staged folders, which others commit. */
final class StagedTraining {
    private StagedTraining() {}

    /**
     * Trains the next wave of a job into a staged folder. Nothing is committed.
     *
     * @param staging of the store; must not exist
     * @param failures what engines threw is added to them
     * @return the wave, of which the driver sees all that executors have written
     */
    static Wave next(SweepJob job, Path staging, ProgressDisplay display, Set<String> failures, SparkSession spark)
            throws StoreException, IOException {
        var result = job.trainNext(staging, display);
        var files = FileChecks.describe(spark, staging);
        result.requireSeen(files);
        failures.addAll(result.failures());
        return new Wave(staging, files);
    }
}
