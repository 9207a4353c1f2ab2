package io.gradflow.engine;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Parameter;
import io.gradflow.data.Dataset;
import io.gradflow.data.Xor;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.batch.Batching;
import io.gradflow.nn.batch.FullBatch;
import io.gradflow.nn.initializer.Initializer;
import io.gradflow.nn.initializer.Initializers;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.nn.optimizer.Optimizer;
import io.gradflow.nn.schedule.ConstantSchedule;
import io.gradflow.nn.schedule.Schedule;
import io.gradflow.random.Seeding;
import io.gradflow.sweep.ConfigurationKeys;
import io.gradflow.sweep.Task;

/** Tasks for tests: the study's, with tanh, scale 1 and seed 0 unless something else is asked for. */
public final class TaskBuilder {
    private Dataset dataset = new Xor(300, 0.1, 0.25, false);
    private String architecture = "2-16-16-1";
    private Activation activation = activationOf("tanh");
    private String init = "xavier";
    private double scale = 1;
    /** Null for that of the catalogue. */
    private Initializer biasInit;

    private Loss loss = new BinaryCrossEntropy(1e-8);
    private Optimizer optimizer = new GradientDescent(0.05);
    private Schedule schedule = new ConstantSchedule();
    private Batching batch = new FullBatch();
    private int epochs = 2999;
    private long seed;
    private Seeding seeding = Seeding.STUDY;

    public TaskBuilder dataset(Dataset newDataset) {
        dataset = newDataset;
        return this;
    }

    public TaskBuilder architecture(String widths) {
        architecture = widths;
        return this;
    }

    /** An activation of the catalogue, with the parameters that hold when a configuration is silent. */
    public TaskBuilder activation(String kind) {
        return activation(activationOf(kind));
    }

    public TaskBuilder activation(Activation newActivation) {
        activation = newActivation;
        return this;
    }

    /** An initialiser of the catalogue, with the parameters that hold when a configuration is silent. */
    public TaskBuilder init(String kind) {
        init = kind;
        return this;
    }

    public TaskBuilder scale(double newScale) {
        scale = newScale;
        return this;
    }

    public TaskBuilder biasInit(Initializer newBiasInit) {
        biasInit = newBiasInit;
        return this;
    }

    /** Binary cross-entropy. */
    public TaskBuilder clip(double clip) {
        return loss(new BinaryCrossEntropy(clip));
    }

    public TaskBuilder loss(Loss newLoss) {
        loss = newLoss;
        return this;
    }

    /** Gradient descent. */
    public TaskBuilder learningRate(double learningRate) {
        return optimizer(new GradientDescent(learningRate));
    }

    public TaskBuilder optimizer(Optimizer newOptimizer) {
        optimizer = newOptimizer;
        return this;
    }

    public TaskBuilder schedule(Schedule newSchedule) {
        schedule = newSchedule;
        return this;
    }

    public TaskBuilder batch(Batching newBatch) {
        batch = newBatch;
        return this;
    }

    public TaskBuilder epochs(int newEpochs) {
        epochs = newEpochs;
        return this;
    }

    public TaskBuilder seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    public TaskBuilder seeding(Seeding newSeeding) {
        seeding = newSeeding;
        return this;
    }

    public Task build() {
        var task = new Task.Builder();
        if (biasInit != null) {
            task.with(ConfigurationKeys.BIAS_INIT, biasInit);
        }
        return task.with(ConfigurationKeys.DATASET, dataset)
                .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse(architecture))
                .with(ConfigurationKeys.ACTIVATION, activation)
                .with(ConfigurationKeys.INIT, byName(Initializers.CATALOG, init))
                .with(ConfigurationKeys.SCALE, scale)
                .with(ConfigurationKeys.LOSS, loss)
                .with(ConfigurationKeys.OPTIMIZER, optimizer)
                .with(ConfigurationKeys.EPOCHS, epochs)
                .with(ConfigurationKeys.SEED, seed)
                .with(ConfigurationKeys.SEEDING, seeding)
                .with(ConfigurationKeys.SCHEDULE, schedule)
                .with(ConfigurationKeys.BATCH, batch)
                .build();
    }

    public static Activation activationOf(String kind) {
        return byName(Activations.CATALOG, kind);
    }

    public static <T> T byName(Catalog<T> catalog, String name) {
        var kind = catalog.kind(name).orElseThrow();
        return catalog.create(
                kind, kind.parameters().stream().map(Parameter::defaultValue).toList());
    }
}
