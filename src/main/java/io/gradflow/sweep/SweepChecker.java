package io.gradflow.sweep;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Turns a parsed configuration into a {@link Sweep}, collecting every mistake on the way. Used once. */
final class SweepChecker {
    private static final Pattern RANGE = Pattern.compile("\\s*(\\d+)\\s*\\.\\.\\s*(\\d+)\\s*");
    /** What HOCON appends to the description of where a text comes from. */
    private static final Pattern SINGLE_LINE = Pattern.compile(": 1$");

    private static final String SWEEP = "sweep";
    private static final String EXECUTION = "execution";
    /** The key of a component's kind in an object that describes it. */
    static final String KIND = "kind";

    private static final int MAX_SHOWN_VALUE = 60;
    /** All alternatives of a component are held in memory; a product of long lists must not exhaust it. */
    private static final int MAX_ALTERNATIVES = 1_000_000;

    private static final String SEED_RULE =
            "must be " + TaskKey.SEED.rule().description() + " or an ascending range such as \"0..9\"";

    private final Set<Problem> problems = new LinkedHashSet<>();

    List<String> problems() {
        return problems.stream().map(Problem::toString).toList();
    }

    /** The sweep; null when there are problems. */
    Sweep check(Config config) {
        refuseUnknownKeys("", config.root(), "unknown key", List.of(SWEEP, EXECUTION));
        var sweep = object(config.root(), SWEEP);
        var execution = object(config.root(), EXECUTION);
        var result = sweep.flatMap(this::sweep).orElse(null);
        var checkedExecution = execution.map(this::execution).orElse(Sweep.Execution.DEFAULT);
        if (!config.root().containsKey(SWEEP)) {
            addMissing(SWEEP, config.root(), "must be an object, sweep { ... }");
        }
        return problems.isEmpty()
                ? new Sweep(
                        result.name(),
                        result.grid(),
                        result.logEvery(),
                        checkedExecution,
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
                "unknown key",
                Stream.concat(plain.map(Parameter::name), components.map(Catalog::role))
                        .toList());

        String name = single(SWEEP, sweep, Sweep.NAME);
        Integer logEvery = single(SWEEP, sweep, Sweep.LOG_EVERY);
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
        requireFitting(sweep, datasets, losses);
        requireFitting(sweep, datasets, architectures, losses);
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        var grid = new Grid(
                datasets, architectures, activations, losses, optimizers, epochs, seedings, inits, scales, seeds);
        var result = new Sweep(name, grid, logEvery, null, null);
        if (!result.isCountable()) {
            problems.add(new Problem(
                    SWEEP,
                    "",
                    "is too large: tasks, and epochs of all tasks together, must be fewer than 2^63",
                    place(sweep)));
            return Optional.empty();
        }
        return Optional.of(result);
    }

    private Sweep.Execution execution(ConfigObject execution) {
        refuseUnknownKeys(
                EXECUTION,
                execution,
                "unknown key",
                Sweep.Execution.PARAMETERS.stream().map(Parameter::name).toList());
        var engine = Engine.named(single(EXECUTION, execution, Sweep.Execution.ENGINE))
                .orElseThrow();
        int laneWidth = single(EXECUTION, execution, Sweep.Execution.LANE_WIDTH);
        if (laneWidth > 0 && engine != Engine.LANES) {
            String key = Sweep.Execution.LANE_WIDTH.name();
            add(
                    EXECUTION + "." + key,
                    execution.get(key),
                    "has no effect with engine = " + engine + ", must be 0 or absent");
        }
        return new Sweep.Execution(
                engine,
                laneWidth,
                single(EXECUTION, execution, Sweep.Execution.PARTITIONS),
                single(EXECUTION, execution, Sweep.Execution.WAVE_SECONDS));
    }

    private <V> V single(String parent, ConfigObject object, Parameter<V> parameter) {
        return valueAt(parent, object, parameter).orElse(parameter.defaultValue());
    }

