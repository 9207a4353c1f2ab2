package io.gradflow.sweep;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Reads rules that exclude cells. */
final class ExclusionReader {
    /** The key of the rules. */
    static final String EXCLUDE = "exclude";

    private static final String PATH = AxisReader.path(EXCLUDE);

    private final Problems problems;
    private final AxisReader axes;

    ExclusionReader(Problems problems) {
        this.problems = problems;
        axes = new AxisReader(problems);
    }

    /**
     * The rule that an object describes, a condition for each key; empty when it is wrong.
     *
     * @param rule an element of the list of rules
     */
    Optional<Exclusion> read(ConfigValue rule) {
        int before = problems.count();
        if (!(rule instanceof ConfigObject object) || object.isEmpty()) {
            problems.add(PATH, rule, "must be a list of objects such as { activation = relu, scale = [0.5, 1] }");
            return Optional.empty();
        }
        var known = ConfigurationKeys.IN_ORDER_OF_COLUMNS.stream()
                .filter(axis -> !axis.isSeed())
                .toList();
        problems.refuseUnknownKeys(
                PATH,
                object,
                "unknown key of cells",
                known.stream().map(Axis::name).toList());
        var conditions = new LinkedHashMap<Axis<?>, Predicate<Object>>();
        for (var axis : known) {
            if (object.containsKey(axis.name())) {
                conditions.put(axis, condition(axis, object));
            }
        }
        return problems.count() == before ? Optional.of(new Exclusion(conditions)) : Optional.empty();
    }

    private <V> Predicate<Object> condition(Axis<V> axis, ConfigObject rule) {
        if (axis instanceof Axis.OfComponents<V> ofComponents) {
            return components(ofComponents.catalog(), rule.get(axis.name()));
        }
        return scalars((Axis.OfScalars<?, V>) axis, rule);
    }

    private <P, V> Predicate<Object> scalars(Axis.OfScalars<P, V> axis, ConfigObject rule) {
        Set<Object> values = axes.values(PATH, rule, rule.get(axis.name()), axis.parameter()).stream()
                .map(axis::value)
                .collect(Collectors.toSet());
        return values::contains;
    }

    /** Holds for a component that matches one of the alternatives: a kind, or an object whose keys must all match. */
    private <T> Predicate<Object> components(Catalog<T> catalog, ConfigValue value) {
        String path = PATH + "." + catalog.role();
        var alternatives = new ArrayList<Predicate<Object>>();
        for (var element : axes.elements(path, value)) {
            alternatives.add(
                    element instanceof ConfigObject object
                            ? component(path, catalog, object)
                            : kinds(path, catalog, element));
        }
        return component -> alternatives.stream().anyMatch(alternative -> alternative.test(component));
    }

    private <T> Predicate<Object> kinds(String path, Catalog<T> catalog, ConfigValue value) {
        return ofKinds(kindsIn(path, catalog, value));
    }

    private <T> List<Kind<?>> kindsIn(String path, Catalog<T> catalog, ConfigValue value) {
        return axes.elements(path, value).stream()
                .<Kind<?>>flatMap(element -> axes.kind(path, element, catalog).stream())
                .toList();
    }

    private static Predicate<Object> ofKinds(List<Kind<?>> kinds) {
        return component -> kinds.stream().anyMatch(kind -> kind.type().isInstance(component));
    }

    private <T> Predicate<Object> component(String path, Catalog<T> catalog, ConfigObject object) {
        if (object.isEmpty()) {
            problems.add(path, object, "must be a kind, or an object with a kind or parameters");
        }
        boolean isOfKinds = object.containsKey(AxisReader.KIND);
        var kinds = isOfKinds
                ? kindsIn(path + "." + AxisReader.KIND, catalog, object.get(AxisReader.KIND))
                : catalog.kinds();
        if (isOfKinds && kinds.isEmpty()) {
            return component -> false;
        }
        problems.refuseUnknownKeys(
                path,
                object,
                isOfKinds ? "unknown key of " + kinds.get(0).name() : "unknown key of all kinds",
                Stream.concat(
                                Stream.of(AxisReader.KIND),
                                kinds.stream()
                                        .flatMap(kind -> kind.parameters().stream())
                                        .map(Parameter::name))
                        .distinct()
                        .toList());
        var condition = ofKinds(kinds);
        for (var key : object.keySet()) {
            if (!key.equals(AxisReader.KIND)) {
                condition = condition.and(parameter(path, object, kinds, key));
            }
        }
        return condition;
    }

    /** Holds for a component that has the parameter with one of the values. */
    private Predicate<Object> parameter(String path, ConfigObject object, List<Kind<?>> kinds, String name) {
        var owners = kinds.stream().filter(kind -> index(kind, name) >= 0).toList();
        if (owners.isEmpty()) {
            return component -> false;
        }
        var namesakes = owners.stream()
                .<Parameter<?>>map(kind -> kind.parameters().get(index(kind, name)))
                .toList();
        var values = new HashSet<Object>(axes.values(path, object, object.get(name), lenient(namesakes)));
        return component -> owners.stream()
                .filter(kind -> kind.type().isInstance(component))
                .anyMatch(kind -> values.contains(kind.value(component, index(kind, name))));
    }

    /** A parameter that allows whatever one of its namesakes allows. */
    private static Parameter<?> lenient(List<Parameter<?>> namesakes) {
        var first = namesakes.get(0);
        return lenient(first, namesakes);
    }

    private static <V> Parameter<V> lenient(Parameter<V> first, List<Parameter<?>> namesakes) {
        return new Parameter<>(
                first.name(),
                first.type(),
                null,
                new Rule<>(
                        first.rule().description(),
                        value -> namesakes.stream().anyMatch(parameter -> parameter.allows(value))),
                first.description());
    }

    private static int index(Kind<?> kind, String parameter) {
        return kind.parameters().stream().map(Parameter::name).toList().indexOf(parameter);
    }
}
