package io.gradflow.sweep;

import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.ValueType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A scalar that a task's numbers depend on: one column of every table, one line of the task's canonical text. An axis
 * of scalars or of seeds is one key. An axis of components has a key for the kind, and one for each parameter that any
 * of the kinds has.
 */
public final class TaskKey {
    /** All keys, in the order of their columns. */
    public static final List<TaskKey> ALL = ConfigurationKeys.IN_ORDER_OF_COLUMNS.stream()
            .flatMap(axis -> of(axis).stream())
            .toList();

    private final Axis<?> axis;
    private final String path;
    private final String column;
    private final ValueType type;
    private final Function<Task, Setting> setting;

    /**
     * A key's value in a task, and the value that holds when a configuration is silent.
     *
     * @param defaultValue null if the key is required
     */
    private record Setting(Object value, Object defaultValue) {}

    /**
     * Declares a key.
     *
     * @param setting gives null for a task in which the key has no effect
     */
    private TaskKey(Axis<?> axis, String path, String column, ValueType type, Function<Task, Setting> setting) {
        this.axis = axis;
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

    /** Where a configuration has the key's value when components are written as objects. */
    String pathOfValue() {
        return axis instanceof Axis.OfComponents<?> && path.equals(axis.name()) ? path + ".kind" : path;
    }

    /** The axis that the key is part of. */
    Axis<?> axis() {
        return axis;
    }

    /** The name of the key's column. */
    public String column() {
        return column;
    }

    /** The type of the key's values. */
    public ValueType type() {
        return type;
    }

    /** The key's value in a task; null when it has no effect there, such as the parameter of another kind. */
    public Object value(Task task) {
        var found = setting.apply(task);
        return found == null ? null : found.value();
    }

    /** Whether two tasks that differ in this key alone are runs of the same cell. */
    public boolean isSeed() {
        return axis.isSeed();
    }

    /** Whether the key has an effect in a task, and another value than when a configuration is silent. */
    boolean isEffectiveBeyondDefault(Task task) {
        var found = setting.apply(task);
        if (found == null) {
            return false;
        }
        // By canonical text, for which 0.0 and -0.0 are equal.
        return found.defaultValue() == null
                || !type.canonical(found.value()).equals(type.canonical(found.defaultValue()));
    }

    private static <V> List<TaskKey> of(Axis<V> axis) {
        if (axis instanceof Axis.OfComponents<V> ofComponents) {
            return ofComponents(ofComponents);
        }
        if (axis instanceof Axis.OfScalars<?, V> ofScalars) {
            return List.of(ofScalars(ofScalars));
        }
        var ofSeeds = (Axis.OfSeeds) axis;
        return List.of(ofParameter(ofSeeds, ofSeeds.parameter(), task -> task.value(ofSeeds)));
    }

    private static <P, V> TaskKey ofScalars(Axis.OfScalars<P, V> axis) {
        return ofParameter(axis, axis.parameter(), task -> axis.scalar(task.value(axis)));
    }

    private static <P> TaskKey ofParameter(Axis<?> axis, Parameter<P> parameter, Function<Task, P> value) {
        return new TaskKey(axis, parameter.name(), snake(parameter.name()), parameter.type(), task -> {
            var found = value.apply(task);
            return found == null ? null : new Setting(found, parameter.defaultValue());
        });
    }

    private static <V> List<TaskKey> ofComponents(Axis.OfComponents<V> axis) {
        var catalog = axis.catalog();
        String defaultKind = catalog.defaultKind().orElse(null);
        var keys = new ArrayList<TaskKey>();
        keys.add(new TaskKey(
                axis,
                axis.name(),
                snake(axis.name()),
                ValueType.TEXT,
                task -> new Setting(catalog.kindOf(task.value(axis)).name(), defaultKind)));
        parameterTypes(catalog).forEach((name, type) -> keys.add(ofParameter(axis, name, type)));
        return keys;
    }

    /** The parameters of all kinds, each once. */
    private static Map<String, ValueType> parameterTypes(Catalog<?> catalog) {
        var types = new LinkedHashMap<String, ValueType>();
        for (var kind : catalog.kinds()) {
            for (var parameter : kind.parameters()) {
                var namesake = types.putIfAbsent(parameter.name(), parameter.type());
                if (namesake != null && namesake != parameter.type()) {
                    throw new IllegalArgumentException(
                            "two parameters " + catalog.role() + "." + parameter.name() + " have different types");
                }
            }
        }
        return types;
    }

    private static <V> TaskKey ofParameter(Axis.OfComponents<V> axis, String name, ValueType type) {
        var catalog = axis.catalog();
        var indexes = new HashMap<Kind<?>, Integer>();
        for (var kind : catalog.kinds()) {
            int index = kind.parameters().stream().map(Parameter::name).toList().indexOf(name);
            if (index >= 0) {
                indexes.put(kind, index);
            }
        }
        return new TaskKey(axis, axis.name() + "." + name, column(axis.name(), name), type, task -> {
            var component = task.value(axis);
            var kind = catalog.kindOf(component);
            var index = indexes.get(kind);
            return index == null
                    ? null
                    : new Setting(
                            kind.value(component, index),
                            kind.parameters().get(index).defaultValue());
        });
    }

    /** {@code role_parameter}, except for the one parameter that everybody knows by its own name. */
    private static String column(String role, String parameter) {
        return parameter.equals("learning-rate") ? "learning_rate" : snake(role) + "_" + snake(parameter);
    }

    private static String snake(String kebab) {
        return kebab.replace('-', '_');
    }
}
