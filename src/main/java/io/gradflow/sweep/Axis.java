package io.gradflow.sweep;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Parameter;
import io.gradflow.data.Dataset;
import io.gradflow.data.Datasets;
import io.gradflow.nn.Activation;
import io.gradflow.nn.Activations;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.Batching;
import io.gradflow.nn.Batchings;
import io.gradflow.nn.BiasInitializers;
import io.gradflow.nn.Initializer;
import io.gradflow.nn.Initializers;
import io.gradflow.nn.Loss;
import io.gradflow.nn.Losses;
import io.gradflow.nn.Optimizer;
import io.gradflow.nn.Optimizers;
import io.gradflow.nn.Schedule;
import io.gradflow.nn.Schedules;
import io.gradflow.random.Seeding;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * A key of the configuration that a list makes an axis of the grid: what is read there, and which part of a task it is. To
 * add an axis is to add it here, and its field to {@link Task}, {@link TaskDraft} and {@link TaskKey}.
 *
 * @param <V> the values
 */
sealed interface Axis<V> {

    /** Which of an axis's values may be in one {@link Pack}. */
    enum Sharing {
        /** Any. */
        ALL,
        /** Those whose tasks run the same {@link Instructions}. */
        ALIKE,
        /** None but equal ones. */
        EQUAL
    }

    /** The key, below {@code sweep}. */
    String name();

    /** Which values may be in one pack. */
    Sharing sharing();

    /** Makes a value part of a task. */
    void set(TaskDraft draft, V value);

    /** Whether tasks that differ here alone are runs of one cell. */
    default boolean isSeed() {
        return this instanceof OfSeeds;
    }

    /** Where it is in {@link #ALL}. */
    default int position() {
        return ALL.indexOf(this);
    }

    /**
     * Components of a catalogue.
     *
     * @param setter of a task's field
     */
    record OfComponents<V>(Catalog<V> catalog, Sharing sharing, BiConsumer<TaskDraft, V> setter) implements Axis<V> {
        @Override
        public String name() {
            return catalog.role();
        }

        @Override
        public void set(TaskDraft draft, V value) {
            setter.accept(draft, value);
        }
    }

    /**
     * Scalars.
     *
     * @param value what a scalar of the configuration stands for
     * @param setter of a task's field
     */
    record OfScalars<P, V>(
            Parameter<P> parameter, Function<P, V> value, Sharing sharing, BiConsumer<TaskDraft, V> setter)
            implements Axis<V> {
        @Override
        public String name() {
            return parameter.name();
        }

        @Override
        public void set(TaskDraft draft, V value) {
            setter.accept(draft, value);
        }
    }

    /**
     * Seeds.
     *
     * @param isRequired whether each task has one of its own
     * @param setter of a task's field
     */
    record OfSeeds(Parameter<Long> parameter, boolean isRequired, BiConsumer<TaskDraft, Long> setter)
            implements Axis<Long> {
        @Override
        public String name() {
            return parameter.name();
        }

        @Override
        public Sharing sharing() {
            return Sharing.ALL;
        }

        @Override
        public void set(TaskDraft draft, Long value) {
            setter.accept(draft, value);
        }
    }

    Axis<Long> SEED = new OfSeeds(TaskKey.SEED, true, (task, seed) -> task.seed = seed);

    Axis<Long> DATA_SEED = new OfSeeds(TaskKey.DATA_SEED, false, (task, seed) -> task.dataSeed = seed);

    Axis<Long> INIT_SEED = new OfSeeds(TaskKey.INIT_SEED, false, (task, seed) -> task.initSeed = seed);

    Axis<Double> SCALE =
            new OfScalars<>(TaskKey.SCALE, Function.identity(), Sharing.ALL, (task, scale) -> task.scale = scale);

    Axis<Initializer> INIT = new OfComponents<>(Initializers.CATALOG, Sharing.ALL, (task, init) -> task.init = init);

    Axis<Initializer> BIAS_INIT =
            new OfComponents<>(BiasInitializers.CATALOG, Sharing.ALL, (task, init) -> task.biasInit = init);

    Axis<Seeding> SEEDING = new OfScalars<>(
            TaskKey.SEEDING,
            name -> Seeding.valueOf(name.toUpperCase(Locale.ROOT)),
            Sharing.ALL,
            (task, seeding) -> task.seeding = seeding);

    Axis<Schedule> SCHEDULE =
            new OfComponents<>(Schedules.CATALOG, Sharing.ALL, (task, schedule) -> task.schedule = schedule);

    Axis<Optimizer> OPTIMIZER =
            new OfComponents<>(Optimizers.CATALOG, Sharing.ALIKE, (task, optimizer) -> task.optimizer = optimizer);

    Axis<Dataset> DATASET =
            new OfComponents<>(Datasets.CATALOG, Sharing.ALIKE, (task, dataset) -> task.dataset = dataset);

    Axis<Integer> EPOCHS =
            new OfScalars<>(TaskKey.EPOCHS, Function.identity(), Sharing.EQUAL, (task, epochs) -> task.epochs = epochs);

    Axis<Batching> BATCH =
            new OfComponents<>(Batchings.CATALOG, Sharing.EQUAL, (task, batching) -> task.batch = batching);

    Axis<Loss> LOSS = new OfComponents<>(Losses.CATALOG, Sharing.EQUAL, (task, loss) -> task.loss = loss);

    Axis<Activation> ACTIVATION =
            new OfComponents<>(Activations.CATALOG, Sharing.EQUAL, (task, activation) -> task.activation = activation);

    Axis<Architecture> ARCHITECTURE = new OfScalars<>(
            TaskKey.ARCHITECTURE,
            Architecture::parse,
            Sharing.EQUAL,
            (task, architecture) -> task.architecture = architecture);

    /**
     * All axes, the fastest first: seeds, so that the runs of a cell are neighbours, then what may differ within a pack,
     * then what may partly, and last what may not, so that neighbours share packs.
     */
    List<Axis<?>> ALL = List.of(
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
}
