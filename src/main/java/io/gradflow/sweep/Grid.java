package io.gradflow.sweep;

import io.gradflow.data.Dataset;
import io.gradflow.nn.Activation;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.Batching;
import io.gradflow.nn.ConstantSchedule;
import io.gradflow.nn.FullBatch;
import io.gradflow.nn.Initializer;
import io.gradflow.nn.Loss;
import io.gradflow.nn.Optimizer;
import io.gradflow.nn.Schedule;
import io.gradflow.nn.Zeros;
import io.gradflow.random.Seeding;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * The product of the axes, as a pure function from an index to a task: nothing is held for a single task, so a grid of
 * ten million costs no more than one of ten.
 *
 * <p>The axes that decide which tasks can share a {@link Pack} vary slowest and the seed fastest, so that neighbours
 * share packs. Datasets, optimizers and batchings lie between: some of theirs can share a pack, such as those that differ
 * in noise or learning rate. {@link Packs} are made of it.
 *
 * @param dataSeeds empty where data start at the seed
 * @param initSeeds empty where initial weights start at the seed
 */
public record Grid(
        List<Dataset> datasets,
        List<Architecture> architectures,
        List<Activation> activations,
        List<Loss> losses,
        List<Optimizer> optimizers,
        List<Integer> epochs,
        List<Seeding> seedings,
        List<Initializer> inits,
        List<Double> scales,
        Seeds seeds,
        List<Initializer> biasInits,
        List<Schedule> schedules,
        List<Batching> batches,
        List<Long> dataSeeds,
        List<Long> initSeeds)
        implements Serializable {
    /** How many of the axes below are seeds. */
    private static final int SEED_AXES = 2;

    public Grid {
        datasets = List.copyOf(datasets);
        architectures = List.copyOf(architectures);
        activations = List.copyOf(activations);
        losses = List.copyOf(losses);
        optimizers = List.copyOf(optimizers);
        epochs = List.copyOf(epochs);
        seedings = List.copyOf(seedings);
        inits = List.copyOf(inits);
        scales = List.copyOf(scales);
        biasInits = List.copyOf(biasInits);
        schedules = List.copyOf(schedules);
        batches = List.copyOf(batches);
        dataSeeds = List.copyOf(dataSeeds);
        initSeeds = List.copyOf(initSeeds);
    }

    /** A grid whose other axes have their defaults. */
    public Grid(
            List<Dataset> datasets,
            List<Architecture> architectures,
            List<Activation> activations,
            List<Loss> losses,
            List<Optimizer> optimizers,
            List<Integer> epochs,
            List<Seeding> seedings,
            List<Initializer> inits,
            List<Double> scales,
            Seeds seeds) {
        this(
                datasets,
                architectures,
                activations,
                losses,
                optimizers,
                epochs,
                seedings,
                inits,
                scales,
                seeds,
                List.of(new Zeros()),
                List.of(new ConstantSchedule()),
                List.of(new FullBatch()),
                List.of(),
                List.of());
    }

    /** How many cells there are: combinations of everything but the seeds. */
    public long cells() {
        return product(axes().subList(SEED_AXES, axes().size()));
    }

    /** How many combinations of everything but the seed there are, each with {@link #seeds} tasks. */
    long combinations() {
        return product(axes());
    }

    private static long product(List<List<?>> axes) {
        long product = 1;
        for (var axis : axes) {
            product = Math.multiplyExact(product, Math.max(axis.size(), 1));
        }
        return product;
    }

    /** The combinations of a cell follow one another: so many of them, which differ in seeds of data and weights. */
    long combinationsPerCell() {
        return combinations() / cells();
    }

    /** All axes but the seed, fastest first; the other seeds, which may be missing, come first. */
    List<List<?>> axes() {
        return List.of(
                initSeeds,
                dataSeeds,
                scales,
                inits,
                biasInits,
                seedings,
                schedules,
                optimizers,
                datasets,
                batches,
                epochs,
                losses,
                activations,
                architectures);
    }

    /**
     * How many tasks there are.
     *
     * @throws ArithmeticException if there are more than 2^63 - 1
     */
    public long size() {
        return Math.multiplyExact(combinations(), seeds.size());
    }

    /**
     * The task at an index.
     *
     * @param index from 0 to {@link #size()} - 1
     * @throws IndexOutOfBoundsException if there is no such task
     */
    public Task task(long index) {
        var position = new Position(index);
        long seed = seeds.get(position.next(seeds.size()));
        var initSeed = position.pickAny(initSeeds);
        var dataSeed = position.pickAny(dataSeeds);
        double scale = position.pick(scales);
        var init = position.pick(inits);
        var biasInit = position.pick(biasInits);
        var seeding = position.pick(seedings);
        var schedule = position.pick(schedules);
        var optimizer = position.pick(optimizers);
        var dataset = position.pick(datasets);
        var batch = position.pick(batches);
        int epochCount = position.pick(epochs);
        var loss = position.pick(losses);
        var activation = position.pick(activations);
        var architecture = position.pick(architectures);
        position.requireEnd();
        return new Task(
                dataset,
                architecture,
                activation,
                init,
                scale,
                loss,
                optimizer,
                epochCount,
                seed,
                seeding,
                biasInit,
                schedule,
                batch,
                dataSeed,
                initSeed);
    }

    /** The same grid with other datasets, optimizers and batchings. */
    Grid with(List<Dataset> otherDatasets, List<Optimizer> otherOptimizers, List<Batching> otherBatches) {
        return new Grid(
                otherDatasets,
                architectures,
                activations,
                losses,
                otherOptimizers,
                epochs,
                seedings,
                inits,
                scales,
                seeds,
                biasInits,
                schedules,
                otherBatches,
                dataSeeds,
                initSeeds);
    }

    /** The same grid with other seeds. */
    Grid with(Seeds otherSeeds) {
        return new Grid(
                datasets,
                architectures,
                activations,
                losses,
                optimizers,
                epochs,
                seedings,
                inits,
                scales,
                otherSeeds,
                biasInits,
                schedules,
                batches,
                dataSeeds,
                initSeeds);
    }

    /** The part of the grid with these ends of the network. */
    Grid with(Dataset dataset, Architecture architecture, Loss loss) {
        return new Grid(
                List.of(dataset),
                List.of(architecture),
                activations,
                List.of(loss),
                optimizers,
                epochs,
                seedings,
                inits,
                scales,
                seeds,
                biasInits,
                schedules,
                batches,
                dataSeeds,
                initSeeds);
    }

    /** Whether a task's combination of everything but the seed is one of this grid's. */
    boolean hasCombinationOf(Task task) {
        return datasets.contains(task.dataset())
                && architectures.contains(task.architecture())
                && activations.contains(task.activation())
                && losses.contains(task.loss())
                && optimizers.contains(task.optimizer())
                && epochs.contains(task.epochs())
                && seedings.contains(task.seeding())
                && inits.contains(task.init())
                && scales.contains(task.scale())
                && biasInits.contains(task.biasInit())
                && schedules.contains(task.schedule())
                && batches.contains(task.batch())
                && hasSeed(dataSeeds, task.dataSeed())
                && hasSeed(initSeeds, task.initSeed());
    }

    private static boolean hasSeed(List<Long> seeds, Long seed) {
        return seed == null ? seeds.isEmpty() : seeds.contains(seed);
    }

    /** The first seed's task of a combination of everything but the seed. */
    Task firstTask(long combination) {
        return task(combination * seeds.size());
    }

    /** The first seed's task of each combination of everything but the seed, in order. */
    Stream<Task> firstTasks() {
        return LongStream.range(0, combinations()).mapToObj(this::firstTask);
    }

    /** The keys that have an effect in some task of the grid: the key columns of its tables. */
    public List<TaskKey> keys() {
        return List.copyOf(values().keySet());
    }

    /**
     * The values of each key that has an effect, without repetitions, in the order of the grid; of the seeds only the
     * first and the last.
     */
    public Map<TaskKey, List<Object>> values() {
        var walked = walk();
        var values = new LinkedHashMap<TaskKey, List<Object>>();
        for (var key : TaskKey.ALL) {
            var distinct = walked.stream()
                    .map(key::value)
                    .filter(Objects::nonNull)
                    .distinct()
                    .toList();
            if (!distinct.isEmpty()) {
                values.put(key, distinct);
            }
        }
        return values;
    }

    /** Tasks that show each value of each axis: from the first task along each axis, as a key belongs to one axis. */
    private List<Task> walk() {
        var walked = new ArrayList<Task>();
        walked.add(task(0));
        walked.add(task(seeds.size() - 1));
        long stride = seeds.size();
        for (var axis : axes()) {
            for (int i = 0; i < axis.size(); i++) {
                walked.add(task(i * stride));
            }
            stride *= Math.max(axis.size(), 1);
        }
        return walked;
    }

    /** An index taken apart, fastest axis first. */
    private static final class Position {
        private final long index;
        private long rest;

        Position(long index) {
            if (index < 0) {
                throw outside(index);
            }
            this.index = index;
            this.rest = index;
        }

        long next(long axisSize) {
            long position = rest % axisSize;
            rest /= axisSize;
            return position;
        }

        <V> V pick(List<V> axis) {
            return axis.get((int) next(axis.size()));
        }

        /** Null from an axis without values. */
        <V> V pickAny(List<V> axis) {
            return axis.isEmpty() ? null : pick(axis);
        }

        void requireEnd() {
            if (rest != 0) {
                throw outside(index);
            }
        }

        private static IndexOutOfBoundsException outside(long index) {
            return new IndexOutOfBoundsException("the grid has no task " + index);
        }
    }
}
