package io.gradflow.sweep;

import io.gradflow.data.Dataset;
import io.gradflow.data.Split;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.batch.Batching;
import io.gradflow.nn.initializer.Initialization;
import io.gradflow.nn.initializer.Initializer;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.optimizer.Optimizer;
import io.gradflow.nn.schedule.Schedule;
import io.gradflow.random.Seeding;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * One network to train: everything that its numbers depend on, and nothing else. That is a value for each key that
 * {@link ConfigurationKeys} declares.
 */
public final class Task implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * One value for each axis of {@link ConfigurationKeys#ALL}, in that order; null under a key of seeds that is not
     * set.
     */
    @SuppressWarnings("serial") // the values of all axes are serialisable
    private final Object[] values;

    private Task(Object[] values) {
        this.values = values;
    }

    /** Makes a task: the values that are not set are the defaults of their keys. */
    public static final class Builder {
        private static final Object[] DEFAULTS =
                ConfigurationKeys.ALL.stream().map(Axis::defaultValue).toArray();

        private final Object[] values = DEFAULTS.clone();

        /** Sets the value under a key. */
        public <V> Builder with(Axis<V> axis, V value) {
            values[axis.position()] = value;
            return this;
        }

        /** Sets the value of an axis by its position; null leaves the default. */
        void set(int position, Object value) {
            if (value != null) {
                values[position] = value;
            }
        }

        /**
         * The task.
         *
         * @throws IllegalStateException if a key without a default is not set
         */
        public Task build() {
            for (int i = 0; i < values.length; i++) {
                if (values[i] == null && ConfigurationKeys.ALL.get(i).isRequired()) {
                    throw new IllegalStateException("a task needs a value under " + ConfigurationKeys.ALL.get(i));
                }
            }
            return new Task(values.clone());
        }
    }

    /** The value under a key; null under a key of seeds that is not set. */
    public <V> V value(Axis<V> axis) {
        @SuppressWarnings("unchecked") // the builder has put it there
        var value = (V) values[axis.position()];
        return value;
    }

    public Dataset dataset() {
        return value(ConfigurationKeys.DATASET);
    }

    public Architecture architecture() {
        return value(ConfigurationKeys.ARCHITECTURE);
    }

    public Activation activation() {
        return value(ConfigurationKeys.ACTIVATION);
    }

    /** The initialiser of the weights. */
    public Initializer init() {
        return value(ConfigurationKeys.INIT);
    }

    /** The factor on the initial weights. */
    public double scale() {
        return value(ConfigurationKeys.SCALE);
    }

    /** The initialiser of the biases. */
    public Initializer biasInit() {
        return value(ConfigurationKeys.BIAS_INIT);
    }

    public Loss loss() {
        return value(ConfigurationKeys.LOSS);
    }

    public Optimizer optimizer() {
        return value(ConfigurationKeys.OPTIMIZER);
    }

    /** The schedule of the learning rate. */
    public Schedule schedule() {
        return value(ConfigurationKeys.SCHEDULE);
    }

    /** Which samples an update is made from. */
    public Batching batch() {
        return value(ConfigurationKeys.BATCH);
    }

    /** The number of passes over the training set. */
    public int epochs() {
        return value(ConfigurationKeys.EPOCHS);
    }

    /** The seed, from 0 to 2^63 - 1. */
    public long seed() {
        return value(ConfigurationKeys.SEED);
    }

    public Seeding seeding() {
        return value(ConfigurationKeys.SEEDING);
    }

    /** Where data and split start; null if they start at the seed. */
    public Long dataSeed() {
        return value(ConfigurationKeys.DATA_SEED);
    }

    /** Where initial weights and biases start; null if they start at the seed. */
    public Long initSeed() {
        return value(ConfigurationKeys.INIT_SEED);
    }

    /** The task's identity, 32 hexadecimal digits; see {@link TaskId}. */
    public String id() {
        return TaskId.of(this);
    }

    /** Makes the samples. */
    public Split split() {
        return dataset().split(seeding(), dataSeed() == null ? seed() : dataSeed());
    }

    /** How many numbers all samples, for training and testing, have: their inputs, and a value of each hidden unit. */
    public long sampleValues() {
        long samples = (long) dataset().trainCount() + dataset().testCount();
        return samples * (dataset().features() + architecture().hiddenUnits());
    }

    /** Makes the untrained network's parameters, laid out as in {@link Architecture}. */
    public double[] initialParameters() {
        return new Initialization(init(), scale(), biasInit())
                .parameters(architecture(), seeding(), initSeed() == null ? seed() : initSeed());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Task task && Arrays.equals(values, task.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    /** The values that are set, in the order of the columns. */
    @Override
    public String toString() {
        return ConfigurationKeys.IN_ORDER_OF_COLUMNS.stream()
                .filter(axis -> value(axis) != null)
                .map(axis -> axis + "=" + value(axis))
                .collect(Collectors.joining(", ", "Task[", "]"));
    }
}