    /** The one value of a key that is no axis; empty when it is absent or wrong. */
    private <V> Optional<V> valueAt(String parent, ConfigObject object, Parameter<V> parameter) {
        var value = object.get(parameter.name());
        return value == null ? Optional.empty() : read(parent + "." + parameter.name(), value, parameter);
    }

    /** The values of a plain key: one, or a list of them. */
    private <V> List<V> axis(ConfigObject sweep, Parameter<V> parameter) {
        return values(SWEEP, sweep, sweep.get(parameter.name()), parameter);
    }

    /**
     * The values of a parameter, without repetitions, which are a problem.
     *
     * @param parent where the parameter is to stand
     * @param value null when it does not stand there
     */
    private <V> List<V> values(String parentPath, ConfigValue parent, ConfigValue value, Parameter<V> parameter) {
        String path = parentPath + "." + parameter.name();
        if (value == null) {
            if (parameter.defaultValue() == null) {
                addMissing(path, parent, "must be " + parameter.rule().description());
                return List.of();
            }
            return List.of(parameter.defaultValue());
        }
        var values = elements(path, value).stream()
                .map(element -> read(path, element, parameter))
                .flatMap(Optional::stream)
                .toList();
        return distinct(path, value, values, String::valueOf);
    }

    private <V> Optional<V> read(String path, ConfigValue value, Parameter<V> parameter) {
        var read = asWritten(value).flatMap(parameter.type()::read);
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
            addMissing(path, sweep, SEED_RULE);
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
        var range = asWritten(element).flatMap(SweepChecker::range);
        if (range.isEmpty()) {
            add(path, element, SEED_RULE);
        }
        return range;
    }

