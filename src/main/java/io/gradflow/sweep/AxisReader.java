package io.gradflow.sweep;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.gradflow.catalog.Catalog;
import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.ValueType;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the values of axes from a configuration. */
final class AxisReader {
    /** The path of the object that holds the axes. */
    static final String SWEEP = "sweep";
    /** The key of a component's kind in an object that describes it. */
    static final String KIND = "kind";

    /** All alternatives of a component are held in memory; a product of long lists must not exhaust it. */
    private static final int MAX_ALTERNATIVES = 1_000_000;

    private final Problems problems;

    AxisReader(Problems problems) {
        this.problems = problems;
    }

    static String path(String key) {
        return SWEEP + "." + key;
    }

    /** The product of all axes; when there are problems, it has what could be read. */
    Product product(ConfigObject sweep) {
        var product = Product.UNSET;
        for (int i = ConfigurationKeys.ALL.size() - 1; i >= 0; i--) {
            product = with(product, ConfigurationKeys.ALL.get(i), sweep);
        }
        return product;
    }

    private <V> Product with(Product product, Axis<V> axis, ConfigObject sweep) {
        return product.with(axis, read(axis, sweep));
    }

    private <V> AxisValues<V> read(Axis<V> axis, ConfigObject sweep) {
        if (axis instanceof Axis.OfComponents<V> ofComponents) {
            return new AxisValues.Listed<>(components(sweep, ofComponents.catalog()));
        }
        if (axis instanceof Axis.OfScalars<?, V> ofScalars) {
            return scalars(sweep, ofScalars);
        }
        @SuppressWarnings("unchecked") // what is left are seeds
        var seeds = (AxisValues<V>) seeds(sweep, (Axis.OfSeeds) axis);
        return seeds;
    }

    private <P, V> AxisValues<V> scalars(ConfigObject sweep, Axis.OfScalars<P, V> axis) {
        var scalars = values(SWEEP, sweep, sweep.get(axis.name()), axis.parameter());
        return new AxisValues.Listed<>(scalars.stream().map(axis::value).toList());
    }

    /** The value of a key that is no axis; its default when it is absent, or when it is wrong, which is a problem. */
    <V> V single(String parentPath, ConfigObject parent, Parameter<V> parameter) {
        return Optional.ofNullable(parent.get(parameter.name()))
                .flatMap(value -> read(parentPath + "." + parameter.name(), value, parameter))
                .orElse(parameter.defaultValue());
    }

    /**
     * The values of a parameter, without repetitions, which are a problem.
     *
     * @param parent the object in which the parameter is expected
     * @param value null when it does not stand there
     */
    <V> List<V> values(String parentPath, ConfigValue parent, ConfigValue value, Parameter<V> parameter) {
        String path = parentPath + "." + parameter.name();
        if (value == null) {
            if (parameter.defaultValue() == null) {
                problems.addMissing(path, parent, "must be " + parameter.rule().description());
                return List.of();
            }
            return List.of(parameter.defaultValue());
        }
        var values = elements(path, value).stream()
                .flatMap(element -> readAll(path, element, parameter).stream())
                .toList();
        return distinct(path, value, values, String::valueOf);
    }

    /** The value, or the values of a range; empty when it is wrong. */
    private <V> List<V> readAll(String path, ConfigValue value, Parameter<V> parameter) {
        var range = isNumeric(parameter.type())
                ? Problems.asWritten(value).filter(NumberRange::isMeantBy)
                : Optional.<String>empty();
        if (range.isEmpty()) {
            return read(path, value, parameter).map(List::of).orElse(List.of());
        }
        try {
            return numbers(range.get(), parameter);
        } catch (IllegalArgumentException e) {
            problems.add(path, value, e.getMessage());
            return List.of();
        }
    }

    private static boolean isNumeric(ValueType type) {
        return switch (type) {
            case NUMBER, INTEGER, LONG -> true;
            case FLAG, TEXT -> false;
        };
    }

    private static <V> List<V> numbers(String range, Parameter<V> parameter) {
        var parsed = NumberRange.parse(range);
        var decimals = parsed instanceof NumberRange.Logarithmic logarithmic && parameter.type() != ValueType.NUMBER
                ? logarithmic.integers()
                : parsed.values();
        var numbers = new ArrayList<V>();
        for (var decimal : decimals) {
            numbers.add(number(decimal, parameter));
        }
        return numbers;
    }

    private static <V> V number(BigDecimal decimal, Parameter<V> parameter) {
        var number = parameter.type().read(decimal).filter(parameter::allows);
        if (number.isEmpty()) {
            throw new IllegalArgumentException(
                    rule(parameter, decimal) + ", which " + Problems.shortened(decimal.toString()) + " is not");
        }
        @SuppressWarnings("unchecked") // the parameter's type reads values of V
        var typed = (V) number.get();
        return typed;
    }

    <V> Optional<V> read(String path, ConfigValue value, Parameter<V> parameter) {
        var read = Problems.asWritten(value).flatMap(parameter.type()::read);
        if (read.isEmpty() || !parameter.allows(read.get())) {
            problems.add(path, value, rule(parameter, Problems.asWritten(value).orElse("")));
            return Optional.empty();
        }
        @SuppressWarnings("unchecked") // the parameter's type reads values of V
        var typed = (V) read.get();
        return Optional.of(typed);
    }

