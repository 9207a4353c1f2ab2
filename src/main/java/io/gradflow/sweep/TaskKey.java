package io.gradflow.sweep;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.catalog.ValueType;
import io.gradflow.data.Datasets;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.batch.Batchings;
import io.gradflow.nn.initializer.BiasInitializers;
import io.gradflow.nn.initializer.Initializers;
import io.gradflow.nn.loss.Losses;
import io.gradflow.nn.optimizer.Optimizers;
import io.gradflow.nn.schedule.Schedules;
import io.gradflow.random.Seeding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A scalar that a task's numbers depend on: one column of every table, one line of the task's canonical text. The kind
 * of a component is a key, and so is each parameter of any of its kinds.
 */
public final class TaskKey {

    /** Factor on the initial weights. */
    static final Parameter<Double> SCALE =
            Parameter.number("scale", 1.0, Rule.atLeast(0), "factor on the initial weights");

    /** Layer widths. */
    static final Parameter<String> ARCHITECTURE = Parameter.text(
            "architecture",
            null,
            new Rule<>(Architecture.RULE, TaskKey::isArchitecture),
            "layer widths, inputs first; fitting the dataset and the loss");

    /** Passes over the training set. */
    static final Parameter<Integer> EPOCHS = Parameter.integer(
            "epochs", null, Rule.integerIn(0, 1_000_000_000), "passes over the training set; rows 0 to epochs");

    /** The seed. */
    static final Parameter<Long> SEED = Parameter.longInteger(
            "seed", null, Rule.longIn(0, Long.MAX_VALUE), "where all randomness starts; also ranges such as \"0..9\"");

    /** How streams of random numbers follow from the seed. */
    static final Parameter<String> SEEDING = Parameter.text(
            "seeding",
            name(Seeding.INDEPENDENT),
            new Rule<>(seedings(), text -> Arrays.stream(Seeding.values()).anyMatch(s -> name(s).equals(text))),
            "study: data, split and weights each start default_rng(seed); independent: each has its own stream");

    /** Where data and split start. */
    static final Parameter<Long> DATA_SEED = Parameter.longInteger(
            "data-seed", null, SEED.rule(), "where data and split start; if it is missing, at the seed");

    /** Where initial weights and biases start. */
    static final Parameter<Long> INIT_SEED = Parameter.longInteger(
            "init-seed", null, SEED.rule(), "where initial weights and biases start; if it is missing, at the seed");

    private static final Set<String> SEEDS = Set.of(SEED.name(), DATA_SEED.name(), INIT_SEED.name());

    /** All keys, in the order of their columns. */
    public static final List<TaskKey> ALL = all();

    private final String path;
    private final String column;
    private final ValueType type;
    private final Function<Task, Setting> setting;

    /** A key's value in a task, and what it would be if the configuration were silent (null when it is required). */
    private record Setting(Object value, Object defaultValue) {
        /** Null where there is no value, and so no effect. */
        static Setting of(Object value, Object defaultValue) {
            return value == null ? null : new Setting(value, defaultValue);
        }
    }

    private TaskKey(String path, String column, ValueType type, Function<Task, Setting> setting) {
        this.path = path;
        this.column = column;
        this.type = type;
        this.setting = setting;
    }

    /** The keys of some columns, in the order of {@link #ALL}. */
    public static List<TaskKey> ofColumns(Collection<String> columns) {
        return ALL.stream().filter(key -> columns.contains(key.column)).toList();
    }

    /** The key in a configuration, below {@code sweep}. */
    public String path() {
        return path;
    }

    /** The first word of its path: the key of a component, or the key itself. */
    String root() {
        int dot = path.indexOf('.');
        return dot < 0 ? path : path.substring(0, dot);
    }

    /** The name of its column. */
    public String column() {
        return column;
    }

    /** The type of its values. */
    public ValueType type() {
        return type;
    }

    /** Its value in a task; null when it has no effect there, such as the parameter of another kind. */
    public Object value(Task task) {
        var found = setting.apply(task);
        return found == null ? null : found.value();
    }

