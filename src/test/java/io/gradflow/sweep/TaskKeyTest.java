package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Xor;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.initializer.Xavier;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.random.Seeding;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TaskKeyTest {
    /** Columns of the tables that are no keys; SQL does not tell upper from lower case. */
    private static final Set<String> OTHER_COLUMNS = Set.of("task", "epoch", "layer", "layers", "outcome", "runs");

    static List<TaskKey> keys() {
        return TaskKey.ALL;
    }

    @Test
    void columnsAreUnique() {
        var columns = new HashSet<>(OTHER_COLUMNS);
        TaskKey.ALL.forEach(key -> assertTrue(columns.add(key.column()), key.column()));
    }

    @Test
    void pathsAreUnique() {
        var paths = new HashSet<String>();
        TaskKey.ALL.forEach(key -> assertTrue(paths.add(key.path()), key.path()));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void columnsAreInLowerSnake(TaskKey key) {
        assertTrue(key.column().matches("[a-z][a-z0-9]*(_[a-z0-9]+)*"), key.column());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void pathsAreInKebabCase(TaskKey key) {
        assertTrue(key.path().matches("[a-z][a-z0-9-]*(\\.[a-z][a-z0-9-]*)?"), key.path());
    }

    @ParameterizedTest
    @MethodSource("keys")
    void aColumnIsThePathWithUnderscores(TaskKey key) {
        String expected = key.path().equals("optimizer.learning-rate")
                ? "learning_rate"
                : key.path().replace('.', '_').replace('-', '_');
        assertEquals(expected, key.column());
    }

    @Test
    void everyParameterOfEveryKindIsAKey() {
        var parameters = Parameters.all()
                .map(place -> place.catalog().role() + "." + place.parameter().name())
                .collect(Collectors.toSet());
        var paths = TaskKey.ALL.stream()
                .map(TaskKey::path)
                .filter(path -> path.contains("."))
                .collect(Collectors.toSet());
        assertEquals(parameters, paths);
    }

    @Test
    void theThreeSeedsAreSeeds() {
        assertEquals(
                List.of("seed", "data_seed", "init_seed"),
                TaskKey.ALL.stream()
                        .filter(TaskKey::isSeed)
                        .map(TaskKey::column)
                        .toList());
    }

    @Test
    void valuesAreThoseOfTheTask() {
        var task = new Task.Builder()
                .with(ConfigurationKeys.DATASET, new Xor(40, 0.5, 0.25, true))
                .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-3-1"))
                .with(ConfigurationKeys.ACTIVATION, new LeakyRelu(0.2))
                .with(ConfigurationKeys.INIT, new Xavier())
                .with(ConfigurationKeys.SCALE, 0.5)
                .with(ConfigurationKeys.LOSS, new BinaryCrossEntropy(1e-8))
                .with(ConfigurationKeys.OPTIMIZER, new GradientDescent(0.1))
                .with(ConfigurationKeys.EPOCHS, 7)
                .with(ConfigurationKeys.SEED, 9L)
                .with(ConfigurationKeys.SEEDING, Seeding.INDEPENDENT)
                .build();
        var values = new LinkedHashMap<String, Object>();
        for (var key : TaskKey.ALL) {
            if (key.value(task) != null) {
                values.put(key.column(), key.value(task));
            }
        }
        assertEquals(
                "{dataset=xor, dataset_n=40, dataset_noise=0.5, dataset_test_fraction=0.25,"
                        + " dataset_relabel_after_noise=true, dataset_stratified=false, dataset_generator=default_rng,"
                        + " architecture=2-3-1, activation=leaky_relu,"
                        + " activation_slope=0.2, init=xavier, init_generator=default_rng, scale=0.5, bias_init=zeros,"
                        + " loss=binary_cross_entropy, loss_clip=1.0E-8, optimizer=gd, learning_rate=0.1,"
                        + " optimizer_weight_decay=0.0, optimizer_clip_norm=0.0, schedule=constant, schedule_warm_up=0,"
                        + " batch=full, epochs=7, seed=9, seeding=independent}",
                values.toString());
    }

    @Test
    void aParameterOfAnotherKindHasNoValue() {
        var task = new Task.Builder()
                .with(ConfigurationKeys.DATASET, new Xor(40, 0.5, 0.25, true))
                .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-3-1"))
                .with(ConfigurationKeys.ACTIVATION, new Relu())
                .with(ConfigurationKeys.INIT, new Xavier())
                .with(ConfigurationKeys.SCALE, 0.5)
                .with(ConfigurationKeys.LOSS, new BinaryCrossEntropy(1e-8))
                .with(ConfigurationKeys.OPTIMIZER, new GradientDescent(0.1))
                .with(ConfigurationKeys.EPOCHS, 7)
                .with(ConfigurationKeys.SEED, 9L)
                .with(ConfigurationKeys.SEEDING, Seeding.STUDY)
                .build();
        for (var key : TaskKey.ALL) {
            if (key.path().equals("activation.slope")) {
                assertNull(key.value(task));
            }
        }
    }

    /** Every kind of the components that fit any data, with all its parameters away from their defaults. */
    static Stream<Task> tasksOfEachKind() {
        return ConfigurationKeys.IN_ORDER_OF_COLUMNS.stream()
                .filter(axis -> axis != ConfigurationKeys.DATASET && axis != ConfigurationKeys.LOSS)
                .flatMap(axis -> axis instanceof Axis.OfComponents<?> ofComponents ? tasks(ofComponents) : Stream.of());
    }

    private static <V> Stream<Task> tasks(Axis.OfComponents<V> axis) {
        return axis.catalog().kinds().stream()
                .map(kind -> axis.catalog()
                        .create(
                                kind,
                                kind.parameters().stream().map(Parameters::away).toList()))
                .map(component -> new Task.Builder()
                        .with(ConfigurationKeys.ARCHITECTURE, Architecture.parse("2-3-1"))
                        .with(ConfigurationKeys.ACTIVATION, new Relu())
                        .with(ConfigurationKeys.SCALE, 1e-170)
                        .with(ConfigurationKeys.EPOCHS, 100)
                        .with(ConfigurationKeys.SEED, Long.MAX_VALUE)
                        .with(ConfigurationKeys.INIT_SEED, 7L)
                        .with(axis, component)
                        .build());
    }

    /** From its columns alone, as of a row, a task can be trained again. */
    @ParameterizedTest
    @MethodSource("tasksOfEachKind")
    void aTaskIsReadFromItsKeys(Task task) throws InvalidSweepException {
        var values = new HashMap<TaskKey, Object>();
        for (var key : TaskKey.ALL) {
            if (key.value(task) != null) {
                values.put(key, key.value(task));
            }
        }
        assertEquals(task, SweepReader.task(values));
    }
}
