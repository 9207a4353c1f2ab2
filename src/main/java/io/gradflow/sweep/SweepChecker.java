package io.gradflow.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.data.Dataset;
import io.gradflow.data.Datasets;
import io.gradflow.nn.Activations;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.Initializers;
import io.gradflow.nn.Loss;
import io.gradflow.nn.Losses;
import io.gradflow.nn.Optimizers;
import io.gradflow.random.Seeding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Turns a parsed configuration into a {@link Sweep}, collecting every mistake on the way. Used once. */
final class SweepChecker {
    private static final Pattern RANGE = Pattern.compile("\\s*(\\d+)\\s*\\.\\.\\s*(\\d+)\\s*");
    private static final String SWEEP = "sweep";
    private static final String EXECUTION = "execution";
    private static final String KIND = "kind";
    private static final int MAX_SHOWN_VALUE = 60;
    /** A suggestion further away than this is no help. */
    private static final int MAX_TYPOS = 4;

    private final List<Problem> problems = new ArrayList<>();

    List<String> problems() {
        return problems.stream().map(Problem::toString).distinct().toList();
    }

    /** The sweep; null when there are problems. */
    Sweep check(Config config) {
        refuseUnknownKeys("", config.root(), List.of(SWEEP, EXECUTION));
        var sweep = object(config.root(), SWEEP);
        var execution = object(config.root(), EXECUTION);
        var result = sweep.flatMap(this::sweep).orElse(null);
        int partitions = execution.map(this::partitions).orElse(Sweep.Execution.PARTITIONS.defaultValue());
        if (sweep.isEmpty() && problems.isEmpty()) {
            add(SWEEP, null, "is missing; a configuration starts with sweep { ... }");
        }
        return problems.isEmpty()
                ? new Sweep(
                        result.name(),
                        result.grid(),
                        result.logEvery(),
                        new Sweep.Execution(partitions),
                        config.root().render(ConfigRenderOptions.concise()))
                : null;
    }

    private Optional<Sweep> sweep(ConfigObject sweep) {
        var plain = Stream.of(
                Sweep.NAME,
                TaskKey.ARCHITECTURE,
                TaskKey.SCALE,
                TaskKey.EPOCHS,
                TaskKey.SEED,
                TaskKey.SEEDING,
                Sweep.LOG_EVERY);
        var components = Stream.of(
                Datasets.CATALOG, Activations.CATALOG, Initializers.CATALOG, Losses.CATALOG, Optimizers.CATALOG);
        refuseUnknownKeys(
                SWEEP,
                sweep,
                Stream.concat(plain.map(Parameter::name), components.map(Catalog::role))
                        .toList());

        String name = single(sweep, Sweep.NAME);
        Integer logEvery = single(sweep, Sweep.LOG_EVERY);
        var datasets = components(sweep, Datasets.CATALOG);
        var architectures = map(axis(sweep, TaskKey.ARCHITECTURE), Architecture::parse);
        var activations = components(sweep, Activations.CATALOG);
        var losses = components(sweep, Losses.CATALOG);
        var optimizers = components(sweep, Optimizers.CATALOG);
        var epochs = axis(sweep, TaskKey.EPOCHS);
        var seedings = map(axis(sweep, TaskKey.SEEDING), text -> Seeding.valueOf(text.toUpperCase(Locale.ROOT)));
        var inits = components(sweep, Initializers.CATALOG);
        var scales = axis(sweep, TaskKey.SCALE);
        var seeds = seeds(sweep);
        requireFitting(sweep, datasets, architectures, losses);
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        var grid = new Grid(
                datasets, architectures, activations, losses, optimizers, epochs, seedings, inits, scales, seeds);
        try {
            grid.size();
        } catch (ArithmeticException e) {
            add(SWEEP, null, "has more than 2^63 - 1 tasks");
        }
        return Optional.of(new Sweep(name, grid, logEvery, null, null));
    }

    private int partitions(ConfigObject execution) {
        refuseUnknownKeys(EXECUTION, execution, List.of(Sweep.Execution.PARTITIONS.name()));
        return valueAt(EXECUTION, execution, Sweep.Execution.PARTITIONS)
                .orElse(Sweep.Execution.PARTITIONS.defaultValue());
    }

    private <V> V single(ConfigObject sweep, Parameter<V> parameter) {
        return valueAt(SWEEP, sweep, parameter).orElse(parameter.defaultValue());
    }

    /** The one value of a key that is no axis; empty when it is absent or wrong. */
    private <V> Optional<V> valueAt(String parent, ConfigObject object, Parameter<V> parameter) {
        var value = object.get(parameter.name());
        return value == null ? Optional.empty() : read(parent + "." + parameter.name(), value, parameter);
    }

