package io.gradflow.sweep;

import io.gradflow.data.Dataset;
import io.gradflow.data.Split;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.batch.Batching;
import io.gradflow.nn.batch.FullBatch;
import io.gradflow.nn.initializer.Initialization;
import io.gradflow.nn.initializer.Initializer;
import io.gradflow.nn.initializer.Zeros;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.optimizer.Optimizer;
import io.gradflow.nn.schedule.ConstantSchedule;
import io.gradflow.nn.schedule.Schedule;
import io.gradflow.random.Seeding;
import java.io.Serializable;

/**
 * One network to train: everything that its numbers depend on, and nothing else.
 *
 * @param init of the weights
 * @param scale factor on the initial weights
 * @param epochs passes over the training set
 * @param seed in {@code [0, 2^63 - 1]}
 * @param biasInit of the biases
 * @param schedule of the learning rate
 * @param batch which samples an update is made from
 * @param dataSeed where data and split start instead of at the seed; null for the seed
 * @param initSeed where initial weights and biases start instead of at the seed; null for the seed
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
        Seeding seeding,
        Initializer biasInit,
        Schedule schedule,
        Batching batch,
        Long dataSeed,
        Long initSeed)
        implements Serializable {

    /** A task whose other keys have their defaults. */
    public Task(
            Dataset dataset,
            Architecture architecture,
            Activation activation,
            Initializer init,
            double scale,
            Loss loss,
            Optimizer optimizer,
            int epochs,
            long seed,
            Seeding seeding) {
        this(
                dataset,
                architecture,
                activation,
                init,
                scale,
                loss,
                optimizer,
                epochs,
                seed,
                seeding,
                new Zeros(),
                new ConstantSchedule(),
                new FullBatch(),
                null,
                null);
    }

    /** The task's identity, 32 hexadecimal digits; see {@link TaskId}. */
    public String id() {
        return TaskId.of(this);
    }

    /** Makes the samples. */
    public Split split() {
        return dataset.split(seeding, dataSeed == null ? seed : dataSeed);
    }

    /** Makes the untrained network's parameters, laid out as in {@link Architecture}. */
    public double[] initialParameters() {
        return new Initialization(init, scale, biasInit)
                .parameters(architecture, seeding, initSeed == null ? seed : initSeed);
    }
}
