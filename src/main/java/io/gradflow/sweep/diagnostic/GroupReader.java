package io.gradflow.sweep.diagnostic;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Reads groups from a configuration: a name, an object of names and their options, or a list of these. The name
 * {@code all} is of all groups that are not named themselves.
 */
public final class GroupReader {
    private static final String EVERYTHING = "all";

    private static final Parameter<Integer> EVERY = Parameter.integer(
            "every", 1, Rule.integerIn(1, Integer.MAX_VALUE), "the group is measured at the epochs divisible by it");

    private static final Parameter<Integer> POINTS = Parameter.integer(
            "points",
            DiagnosticGroups.DEFAULT_POINTS,
            Rule.integerIn(1, Integer.MAX_VALUE),
            "the group is measured at so many training samples");

    private static final List<String> NAMES = Stream.concat(DiagnosticGroup.names().stream(), Stream.of(EVERYTHING))
            .toList();

    private static final String ALLOWED =
            "a list of " + String.join(", ", DiagnosticGroup.names()) + ", or " + EVERYTHING;

    private static final String RULE = "must be " + ALLOWED + "; { " + DiagnosticGroup.LAYERS
            + " = { every = 100 } } measures a group at every hundredth epoch";

    /** The key, as the reference page has it. */
    public static final Parameter<String> PARAMETER = Parameter.text(
            "diagnostics",
            DiagnosticGroups.DEFAULT.toString(),
            Rule.any(ALLOWED),
            "what is measured beside losses and accuracies, and how often; see [metrics](metrics.md)");

    private final Conventions conventions;
    private final Map<DiagnosticGroup, Integer> rhythms = new EnumMap<>(DiagnosticGroup.class);
    /** Every how many epochs groups are measured that only {@code all} names; null if it does not stand there. */
    private Integer ofAll;

    private int points = POINTS.defaultValue();

    /** How all keys of a configuration are read, and what is said of mistakes. */
    public interface Conventions {
        /** Takes a value that is wrong, and what it must be. */
        void addMistake(ConfigValue value, String rule);

        /** A scalar as the configuration spells it; else empty. */
        Optional<String> asWritten(ConfigValue value);

        /** The end of a message that suggests what a mistyped name may have meant; empty if no known name is near. */
        String suggestion(String name, List<String> known);
    }

    private GroupReader(Conventions conventions) {
        this.conventions = conventions;
    }

    /**
     * Reads groups.
     *
     * @param value what stands in the configuration
     */
    public static DiagnosticGroups read(ConfigValue value, Conventions conventions) {
        var reader = new GroupReader(conventions);
        for (var element : value instanceof ConfigList list ? list : List.of(value)) {
            if (element instanceof ConfigObject object) {
                reader.addObject(object);
            } else {
                reader.addName(element);
            }
        }
        if (reader.ofAll != null) {
            DiagnosticGroups.ALL.groups().forEach(group -> reader.rhythms.putIfAbsent(group, reader.ofAll));
        }
        return new DiagnosticGroups(reader.rhythms, reader.points);
    }

    private void addName(ConfigValue value) {
        if (value.valueType() == ConfigValueType.STRING) {
            add(String.valueOf(value.unwrapped()), value, EVERY.defaultValue());
        } else {
            conventions.addMistake(value, RULE);
        }
    }

    private void addObject(ConfigObject object) {
        for (var name : new TreeSet<>(object.keySet())) {
            add(name, object, readOptions(name, object.get(name)));
        }
    }

    private void add(String name, ConfigValue value, int every) {
        var group = DiagnosticGroup.named(name);
        boolean isTwice = false;
        if (name.equals(EVERYTHING)) {
            isTwice = ofAll != null;
            ofAll = every;
        } else if (group.isPresent()) {
            isTwice = rhythms.put(group.get(), every) != null;
        } else {
            conventions.addMistake(value, RULE + conventions.suggestion(name, NAMES));
        }
        if (isTwice) {
            conventions.addMistake(value, "names " + name + " twice");
        }
    }

    /** Reads the options of a group, and returns every how many epochs it is measured. */
    private int readOptions(String group, ConfigValue options) {
        boolean hasPoints = group.equals(DiagnosticGroup.JACOBIAN.toString());
        var known = hasPoints ? Set.of(EVERY.name(), POINTS.name()) : Set.of(EVERY.name());
        if (!(options instanceof ConfigObject object) || !known.containsAll(object.keySet())) {
            conventions.addMistake(
                    options,
                    "must be the options of a group, { } or { every = 100 }"
                            + (hasPoints ? " or { every = 100, points = 8 }" : ""));
            return EVERY.defaultValue();
        }
        if (hasPoints) {
            points = option(POINTS, object);
        }
        return option(EVERY, object);
    }

    /** An option of a group; its default if it is absent or wrong. */
    private int option(Parameter<Integer> option, ConfigObject options) {
        var value = options.get(option.name());
        if (value == null) {
            return option.defaultValue();
        }
        var number = conventions.asWritten(value).flatMap(option.type()::read).filter(option::allows);
        if (number.isEmpty()) {
            conventions.addMistake(
                    value, option.name() + " must be " + option.rule().description());
        }
        return (int) number.orElse(option.defaultValue());
    }
}
