package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.gradflow.data.Dataset;
import io.gradflow.data.Xor;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.Arctan;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.activation.Sigmoid;
import io.gradflow.nn.activation.Softsign;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.initializer.Gaussian;
import io.gradflow.nn.initializer.He;
import io.gradflow.nn.initializer.Initializer;
import io.gradflow.nn.initializer.Xavier;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.nn.optimizer.Optimizer;
import io.gradflow.random.Seeding;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Identities are in every store ever written: what is pinned here never changes. */
class TaskIdTest {
    private static final Dataset XOR = new Xor(300, 0.1, 0.25, false);
    private static final Loss LOSS = new BinaryCrossEntropy(0);
    private static final Optimizer GD = new GradientDescent(0.05);

    /** Nothing but what a configuration must say. */
    private static final Task PLAIN = task(XOR, "2-3-1", new Tanh(), new Xavier(), 1, LOSS, GD, 1, 0);

    /** The study's first task. */
    private static final Task STUDY = new Task.Builder()
            .with(ConfigurationKeys.DATASET, XOR)
            .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-16-16-1"))
            .with(ConfigurationKeys.ACTIVATION, new Relu())
            .with(ConfigurationKeys.INIT, new Xavier())
            .with(ConfigurationKeys.SCALE, 1.0)
            .with(ConfigurationKeys.LOSS, new BinaryCrossEntropy(1e-8))
            .with(ConfigurationKeys.OPTIMIZER, GD)
            .with(ConfigurationKeys.EPOCHS, 2999)
            .with(ConfigurationKeys.SEED, 0L)
            .with(ConfigurationKeys.SEEDING, Seeding.STUDY)
            .build();

    private static final Task ALL_AWAY_FROM_DEFAULTS = new Task.Builder()
            .with(ConfigurationKeys.DATASET, new Xor(1000, 0, 0.5, true))
            .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-8-8-8-1"))
            .with(ConfigurationKeys.ACTIVATION, new LeakyRelu(0.2))
            .with(ConfigurationKeys.INIT, new Gaussian(0.05))
            .with(ConfigurationKeys.SCALE, 2.5)
            .with(ConfigurationKeys.LOSS, new BinaryCrossEntropy(1e-8))
            .with(ConfigurationKeys.OPTIMIZER, new GradientDescent(0.1))
            .with(ConfigurationKeys.EPOCHS, 10)
            .with(ConfigurationKeys.SEED, 42L)
            .with(ConfigurationKeys.SEEDING, Seeding.STUDY)
            .build();

