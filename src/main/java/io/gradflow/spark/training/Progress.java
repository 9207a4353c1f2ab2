package io.gradflow.spark.training;

/** Is told how far a sweep is, from one thread. */
@FunctionalInterface
public interface Progress {
    /**
     * Some more networks are done.
     *
     * @param models networks since the last call
     * @param modelEpochs epochs that they were trained for
     * @param seconds of one core that this was predicted to take
     */
    void done(long models, long modelEpochs, double seconds);
}