    /** What a value must be. Of a number beyond the range of doubles this tells the range, which no rule has. */
    private static String rule(Parameter<?> parameter, Object written) {
        boolean isBeyond = parameter.type() == ValueType.NUMBER && ValueType.isBeyondDoubles(written);
        return "must be " + parameter.rule().description()
                + (isBeyond ? ", and 0 or of a magnitude from " + Double.MIN_VALUE + " to " + Double.MAX_VALUE : "");
    }

    private AxisValues<Long> seeds(ConfigObject sweep, Axis.OfSeeds axis) {
        String path = path(axis.name());
        String rule = "must be " + axis.parameter().rule().description() + " or an ascending range such as \"0..9\"";
        var value = sweep.get(axis.name());
        if (value == null) {
            if (axis.isRequired()) {
                problems.addMissing(path, sweep, rule);
            }
            return new AxisValues.Unset<>();
        }
        var ranges = new ArrayList<Seeds.Range>();
        for (var element : elements(path, value)) {
            Problems.asWritten(element)
                    .flatMap(text -> seedRange(text, axis.parameter()))
                    .ifPresentOrElse(ranges::add, () -> problems.add(path, element, rule));
        }
        var seeds = new Seeds(ranges);
        seeds.duplicate().ifPresent(seed -> problems.add(path, value, "names seed " + seed + " twice"));
        return seeds;
    }

    /** A seed or a range of seeds; empty when the text is neither. */
    private static Optional<Seeds.Range> seedRange(String text, Parameter<Long> parameter) {
        if (!NumberRange.isMeantBy(text)) {
            return seed(text, parameter).map(seed -> new Seeds.Range(seed, seed));
        }
        try {
            if (NumberRange.parse(text) instanceof NumberRange.Steps steps) {
                var first = seed(steps.first(), parameter);
                var last = seed(steps.reached(), parameter);
                var step = seed(steps.step(), parameter);
                if (first.isPresent()
                        && last.isPresent()
                        && seed(steps.last(), parameter).isPresent()) {
                    return Optional.of(new Seeds.Range(
                            first.get(), last.get(), first.get().equals(last.get()) ? 1 : step.orElseThrow()));
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException | NoSuchElementException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> seed(Object written, Parameter<Long> parameter) {
        return parameter.type().read(written).filter(parameter::allows).map(seed -> (Long) seed);
    }

    /** The alternatives of a component: each a name or an object, in which lists expand. */
    private <T> List<T> components(ConfigObject sweep, Catalog<T> catalog) {
        String path = path(catalog.role());
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
            problems.addMissing(path, parent, "must be one of " + names(catalog));
        }
        return kind;
    }

    /** Suggests the kind that has this other name, or else the one whose name is nearest. */
    private static String suggestion(String name, Catalog<?> catalog) {
        return catalog.kinds().stream()
                .filter(kind -> kind.description().endsWith("also known as " + name.toLowerCase(Locale.ROOT)))
                .map(kind -> "; " + name + " is " + kind.name() + " here")
                .findFirst()
                .orElseGet(() -> Problems.suggestion(
                        name, catalog.kinds().stream().map(Kind::name).toList()));
    }

    <T> Optional<Kind<?>> kind(String path, ConfigValue value, Catalog<T> catalog) {
        boolean isText = value.valueType() == ConfigValueType.STRING;
        String name = String.valueOf(value.unwrapped());
        var kind = isText ? catalog.kind(name) : Optional.<Kind<?>>empty();
        if (kind.isEmpty()) {
            problems.add(path, value, "must be one of " + names(catalog) + (isText ? suggestion(name, catalog) : ""));
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
        problems.refuseUnknownKeys(
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
            problems.add(path, value, "must expand to " + MAX_ALTERNATIVES + " alternatives or fewer");
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
                problems.add(path, value, e.getMessage());
            }
        }
        return components;
    }

    private static List<Object> append(List<Object> head, Object last) {
        return Stream.concat(head.stream(), Stream.of(last)).toList();
    }

    /** A value as a list: its elements, or itself. An empty list is a problem. */
    List<ConfigValue> elements(String path, ConfigValue value) {
        if (!(value instanceof ConfigList list)) {
            return List.of(value);
        }
        if (list.isEmpty()) {
            problems.add(path, value, "an axis needs at least one value");
        }
        return list;
    }

    /** The values without repetitions; each repetition is a problem. */
    private <V> List<V> distinct(String path, ConfigValue value, List<V> axis, Function<V, String> name) {
        Set<V> seen = new LinkedHashSet<>();
        for (var element : axis) {
            if (!seen.add(element)) {
                problems.add(path, value, "names " + Problems.shortened(name.apply(element)) + " twice");
            }
        }
        return List.copyOf(seen);
    }

    /** A component as a configuration would spell it. */
    static <T> String described(Catalog<T> catalog, T component) {
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
}
