package io.gradflow.nn.batch;

import java.io.Serializable;

/** Which training samples an update is made from. */
public interface Batching extends Serializable {

    /**
     * Samples of an update; the last one of an epoch has the rest.
     *
     * @param trainCount training samples there are
     */
    int size(int trainCount);

    /** Whether each epoch takes the samples in a random order of its own, instead of that of the training set. */
    boolean isShuffled();

    /** How many updates an epoch makes. */
    default int updates(int trainCount) {
        int size = size(trainCount);
        return trainCount / size + (trainCount % size == 0 ? 0 : 1);
    }
}