    private static Task task(
            Dataset dataset,
            String architecture,
            Activation activation,
            Initializer init,
            double scale,
            Loss loss,
            Optimizer optimizer,
            int epochs,
            long seed) {
        return new Task.Builder()
                .with(ConfigurationKeys.DATASET, dataset)
                .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse(architecture))
                .with(ConfigurationKeys.ACTIVATION, activation)
                .with(ConfigurationKeys.INIT, init)
                .with(ConfigurationKeys.SCALE, scale)
                .with(ConfigurationKeys.LOSS, loss)
                .with(ConfigurationKeys.OPTIMIZER, optimizer)
                .with(ConfigurationKeys.EPOCHS, epochs)
                .with(ConfigurationKeys.SEED, seed)
                .with(ConfigurationKeys.SEEDING, Seeding.INDEPENDENT)
                .build();
    }

    static Stream<Arguments> pinned() {
        return Stream.of(
                arguments("f90fa63725a84c6595e68ffd9874a703", STUDY),
                arguments(
                        "edaf2dc720666371d6290bd9eaae53ac",
                        new Task.Builder()
                                .with(ConfigurationKeys.DATASET, XOR)
                                .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-16-16-1"))
                                .with(ConfigurationKeys.ACTIVATION, new Softsign())
                                .with(ConfigurationKeys.INIT, new Xavier())
                                .with(ConfigurationKeys.SCALE, 2.0)
                                .with(ConfigurationKeys.LOSS, new BinaryCrossEntropy(1e-8))
                                .with(ConfigurationKeys.OPTIMIZER, GD)
                                .with(ConfigurationKeys.EPOCHS, 2999)
                                .with(ConfigurationKeys.SEED, 9L)
                                .with(ConfigurationKeys.SEEDING, Seeding.STUDY)
                                .build()),
                arguments("7006f471b25a6d9fd8f583706955b248", PLAIN),
                arguments(
                        "524ffed1a6bc54f161f6a8ceba4f881a",
                        task(XOR, "2-3-1", new LeakyRelu(0.01), new Xavier(), 1, LOSS, GD, 1, 0)),
                arguments(
                        "7bf3fc1bd8ed837ca8d4db8f4169a99d",
                        task(XOR, "2-3-1", new LeakyRelu(0.2), new Xavier(), 1, LOSS, GD, 1, 0)),
                arguments(
                        "4df63f65f4d24c347563fec073fb7a65",
                        task(XOR, "2-1", new Sigmoid(), new He(), 0, LOSS, GD, 0, Long.MAX_VALUE)),
                arguments(
                        "fb26619b66a1f32db7857799d8d9c166",
                        task(XOR, "2-65536-1", new Arctan(), new Gaussian(0.05), 0.1, LOSS, GD, 1_000_000_000, 42)),
                arguments(
                        "1c350ea6599016d91e66087e1a6a6f29",
                        task(new Xor(1000, 0, 0.5, true), "2-3-1", new Tanh(), new Xavier(), 1, LOSS, GD, 1, 0)),
                arguments(
                        "5b54df1eb60a917e85dab18dd03cbe76",
                        task(XOR, "2-3-1", new Tanh(), new Xavier(), 1, LOSS, new GradientDescent(1e-300), 1, 0)),
                arguments(
                        "deebda66f0f690b0837f4b56de6c6e91",
                        new Task.Builder()
                                .with(ConfigurationKeys.DATASET, new Xor(64, 0.3, 0.25, false))
                                .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-8-8-8-1"))
                                .with(ConfigurationKeys.ACTIVATION, new Softsign())
                                .with(ConfigurationKeys.INIT, new Gaussian(0.1))
                                .with(ConfigurationKeys.SCALE, 1e10)
                                .with(ConfigurationKeys.LOSS, new BinaryCrossEntropy(0.25))
                                .with(ConfigurationKeys.OPTIMIZER, new GradientDescent(0.5))
                                .with(ConfigurationKeys.EPOCHS, 10)
                                .with(ConfigurationKeys.SEED, 7L)
                                .with(ConfigurationKeys.SEEDING, Seeding.STUDY)
                                .build()));
    }

    @ParameterizedTest
    @MethodSource("pinned")
    void identitiesArePinned(String id, Task task) {
        assertEquals(id, task.id());
    }

    @Test
    void theCanonicalTextNamesWhatIsAwayFromItsDefaultInOrder() throws Exception {
        String text = """
                activation=relu
                architecture=2-16-16-1
                epochs=2999
                loss_clip=3e45798ee2308c3a
                seed=0
                seeding=study
                """;
        assertEquals(text, TaskId.canonicalText(STUDY));
        assertEquals(first128BitsOfSha256(text), STUDY.id());
    }

    @Test
    void theCanonicalTextNamesAllWhenAllIsAwayFromItsDefault() throws Exception {
        String text = """
                activation=leaky_relu
                activation_slope=3fc999999999999a
                architecture=2-8-8-8-1
                dataset_n=1000
                dataset_noise=0000000000000000
                dataset_relabel_after_noise=true
                dataset_test_fraction=3fe0000000000000
                epochs=10
                init=gaussian
                init_std=3fa999999999999a
                learning_rate=3fb999999999999a
                loss_clip=3e45798ee2308c3a
                scale=4004000000000000
                seed=42
                seeding=study
                """;
        assertEquals(text, TaskId.canonicalText(ALL_AWAY_FROM_DEFAULTS));
        assertEquals(first128BitsOfSha256(text), ALL_AWAY_FROM_DEFAULTS.id());
    }

    private static String first128BitsOfSha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%032x", new BigInteger(1, digest).shiftRight(128));
    }

    /** Each task differs from its partner in the key alone. */
    static Stream<Arguments> changes() {
        var changes = new ArrayList<Arguments>();
        for (var catalog : Parameters.CATALOGS) {
            var kinds = catalog.kinds().stream()
                    .map(kind -> with(catalog.role(), kind.create(Parameters.usual(kind))))
                    .toList();
            for (var one : kinds) {
                kinds.stream()
                        .filter(other -> !other.equals(one))
                        .forEach(other -> changes.add(arguments(catalog.role(), one, other)));
            }
        }
        Parameters.all().forEach(place -> {
            var values = Parameters.usual(place.kind());
            var usual = place.kind().create(values);
            values.set(place.index(), Parameters.away(place.parameter()));
            String role = place.catalog().role();
            changes.add(arguments(
                    role + "." + place.parameter().name(),
                    with(role, usual),
                    with(role, place.kind().create(values))));
        });
        changes.add(
                arguments("architecture", PLAIN, with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-4-1"))));
        changes.add(arguments("scale", PLAIN, with(ConfigurationKeys.SCALE, 2.0)));
        changes.add(arguments("epochs", PLAIN, with(ConfigurationKeys.EPOCHS, 2)));
        changes.add(arguments("seed", PLAIN, with(ConfigurationKeys.SEED, 1L)));
        changes.add(arguments("seeding", PLAIN, with(ConfigurationKeys.SEEDING, Seeding.STUDY)));
        changes.add(arguments("data-seed", PLAIN, with(ConfigurationKeys.DATA_SEED, 0L)));
        changes.add(
                arguments("data-seed", with(ConfigurationKeys.DATA_SEED, 0L), with(ConfigurationKeys.DATA_SEED, 1L)));
        changes.add(arguments("init-seed", PLAIN, with(ConfigurationKeys.INIT_SEED, 0L)));
        changes.add(
                arguments("init-seed", with(ConfigurationKeys.INIT_SEED, 0L), with(ConfigurationKeys.INIT_SEED, 1L)));
        return changes.stream();
    }

    /** The plain task with another component. */
    private static Task with(String role, Object component) {
        var axis = ConfigurationKeys.ALL.stream()
                .filter(a -> a.name().equals(role))
                .findFirst();
        return withUnchecked(axis.orElseThrow(), component);
    }

    @SuppressWarnings("unchecked") // the component is of the axis's catalogue
    private static <V> Task withUnchecked(Axis<V> axis, Object component) {
        return with(axis, (V) component);
    }

    /** The plain task with another value of an axis. */
    private static <V> Task with(Axis<V> axis, V value) {
        return new Task.Builder()
                .with(ConfigurationKeys.DATASET, XOR)
                .with(ConfigurationKeys.ARCHITECTURE, PLAIN.architecture())
                .with(ConfigurationKeys.ACTIVATION, PLAIN.activation())
                .with(ConfigurationKeys.INIT, PLAIN.init())
                .with(ConfigurationKeys.LOSS, LOSS)
                .with(ConfigurationKeys.OPTIMIZER, GD)
                .with(ConfigurationKeys.EPOCHS, PLAIN.epochs())
                .with(ConfigurationKeys.SEED, PLAIN.seed())
                .with(axis, value)
                .build();
    }

    @ParameterizedTest
    @MethodSource("changes")
    void eachKeyChangedAloneChangesTheIdentity(String path, Task task, Task changed) {
        assertNotEquals(task.id(), changed.id());
        var key = TaskKey.ALL.stream().filter(k -> k.path().equals(path)).findFirst();
        assertNotEquals(key.orElseThrow().value(task), key.orElseThrow().value(changed));
    }

    @Test
    void theChangesAboveLeaveNoKeyOut() {
        var changed = changes().map(arguments -> (String) arguments.get()[0]).collect(Collectors.toSet());
        // A component of a single kind has no other to change to.
        Parameters.CATALOGS.stream()
                .filter(catalog -> catalog.kinds().size() == 1)
                .forEach(catalog -> changed.add(catalog.role()));
        assertEquals(TaskKey.ALL.stream().map(TaskKey::path).collect(Collectors.toSet()), changed);
    }

    @Test
    void neighbouringDoublesAreDifferentTasks() {
        var ids = new HashSet<String>();
        for (double scale : new double[] {1, Math.nextUp(1.0), Math.nextDown(1.0), 0, Double.MIN_VALUE, 1e308}) {
            assertTrue(ids.add(task(XOR, "2-3-1", new Tanh(), new Xavier(), scale, LOSS, GD, 1, 0)
                    .id()));
        }
    }

    @Test
    void zeroAndNegativeZeroAreOneTask() {
        for (double clip : new double[] {0.0, -0.0}) {
            assertEquals(
                    PLAIN.id(),
                    task(XOR, "2-3-1", new Tanh(), new Xavier(), 1, new BinaryCrossEntropy(clip), GD, 1, 0)
                            .id());
        }
        assertEquals(
                task(XOR, "2-3-1", new Tanh(), new Xavier(), 0.0, LOSS, GD, 1, 0)
                        .id(),
                task(XOR, "2-3-1", new Tanh(), new Xavier(), -0.0, LOSS, GD, 1, 0)
                        .id());
    }

    @TempDir
    private Path folder;

    private String id(String... overrides) throws Exception {
        var grid = ConfigurationFile.in(folder)
                .read(ConfigurationFile.SHORTEST, overrides)
                .grid();
        assertEquals(1, grid.size());
        return grid.task(0).id();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"sweep.name=other", "sweep.log-every=100", "sweep.diagnostics=[study]", "execution.partitions=7"
            })
    void whatChangesNoNumberChangesNoIdentity(String override) throws Exception {
        assertEquals(PLAIN.id(), id(override));
    }

    @Test
    void aDefaultMayBeWrittenOrOmitted() throws Exception {
        var written = new TreeMap<>(Map.of("scale", "1", "seeding", "independent"));
        for (var catalog : Parameters.CATALOGS) {
            catalog.defaultKind().ifPresent(kind -> written.put(catalog.role(), "{ kind = " + kind + " }"));
        }
        for (var override : written.entrySet()) {
            assertEquals(PLAIN.id(), id("sweep." + override.getKey() + "=" + override.getValue()));
        }
        var overrides = Stream.concat(
                written.entrySet().stream().map(entry -> "sweep." + entry.getKey() + "=" + entry.getValue()),
                Parameters.CATALOGS.stream()
                        .flatMap(catalog -> catalog
                                .defaultKind()
                                .flatMap(catalog::kind)
                                .map(kind -> kind.parameters().stream()
                                        .filter(parameter -> parameter.defaultValue() != null)
                                        .map(parameter -> "sweep." + catalog.role() + "." + parameter.name() + "="
                                                + parameter.defaultValue()))
                                .stream())
                        .flatMap(parameters -> parameters));
        assertEquals(PLAIN.id(), id(overrides.toArray(String[]::new)));
    }

    @Test
    void oneValueInAnySpellingIsOneTask() throws Exception {
        var ids = new HashSet<String>();
        for (String scale : List.of("0.1", "1e-1", "\"0.10\"", "[0.1]", "100.0E-3")) {
            ids.add(id("sweep.scale=" + scale, "sweep.activation=leaky-relu"));
            ids.add(id("sweep.scale=" + scale, "sweep.activation={ kind = leaky_relu, slope = 1e-2 }"));
        }
        assertEquals(1, ids.size());
    }
}