    /** The values of a plain key: one, or a list of them. */
    private <V> List<V> axis(ConfigObject sweep, Parameter<V> parameter) {
        String path = SWEEP + "." + parameter.name();
        return distinct(path, sweep.get(parameter.name()), values(path, sweep.get(parameter.name()), parameter));
    }

    private <V> List<V> values(String path, ConfigValue value, Parameter<V> parameter) {
        if (value == null) {
            if (parameter.defaultValue() == null) {
                add(path, null, "is missing, must be " + parameter.rule().description());
                return List.of();
            }
            return List.of(parameter.defaultValue());
        }
        return elements(path, value).stream()
                .map(element -> read(path, element, parameter))
                .flatMap(Optional::stream)
                .toList();
    }

    private <V> Optional<V> read(String path, ConfigValue value, Parameter<V> parameter) {
        boolean scalar = value.valueType() != ConfigValueType.OBJECT
                && value.valueType() != ConfigValueType.LIST
                && value.valueType() != ConfigValueType.NULL;
        var read = scalar ? parameter.type().read(value.unwrapped()) : Optional.empty();
        if (read.isEmpty() || !parameter.allows(read.get())) {
            add(path, value, "must be " + parameter.rule().description());
            return Optional.empty();
        }
        @SuppressWarnings("unchecked") // the parameter's type reads values of V
        var typed = (V) read.get();
        return Optional.of(typed);
    }

    private Seeds seeds(ConfigObject sweep) {
        var parameter = TaskKey.SEED;
        String path = SWEEP + "." + parameter.name();
        var value = sweep.get(parameter.name());
        var ranges = new ArrayList<Seeds.Range>();
        if (value == null) {
            add(path, null, "is missing, must be " + parameter.rule().description() + " or a range such as \"0..9\"");
        } else {
            for (var element : elements(path, value)) {
                range(path, element).ifPresent(ranges::add);
            }
        }
        var seeds = new Seeds(ranges);
        seeds.duplicate().ifPresent(seed -> add(path, value, "names seed " + seed + " twice"));
        return seeds;
    }