    private static Optional<Seeds.Range> range(String text) {
        var matcher = RANGE.matcher(text);
        if (!matcher.matches()) {
            return TaskKey.SEED
                    .type()
                    .read(text)
                    .filter(TaskKey.SEED::allows)
                    .map(seed -> new Seeds.Range((Long) seed, (Long) seed));
        }
        try {
            return Optional.of(new Seeds.Range(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))));
        } catch (IllegalArgumentException e) { // beyond a long, or descending
            return Optional.empty();
        }
    }

    /** The alternatives of a component: each a name or an object, in which lists expand. */
    private <T> List<T> components(ConfigObject sweep, Catalog<T> catalog) {
        String path = SWEEP + "." + catalog.role();
        var value = sweep.get(catalog.role());
        if (value == null) {
            return defaultKind(path, sweep, catalog)
                    .map(kind -> expand(path, sweep, ConfigFactory.empty().root(), catalog, kind))
                    .orElse(List.of());
        }
        var alternatives = new ArrayList<T>();
        for (var element : elements(path, value)) {
            alternatives.addAll(alternatives(path, element, catalog));
        }
        return distinct(path, value, alternatives, component -> described(catalog, component));
    }

    private <T> List<T> alternatives(String path, ConfigValue element, Catalog<T> catalog) {
        if (!(element instanceof ConfigObject object)) {
            return kind(path, element, catalog)
                    .map(kind -> expand(path, element, ConfigFactory.empty().root(), catalog, kind))
                    .orElse(List.of());
        }
        String kindPath = path + "." + KIND;
        var kindValue = object.get(KIND);
        if (kindValue == null) {
            return defaultKind(kindPath, object, catalog)
                    .map(kind -> expand(path, object, object, catalog, kind))
                    .orElse(List.of());
        }
        return elements(kindPath, kindValue).stream()
                .flatMap(kind -> kind(kindPath, kind, catalog).stream())
                .flatMap(kind -> expand(path, object, object, catalog, kind).stream())
                .toList();
    }

    private <T> Optional<Kind<?>> defaultKind(String path, ConfigObject parent, Catalog<T> catalog) {
        var kind = catalog.defaultKind().flatMap(catalog::kind);
        if (kind.isEmpty()) {
            addMissing(path, parent, "must be one of " + names(catalog));
        }
        return kind;
    }

    private <T> Optional<Kind<?>> kind(String path, ConfigValue value, Catalog<T> catalog) {
        boolean isText = value.valueType() == ConfigValueType.STRING;
        String name = String.valueOf(value.unwrapped());
        var kind = isText ? catalog.kind(name) : Optional.<Kind<?>>empty();
        if (kind.isEmpty()) {
            var known = catalog.kinds().stream().map(Kind::name).toList();
            add(path, value, "must be one of " + names(catalog) + (isText ? suggestion(name, known) : ""));
        }
        return kind;
    }

    /**
     * All components of one kind: the product of its parameters' values.
     *
     * @param value the name or object that asks for the kind, for messages
     * @param parameters the object that holds the parameters
     */
    private <T> List<T> expand(
            String path, ConfigValue value, ConfigObject parameters, Catalog<T> catalog, Kind<?> kind) {
        refuseUnknownKeys(
                path,
                parameters,
                "unknown key of " + kind.name(),
                Stream.concat(Stream.of(KIND), kind.parameters().stream().map(Parameter::name))
                        .toList());
        List<List<?>> axes = new ArrayList<>();
        for (var parameter : kind.parameters()) {
            axes.add(values(path, value, parameters.get(parameter.name()), parameter));
        }
        double size = axes.stream().mapToDouble(List::size).reduce(1, (a, b) -> a * b);
        if (size > MAX_ALTERNATIVES) {
            add(path, value, "must expand to " + MAX_ALTERNATIVES + " alternatives or fewer");
            return List.of();
        }
        List<List<Object>> combinations = List.of(List.of());
        for (var axis : axes) {
            combinations = combinations.stream()
                    .flatMap(head -> axis.stream().map(last -> append(head, last)))
                    .toList();
        }
        var components = new ArrayList<T>();
        for (var combination : combinations) {
            try {
                components.add(catalog.create(kind, combination));
            } catch (IllegalArgumentException e) {
                add(path, value, e.getMessage());
            }
        }
        return components;
    }

    private static List<Object> append(List<Object> head, Object last) {
        return Stream.concat(head.stream(), Stream.of(last)).toList();
    }

    /** The loss must be one for the data's classes, in every combination. */
    private void requireFitting(ConfigObject sweep, List<Dataset> datasets, List<Loss> losses) {
        String role = Losses.CATALOG.role();
        String path = SWEEP + "." + role;
        for (var dataset : datasets) {
            for (var loss : losses) {
                if (loss.outputs(dataset.classes()).isEmpty()) {
                    String rule = "must be one of " + String.join(", ", Losses.suiting(dataset.classes())) + " for the "
                            + dataset.classes() + " classes of "
                            + Datasets.CATALOG.kindOf(dataset).name();
                    if (sweep.containsKey(role)) {
                        add(path, sweep.get(role), Losses.CATALOG.kindOf(loss).name() + " " + rule);
                    } else {
                        addMissing(path, sweep, rule);
                    }
                }
            }
        }
    }

    /** The network's ends must fit the data and the loss, in every combination. */
    private void requireFitting(
            ConfigObject sweep, List<Dataset> datasets, List<Architecture> architectures, List<Loss> losses) {
        String path = SWEEP + "." + TaskKey.ARCHITECTURE.name();
        var value = sweep.get(TaskKey.ARCHITECTURE.name());
        for (var architecture : architectures) {
            for (var dataset : datasets) {
                for (var loss : losses) {
                    var outputs = loss.outputs(dataset.classes());
                    boolean isForTheClasses = !outputs.isEmpty();
                    if (isForTheClasses
                            && (architecture.inputs() != dataset.features()
                                    || !outputs.contains(architecture.outputs()))) {
                        add(
                                path,
                                value,
                                shortened(architecture.toString()) + " must start with " + dataset.features()
                                        + " and end with "
                                        + outputs.stream().map(String::valueOf).collect(Collectors.joining(" or "))
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

    /** The axis without repetitions, each of which is a problem. */
    private <V> List<V> distinct(String path, ConfigValue value, List<V> axis, Function<V, String> name) {
        Set<V> seen = new LinkedHashSet<>();
        for (var element : axis) {
            if (!seen.add(element)) {
                add(path, value, "names " + shortened(name.apply(element)) + " twice");
            }
        }
        return List.copyOf(seen);
    }

    private void refuseUnknownKeys(String path, ConfigObject object, String message, Collection<String> known) {
        for (var key : new TreeSet<>(object.keySet())) {
            if (!known.contains(key)) {
                add(
                        (path.isEmpty() ? "" : path + ".") + shortened(ConfigUtil.joinPath(key)),
                        object.get(key),
                        message + "; known here: " + String.join(", ", known) + suggestion(key, known));
            }
        }
    }

    /** The known name that was probably meant: nothing is suggested when half of it or more had to be mistyped. */
    private static String suggestion(String name, Collection<String> known) {
        ToIntFunction<String> typos = candidate ->
                LevenshteinDistance.getDefaultInstance().apply(shortened(spelling(name)), spelling(candidate));
        return known.stream()
                .filter(candidate -> typos.applyAsInt(candidate) <= candidate.length() / 2)
                .min(Comparator.comparingInt(typos))
                .map(nearest -> "; did you mean " + nearest + "?")
                .orElse("");
    }

    private static String spelling(String name) {
        return name.toLowerCase(Locale.ROOT).replace('-', '_');
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
        problems.add(new Problem(key, shortened(shown(value)), rule, place(value)));
    }

    private void addMissing(String key, ConfigValue parent, String rule) {
        problems.add(new Problem(key, "", "is missing, " + rule, place(parent)));
    }

    /** File and line; or the command-line option, whose value has no lines. */
    private static String place(ConfigValue value) {
        String place = value.origin().description();
        return place.startsWith(SweepReader.OVERRIDE)
                ? SINGLE_LINE.matcher(place).replaceFirst("")
                : place;
    }

    /** A scalar as the configuration spells it: 1e999 is no Infinity, and a long keeps its digits; empty for others. */
    private static Optional<String> asWritten(ConfigValue value) {
        return switch (value.valueType()) {
            case NUMBER -> Optional.of(value.atKey("number").getString("number"));
            case BOOLEAN, STRING -> Optional.of(String.valueOf(value.unwrapped()));
            case OBJECT, LIST, NULL -> Optional.empty();
        };
    }

    /** A value in one line of HOCON. */
    private static String shown(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list.stream().map(SweepChecker::shown).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof ConfigObject object) {
            return object.isEmpty()
                    ? "{}"
                    : new TreeMap<>(object)
                            .entrySet().stream()
                                    .map(entry -> ConfigUtil.joinPath(entry.getKey()) + " = " + shown(entry.getValue()))
                                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        return asWritten(value).map(SweepChecker::shown).orElse("null");
    }

    private static String shown(String text) {
        boolean isPlain =
                text.equals(text.strip()) && !text.isEmpty() && text.chars().noneMatch(Character::isISOControl);
        return isPlain ? text : ConfigUtil.quoteString(text);
    }

    /** A text of the user's within a message. */
    static String shortened(String text) {
        return text.length() <= MAX_SHOWN_VALUE ? text : text.substring(0, MAX_SHOWN_VALUE) + "...";
    }

    /** A component as a configuration would spell it. */
    private static <T> String described(Catalog<T> catalog, T component) {
        var kind = catalog.kindOf(component);
        if (kind.parameters().isEmpty()) {
            return kind.name();
        }
        var values = kind.values(component);
        return IntStream.range(0, values.size())
                .mapToObj(i -> ", " + kind.parameters().get(i).name() + " = " + values.get(i))
                .collect(Collectors.joining("", "{ kind = " + kind.name(), " }"));
    }

    private static String names(Catalog<?> catalog) {
        return catalog.kinds().stream().map(Kind::name).collect(Collectors.joining(", "));
    }

    private static <A, B> List<B> map(List<A> list, Function<A, B> function) {
        return list.stream().map(function).toList();
    }
}