    /** Whether two tasks that differ in this key alone are runs of the same cell. */
    public boolean isSeed() {
        return SEEDS.contains(path);
    }

    /** Whether the task differs here from what holds when a configuration is silent. */
    boolean isEffectiveBeyondDefault(Task task) {
        var found = setting.apply(task);
        if (found == null) {
            return false;
        }
        // By canonical text, for which 0.0 and -0.0 are equal.
        return found.defaultValue() == null
                || !type.canonical(found.value()).equals(type.canonical(found.defaultValue()));
    }

    private static List<TaskKey> all() {
        var keys = new ArrayList<TaskKey>();
        addComponent(keys, Datasets.CATALOG, Task::dataset);
        keys.add(plain(ARCHITECTURE, task -> task.architecture().toString()));
        addComponent(keys, Activations.CATALOG, Task::activation);
        addComponent(keys, Initializers.CATALOG, Task::init);
        keys.add(plain(SCALE, Task::scale));
        addComponent(keys, BiasInitializers.CATALOG, Task::biasInit);
        addComponent(keys, Losses.CATALOG, Task::loss);
        addComponent(keys, Optimizers.CATALOG, Task::optimizer);
        addComponent(keys, Schedules.CATALOG, Task::schedule);
        addComponent(keys, Batchings.CATALOG, Task::batch);
        keys.add(plain(EPOCHS, Task::epochs));
        keys.add(plain(SEED, Task::seed));
        keys.add(plain(SEEDING, task -> name(task.seeding())));
        keys.add(plain(DATA_SEED, Task::dataSeed));
        keys.add(plain(INIT_SEED, Task::initSeed));
        return List.copyOf(keys);
    }

    private static <V> TaskKey plain(Parameter<V> parameter, Function<Task, V> value) {
        return new TaskKey(
                parameter.name(),
                snake(parameter.name()),
                parameter.type(),
                task -> Setting.of(value.apply(task), parameter.defaultValue()));
    }

    private static <T> void addComponent(List<TaskKey> keys, Catalog<T> catalog, Function<Task, T> component) {
        keys.add(new TaskKey(
                catalog.role(),
                snake(catalog.role()),
                ValueType.TEXT,
                task -> new Setting(
                        catalog.kindOf(component.apply(task)).name(),
                        catalog.defaultKind().orElse(null))));
        var parameters = new LinkedHashMap<String, Parameter<?>>();
        for (var kind : catalog.kinds()) {
            for (var parameter : kind.parameters()) {
                var namesake = parameters.putIfAbsent(parameter.name(), parameter);
                if (namesake != null && namesake.type() != parameter.type()) {
                    throw new IllegalArgumentException(
                            "two parameters " + catalog.role() + "." + parameter.name() + " have different types");
                }
            }
        }
        for (var parameter : parameters.values()) {
            keys.add(new TaskKey(
                    catalog.role() + "." + parameter.name(),
                    column(catalog.role(), parameter.name()),
                    parameter.type(),
                    task -> setting(catalog, component.apply(task), parameter.name())));
        }
    }

    private static <T> Setting setting(Catalog<T> catalog, T component, String parameter) {
        Kind<?> kind = catalog.kindOf(component);
        for (int i = 0; i < kind.parameters().size(); i++) {
            if (kind.parameters().get(i).name().equals(parameter)) {
                return new Setting(
                        kind.value(component, i), kind.parameters().get(i).defaultValue());
            }
        }
        return null;
    }

    /** {@code role_parameter}, but for the one parameter that everybody knows by its own name. */
    private static String column(String role, String parameter) {
        return parameter.equals("learning-rate") ? "learning_rate" : snake(role) + "_" + snake(parameter);
    }

    private static boolean isArchitecture(String text) {
        try {
            Architecture.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static String seedings() {
        return Arrays.stream(Seeding.values()).map(TaskKey::name).collect(Collectors.joining(" or "));
    }

    private static String name(Seeding seeding) {
        return seeding.name().toLowerCase(Locale.ROOT);
    }

    private static String snake(String kebab) {
        return kebab.replace('-', '_');
    }
}