    private Optional<Seeds.Range> range(String path, ConfigValue element) {
        var matcher = RANGE.matcher(String.valueOf(element.unwrapped()));
        if (!matcher.matches()) {
            return read(path, element, TaskKey.SEED).map(seed -> new Seeds.Range(seed, seed));
        }
        try {
            return Optional.of(new Seeds.Range(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
        } catch (IllegalArgumentException e) {
            add(
                    path,
                    element,
                    "must be an ascending range within " + TaskKey.SEED.rule().description());
            return Optional.empty();
        }
    }

    /** The alternatives of a component: each a name or an object, in which lists expand. */
    private <T> List<T> components(ConfigObject sweep, Catalog<T> catalog) {
        String path = SWEEP + "." + catalog.role();
        var value = sweep.get(catalog.role());
        if (value == null) {
            var kind = catalog.defaultKind().flatMap(catalog::kind);
            if (kind.isEmpty()) {
                add(path, null, "is missing, must be one of " + names(catalog));
                return List.of();
            }
            return expand(path, null, catalog, kind.get());
        }
        var alternatives = new ArrayList<T>();
        for (var element : elements(path, value)) {
            alternatives.addAll(alternatives(path, element, catalog));
        }
        return distinct(path, value, alternatives);
    }

    private <T> List<T> alternatives(String path, ConfigValue element, Catalog<T> catalog) {
        if (element instanceof ConfigObject object) {
            var kindValue = object.get(KIND);
            if (kindValue == null) {
                if (catalog.defaultKind().isEmpty()) {
                    add(path + "." + KIND, null, "is missing, must be one of " + names(catalog));
                    return List.of();
                }
                return expand(
                        path,
                        object,
                        catalog,
                        catalog.kind(catalog.defaultKind().get()).orElseThrow());
            }
            return elements(path + "." + KIND, kindValue).stream()
                    .flatMap(kind -> kind(path + "." + KIND, kind, catalog).stream())
                    .flatMap(kind -> expand(path, object, catalog, kind).stream())
                    .toList();
        }
        return kind(path, element, catalog)
                .map(kind -> expand(path, null, catalog, kind))
                .orElse(List.of());
    }

    private <T> Optional<Kind<?>> kind(String path, ConfigValue value, Catalog<T> catalog) {
        String name = String.valueOf(value.unwrapped());
        var kind = value.valueType() == ConfigValueType.STRING ? catalog.kind(name) : Optional.<Kind<?>>empty();
        if (kind.isEmpty()) {
            var known = catalog.kinds().stream().map(Kind::name).toList();
            add(path, value, "must be one of " + names(catalog) + suggestion(name.replace('-', '_'), known));
        }
        return kind;
    }

    /** All components of one kind that an object describes: the product of its parameters' values. */
    private <T> List<T> expand(String path, ConfigObject object, Catalog<T> catalog, Kind<?> kind) {
        if (object != null) {
            refuseUnknownKeys(
                    path,
                    object,
                    Stream.concat(Stream.of(KIND), kind.parameters().stream().map(Parameter::name))
                            .toList());
        }
        List<List<Object>> combinations = List.of(List.of());
        for (var parameter : kind.parameters()) {
            String parameterPath = path + "." + parameter.name();
            var value = object == null ? null : object.get(parameter.name());
            var values = distinct(parameterPath, value, values(parameterPath, value, parameter));
            combinations = combinations.stream()
                    .flatMap(head -> values.stream().map(last -> append(head, last)))
                    .toList();
        }
        var components = new ArrayList<T>();
        for (var combination : combinations) {
            try {
                components.add(catalog.create(kind, combination));
            } catch (IllegalArgumentException e) {
                add(path, object, e.getMessage());
            }
        }
        return components;
    }

    private static List<Object> append(List<Object> head, Object last) {
        return Stream.concat(head.stream(), Stream.of(last)).toList();
    }

    /** The network's ends must fit the data and the loss, in every combination. */
    private void requireFitting(
            ConfigObject sweep, List<Dataset> datasets, List<Architecture> architectures, List<Loss> losses) {
        var value = sweep.get(TaskKey.ARCHITECTURE.name());
        for (var architecture : architectures) {
            for (var dataset : datasets) {
                for (var loss : losses) {
                    int outputs = loss.outputs(dataset.classes());
                    if (architecture.inputs() != dataset.features() || architecture.outputs() != outputs) {
                        add(
                                SWEEP + "." + TaskKey.ARCHITECTURE.name(),
                                value,
                                architecture + " must start with " + dataset.features() + " and end with " + outputs
                                        + " for this dataset and loss");
                    }
                }
            }
        }
    }

    /** A value as a list: its elements, or itself. An empty list is a problem. */
    private List<ConfigValue> elements(String path, ConfigValue value) {
        if (!(value instanceof ConfigList list)) {
            return List.of(value);
        }
        if (list.isEmpty()) {
            add(path, value, "an axis needs at least one value");
        }
        return list;
    }

    private <V> List<V> distinct(String path, ConfigValue value, List<V> axis) {
        Set<V> seen = new HashSet<>();
        for (var element : axis) {
            if (!seen.add(element)) {
                add(path, value, "names " + element + " twice");
            }
        }
        return axis;
    }

    private void refuseUnknownKeys(String path, ConfigObject object, Collection<String> known) {
        for (var key : object.keySet()) {
            if (!known.contains(key)) {
                add(
                        path.isEmpty() ? key : path + "." + key,
                        object.get(key),
                        "unknown key" + suggestion(key, known) + "; known here: " + String.join(", ", known));
            }
        }
    }

    private static String suggestion(String name, Collection<String> known) {
        var distance = LevenshteinDistance.getDefaultInstance();
        return known.stream()
                .min(Comparator.comparing(candidate -> distance.apply(name, candidate)))
                .filter(nearest -> distance.apply(name, nearest) <= Math.min(MAX_TYPOS, nearest.length() / 2 + 1))
                .map(nearest -> ", did you mean " + nearest + "?")
                .orElse("");
    }

    private Optional<ConfigObject> object(ConfigObject root, String key) {
        var value = root.get(key);
        if (value instanceof ConfigObject object) {
            return Optional.of(object);
        }
        if (value != null) {
            add(key, value, "must be an object, " + key + " { ... }");
        }
        return Optional.empty();
    }

    private void add(String key, ConfigValue value, String rule) {
        problems.add(new Problem(
                key,
                value == null ? "" : shown(value),
                rule,
                value == null ? "" : value.origin().description()));
    }

    private static String shown(ConfigValue value) {
        String text = value.valueType() == ConfigValueType.STRING
                ? String.valueOf(value.unwrapped())
                : value.render(ConfigRenderOptions.concise().setJson(false));
        return text.length() <= MAX_SHOWN_VALUE ? text : text.substring(0, MAX_SHOWN_VALUE) + "...";
    }

    private static String names(Catalog<?> catalog) {
        return catalog.kinds().stream().map(Kind::name).collect(Collectors.joining(", "));
    }

    private static <A, B> List<B> map(List<A> list, Function<A, B> function) {
        return list.stream().map(function).toList();
    }
}
