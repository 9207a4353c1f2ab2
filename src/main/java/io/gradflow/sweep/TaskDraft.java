package io.gradflow.sweep;

import io.gradflow.data.Dataset;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.batch.Batching;
import io.gradflow.nn.batch.FullBatch;
import io.gradflow.nn.initializer.Initializer;
import io.gradflow.nn.initializer.Zeros;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.optimizer.Optimizer;
import io.gradflow.nn.schedule.ConstantSchedule;
import io.gradflow.nn.schedule.Schedule;
import io.gradflow.random.Seeding;

/** A task under construction: each {@link Axis} sets its own field. */
final class TaskDraft {
    Dataset dataset;
    Architecture architecture;
    Activation activation;
    Initializer init;
    double scale = TaskKey.SCALE.defaultValue();
    Loss loss;
    Optimizer optimizer;
    int epochs;
    long seed;
    Seeding seeding = Seeding.INDEPENDENT;
    Initializer biasInit = new Zeros();
    Schedule schedule = new ConstantSchedule();
    Batching batch = new FullBatch();
    Long dataSeed;
    Long initSeed;

    Task task() {
        return new Task(
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
                biasInit,
                schedule,
                batch,
                dataSeed,
                initSeed);
    }
}
