package io.gradflow.nn.batch;

import java.io.Serializable;

/** The rule that decides which training samples each update uses. */
public interface Batching extends Serializable {

    /**
     * The number of samples of an update. The last update of an epoch uses the samples that are left, which may be
     * fewer.
     *
     * @param trainCount the number of training samples
     */
    int size(int trainCount);

    /** Whether each epoch takes the samples in a new random order instead of that of the training set. */
    boolean isShuffled();

    /** The number of updates in an epoch. */
    default int updates(int trainCount) {
        int size = size(trainCount);
        return trainCount / size + (trainCount % size == 0 ? 0 : 1);
    }
}
