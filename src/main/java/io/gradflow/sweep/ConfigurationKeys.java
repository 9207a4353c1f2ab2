package io.gradflow.sweep;

import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
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
import io.gradflow.sweep.Axis.Sharing;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The declarations of all keys that a task's numbers depend on. To add a key is to declare it here and to name it in
 * the two orders at the end; {@link Task#value} then has it.
 */
public final class ConfigurationKeys {
    /** Data and split. Tasks may share a pack if they have as many samples to train on and as many to test with. */
    public static final Axis<Dataset> DATASET = new Axis.OfComponents<>(
            Datasets.CATALOG, Sharing.alike(dataset -> List.of(dataset.trainCount(), dataset.testCount())));

    /** Layer widths. */
    public static final Axis<Architecture> ARCHITECTURE = new Axis.OfScalars<>(
            Parameter.text(
                    "architecture",
                    null,
                    new Rule<>(Architecture.RULE, ConfigurationKeys::isArchitecture),
                    "layer widths, inputs first; fitting the dataset and the loss"),
            Architecture::parse,
            Architecture::toString,
            Sharing.equal());

    /** The function of each hidden unit. */
    public static final Axis<Activation> ACTIVATION = new Axis.OfComponents<>(Activations.CATALOG, Sharing.equal());

    /** Where the weights start. */
    public static final Axis<Initializer> INIT = new Axis.OfComponents<>(Initializers.CATALOG, Sharing.any());

    /** Factor on the initial weights. */
    public static final Axis<Double> SCALE = Axis.OfScalars.of(
            Parameter.number("scale", 1.0, Rule.atLeast(0), "factor on the initial weights"), Sharing.any());

    /** Where the biases start. */
    public static final Axis<Initializer> BIAS_INIT = new Axis.OfComponents<>(BiasInitializers.CATALOG, Sharing.any());

    /** What training minimises. */
    public static final Axis<Loss> LOSS = new Axis.OfComponents<>(Losses.CATALOG, Sharing.equal());

    /** How parameters follow from gradients. Tasks may share a pack if their optimizers are of one kind. */
    public static final Axis<Optimizer> OPTIMIZER =
            new Axis.OfComponents<>(Optimizers.CATALOG, Sharing.alike(Optimizer::getClass));

    /** The factor on the learning rate in each epoch. */
    public static final Axis<Schedule> SCHEDULE = new Axis.OfComponents<>(Schedules.CATALOG, Sharing.any());

    /** Which samples an update is made from. */
    public static final Axis<Batching> BATCH = new Axis.OfComponents<>(Batchings.CATALOG, Sharing.equal());

    /** Passes over the training set. */
    public static final Axis<Integer> EPOCHS = Axis.OfScalars.of(
            Parameter.integer(
                    "epochs", null, Rule.integerIn(0, 1_000_000_000), "passes over the training set; rows 0 to epochs"),
            Sharing.equal());

    private static final Rule<Long> SEED_RULE = Rule.longIn(0, Long.MAX_VALUE);

    /** Where all randomness starts. */
    public static final Axis<Long> SEED = new Axis.OfSeeds(
            Parameter.longInteger("seed", null, SEED_RULE, "where all randomness starts; also ranges such as \"0..9\""),
            true);

    /** How streams of random numbers follow from the seed. */
    public static final Axis<Seeding> SEEDING = new Axis.OfScalars<>(
            Parameter.text(
                    "seeding",
                    name(Seeding.INDEPENDENT),
                    oneOf(Seeding.values()),
                    "study: data, split and weights each start default_rng(seed); independent: each has its own"
                            + " stream"),
            name -> Seeding.valueOf(name.toUpperCase(Locale.ROOT)),
            ConfigurationKeys::name,
            Sharing.any());

    /** Where data and split start, if not at the seed. */
    public static final Axis<Long> DATA_SEED = new Axis.OfSeeds(
            Parameter.longInteger(
                    "data-seed", null, SEED_RULE, "where data and split start; if it is missing, at the seed"),
            false);

    /** Where initial weights and biases start, if not at the seed. */
    public static final Axis<Long> INIT_SEED = new Axis.OfSeeds(
            Parameter.longInteger(
                    "init-seed",
                    null,
                    SEED_RULE,
                    "where initial weights and biases start; if it is missing, at the seed"),
            false);

    /** All axes, in the order of their columns. */
    static final List<Axis<?>> IN_ORDER_OF_COLUMNS = List.of(
            DATASET,
            ARCHITECTURE,
            ACTIVATION,
            INIT,
            SCALE,
            BIAS_INIT,
            LOSS,
            OPTIMIZER,
            SCHEDULE,
            BATCH,
            EPOCHS,
            SEED,
            SEEDING,
            DATA_SEED,
            INIT_SEED);

    /**
     * All axes, from the one that varies fastest to the one that varies slowest. Seeds are first, so that the runs of a
     * cell are neighbours; then come axes of which a pack may have any values, some values, and last only equal values,
     * so that tasks that may share a pack are neighbours.
     */
    static final List<Axis<?>> ALL = positioned(List.of(
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
            ARCHITECTURE));

    private ConfigurationKeys() {}

    private static List<Axis<?>> positioned(List<Axis<?>> fastestFirst) {
        if (!new HashSet<>(fastestFirst).equals(new HashSet<>(IN_ORDER_OF_COLUMNS))) {
            throw new IllegalStateException("both orders must name all axes");
        }
        for (int i = 0; i < fastestFirst.size(); i++) {
            fastestFirst.get(i).setPosition(i);
        }
        return fastestFirst;
    }

    private static boolean isArchitecture(String text) {
        try {
            Architecture.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static <E extends Enum<E>> Rule<String> oneOf(E[] constants) {
        var names = Arrays.stream(constants).map(ConfigurationKeys::name).toList();
        Predicate<String> isAmongThem = names::contains;
        return new Rule<>(names.stream().collect(Collectors.joining(" or ")), isAmongThem);
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
