package io.gradflow.spark.training;

/** Hears how far a sweep has come. All calls are from one thread. */
@FunctionalInterface
public interface Progress {
    /**
     * More networks have ended.
     *
     * @param models the number of networks that have ended since the last call
     * @param modelEpochs the epochs that these were trained for, added up
     * @param seconds the predicted core-seconds of their training
     */
    void done(long models, long modelEpochs, double seconds);
}
