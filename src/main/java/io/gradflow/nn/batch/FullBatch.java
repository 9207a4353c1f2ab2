package io.gradflow.nn.batch;

import io.gradflow.catalog.Kind;

/** Each epoch makes one update, from all training samples. */
public record FullBatch() implements Batching {

    static final Kind<FullBatch> KIND = Kind.of("full", FullBatch.class, "one update an epoch, from all samples");

    @Override
    public int size(int trainCount) {
        return trainCount;
    }

    @Override
    public boolean isShuffled() {
        return false;
    }
}
