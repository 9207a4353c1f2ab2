package io.gradflow.sweep;

import io.gradflow.data.Dataset;
import io.gradflow.nn.Activation;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.Initializer;
import io.gradflow.nn.Loss;
import io.gradflow.nn.Optimizer;
import io.gradflow.random.Seeding;
import java.io.Serializable;

/**
 * One network to train: everything that its numbers depend on, and nothing else.
 *
 * @param scale factor on the initial weights
 * @param epochs passes over the training set
 * @param seed in {@code [0, 2^63 - 1]}
 */
public record Task(
        Dataset dataset,
        Architecture architecture,
        Activation activation,
        Initializer init,
        double scale,
        Loss loss,
        Optimizer optimizer,
        int epochs,
        long seed,
        Seeding seeding)
        implements Serializable {

    /** The task's identity, 32 hexadecimal digits; see {@link TaskId}. */
    public String id() {
        return TaskId.of(this);
    }
}
