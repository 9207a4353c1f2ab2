package io.gradflow.engine;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Parameter;
import io.gradflow.data.Dataset;
import io.gradflow.data.Xor;
import io.gradflow.nn.Activation;
import io.gradflow.nn.Activations;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.Batching;
import io.gradflow.nn.BinaryCrossEntropy;
import io.gradflow.nn.ConstantSchedule;
import io.gradflow.nn.FullBatch;
import io.gradflow.nn.GradientDescent;
import io.gradflow.nn.Initializers;
import io.gradflow.nn.Loss;
import io.gradflow.nn.Optimizer;
import io.gradflow.nn.Schedule;
import io.gradflow.nn.Zeros;
import io.gradflow.random.Seeding;
import io.gradflow.sweep.Task;

/** Tasks for tests: the study's, with tanh, scale 1 and seed 0 unless something else is asked for. */
final class TaskBuilder {
    private Dataset dataset = new Xor(300, 0.1, 0.25, false);
    private String architecture = "2-16-16-1";
    private Activation activation = activationOf("tanh");
    private String init = "xavier";
    private double scale = 1;
    private Loss loss = new BinaryCrossEntropy(1e-8);
    private Optimizer optimizer = new GradientDescent(0.05);
    private Schedule schedule = new ConstantSchedule();
    private Batching batch = new FullBatch();
    private int epochs = 2999;
    private long seed;
    private Seeding seeding = Seeding.STUDY;

    TaskBuilder dataset(Dataset newDataset) {
        dataset = newDataset;
        return this;
    }

    TaskBuilder architecture(String widths) {
        architecture = widths;
        return this;
    }

    /** An activation of the catalogue, with the parameters that hold when a configuration is silent. */
    TaskBuilder activation(String kind) {
        return activation(activationOf(kind));
    }

    TaskBuilder activation(Activation newActivation) {
        activation = newActivation;
        return this;
    }

    /** An initialiser of the catalogue, with the parameters that hold when a configuration is silent. */
    TaskBuilder init(String kind) {
        init = kind;
        return this;
    }

    TaskBuilder scale(double newScale) {
        scale = newScale;
        return this;
    }

    /** Binary cross-entropy. */
    TaskBuilder clip(double clip) {
        return loss(new BinaryCrossEntropy(clip));
    }

    TaskBuilder loss(Loss newLoss) {
        loss = newLoss;
        return this;
    }

    /** Gradient descent. */
    TaskBuilder learningRate(double learningRate) {
        return optimizer(new GradientDescent(learningRate));
    }

    TaskBuilder optimizer(Optimizer newOptimizer) {
        optimizer = newOptimizer;
        return this;
    }

    TaskBuilder schedule(Schedule newSchedule) {
        schedule = newSchedule;
        return this;
    }

    TaskBuilder batch(Batching newBatch) {
        batch = newBatch;
        return this;
    }

    TaskBuilder epochs(int newEpochs) {
        epochs = newEpochs;
        return this;
    }

    TaskBuilder seed(long newSeed) {
        seed = newSeed;
        return this;
    }

    TaskBuilder seeding(Seeding newSeeding) {
        seeding = newSeeding;
        return this;
    }

    Task build() {
        return new Task(
                dataset,
                Architecture.parse(architecture),
                activation,
                byName(Initializers.CATALOG, init),
                scale,
                loss,
                optimizer,
                epochs,
                seed,
                seeding,
                new Zeros(),
                schedule,
                batch,
                null,
                null);
    }

    static Activation activationOf(String kind) {
        return byName(Activations.CATALOG, kind);
    }

    static <T> T byName(Catalog<T> catalog, String name) {
        var kind = catalog.kind(name).orElseThrow();
        return catalog.create(
                kind, kind.parameters().stream().map(Parameter::defaultValue).toList());
    }
}
