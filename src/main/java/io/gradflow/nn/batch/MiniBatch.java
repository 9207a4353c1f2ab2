package io.gradflow.nn.batch;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;

/**
 * Each epoch makes several updates, each from the next few samples. The last update of an epoch uses the samples that
 * are left, which may be fewer, as with PyTorch's {@code DataLoader}. Its gradient is that of the mean loss of these
 * samples.
 *
 * @param size the number of samples in a batch; a batch larger than the training set is all of it
 * @param shuffled whether each epoch takes the samples in a new random order
 */
public record MiniBatch(int size, boolean shuffled) implements Batching {

    private static final int MOST_SAMPLES = 1_000_000_000;

    static final Kind<MiniBatch> KIND = Kind.of(
                    "mini",
                    MiniBatch.class,
                    "an update from each size samples in a row; the last one of an epoch has the rest",
                    Parameter.integer("size", 32, Rule.integerIn(1, MOST_SAMPLES), "samples of an update"),
                    Parameter.flag(
                            "shuffled",
                            true,
                            "whether each epoch takes the samples in a new random order, not in that of the data"))
            .withSource("PyTorch's DataLoader");

    @Override
    public int size(int trainCount) {
        return Math.min(size, trainCount);
    }

    @Override
    public boolean isShuffled() {
        return shuffled;
    }
}
