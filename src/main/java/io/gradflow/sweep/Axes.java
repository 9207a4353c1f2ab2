package io.gradflow.sweep;

import io.gradflow.data.Dataset;
import io.gradflow.data.Datasets;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.batch.Batching;
import io.gradflow.nn.batch.Batchings;
import io.gradflow.nn.initializer.BiasInitializers;
import io.gradflow.nn.initializer.Initializer;
import io.gradflow.nn.initializer.Initializers;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.loss.Losses;
import io.gradflow.nn.optimizer.Optimizer;
import io.gradflow.nn.optimizer.Optimizers;
import io.gradflow.nn.schedule.Schedule;
import io.gradflow.nn.schedule.Schedules;
import io.gradflow.random.Seeding;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** All axes: apart from {@link Axis}, so that no axis's initialisation waits for that of all others. */
final class Axes {
    static final Axis<Long> SEED = new Axis.OfSeeds(TaskKey.SEED, true, (task, seed) -> task.seed = seed);

    static final Axis<Long> DATA_SEED =
            new Axis.OfSeeds(TaskKey.DATA_SEED, false, (task, seed) -> task.dataSeed = seed);

    static final Axis<Long> INIT_SEED =
            new Axis.OfSeeds(TaskKey.INIT_SEED, false, (task, seed) -> task.initSeed = seed);

    static final Axis<Double> SCALE = new Axis.OfScalars<>(
            TaskKey.SCALE, Function.identity(), Axis.Sharing.ALL, (task, scale) -> task.scale = scale);

    static final Axis<Initializer> INIT =
            new Axis.OfComponents<>(Initializers.CATALOG, Axis.Sharing.ALL, (task, init) -> task.init = init);

    static final Axis<Initializer> BIAS_INIT =
            new Axis.OfComponents<>(BiasInitializers.CATALOG, Axis.Sharing.ALL, (task, init) -> task.biasInit = init);

    static final Axis<Seeding> SEEDING = new Axis.OfScalars<>(
            TaskKey.SEEDING,
            name -> Seeding.valueOf(name.toUpperCase(Locale.ROOT)),
            Axis.Sharing.ALL,
            (task, seeding) -> task.seeding = seeding);

    static final Axis<Schedule> SCHEDULE =
            new Axis.OfComponents<>(Schedules.CATALOG, Axis.Sharing.ALL, (task, schedule) -> task.schedule = schedule);

    static final Axis<Optimizer> OPTIMIZER = new Axis.OfComponents<>(
            Optimizers.CATALOG, Axis.Sharing.ALIKE, (task, optimizer) -> task.optimizer = optimizer);

    static final Axis<Dataset> DATASET =
            new Axis.OfComponents<>(Datasets.CATALOG, Axis.Sharing.ALIKE, (task, dataset) -> task.dataset = dataset);

    static final Axis<Integer> EPOCHS = new Axis.OfScalars<>(
            TaskKey.EPOCHS, Function.identity(), Axis.Sharing.EQUAL, (task, epochs) -> task.epochs = epochs);

    static final Axis<Batching> BATCH =
            new Axis.OfComponents<>(Batchings.CATALOG, Axis.Sharing.EQUAL, (task, batching) -> task.batch = batching);

    static final Axis<Loss> LOSS =
            new Axis.OfComponents<>(Losses.CATALOG, Axis.Sharing.EQUAL, (task, loss) -> task.loss = loss);

    static final Axis<Activation> ACTIVATION = new Axis.OfComponents<>(
            Activations.CATALOG, Axis.Sharing.EQUAL, (task, activation) -> task.activation = activation);

    static final Axis<Architecture> ARCHITECTURE = new Axis.OfScalars<>(
            TaskKey.ARCHITECTURE,
            Architecture::parse,
            Axis.Sharing.EQUAL,
            (task, architecture) -> task.architecture = architecture);

    /**
     * All axes, the fastest first: seeds, so that the runs of a cell are neighbours, then what may differ within a pack,
     * then what may partly, and last what may not, so that neighbours share packs.
     */
    static final List<Axis<?>> ALL = List.of(
            SEED,
            DATA_SEED,
            INIT_SEED,
            SCALE,
            INIT,
            BIAS_INIT,
            SEEDING,
            SCHEDULE,
            OPTIMIZER,
            DATASET,
            EPOCHS,
            BATCH,
            LOSS,
            ACTIVATION,
            ARCHITECTURE);

    /** All axes, in the order of their columns. */
    static List<Axis<?>> inOrderOfKeys() {
        var order = TaskKey.ALL.stream().map(TaskKey::root).toList();
        return ALL.stream()
                .sorted(Comparator.comparingInt(axis -> order.indexOf(axis.name())))
                .toList();
    }

    private Axes() {}
}
