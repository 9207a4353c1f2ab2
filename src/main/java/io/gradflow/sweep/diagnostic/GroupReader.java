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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Reads groups from a configuration: a name, {@code all}, an object of names and their options, or a list of these. An
 * option of a group goes before {@code all}.
 */
public final class GroupReader {
    private static final String EVERYTHING = "all";

    private static final Parameter<Integer> EVERY = Parameter.integer(
            "every", 1, Rule.integerIn(1, Integer.MAX_VALUE), "the group is measured at the epochs divisible by it");

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

    private final BiConsumer<ConfigValue, String> mistakes;
    private final Suggestion suggestion;
    private final Map<DiagnosticGroup, Integer> rhythms = new EnumMap<>(DiagnosticGroup.class);
    private boolean isEverything;

    /** What a mistyped name may have meant. */
    @FunctionalInterface
    public interface Suggestion {
        /** The end of a message that suggests one of the known names; empty if none is near. */
        String of(String name, List<String> known);
    }

    private GroupReader(BiConsumer<ConfigValue, String> mistakes, Suggestion suggestion) {
        this.mistakes = mistakes;
        this.suggestion = suggestion;
    }

    /**
     * Reads groups.
     *
     * @param value what stands in the configuration
     * @param mistakes takes each value that is wrong, with what it must be
     */
    public static DiagnosticGroups read(
            ConfigValue value, BiConsumer<ConfigValue, String> mistakes, Suggestion suggestion) {
        var reader = new GroupReader(mistakes, suggestion);
        for (var element : value instanceof ConfigList list ? list : List.of(value)) {
            if (element instanceof ConfigObject object) {
                reader.addObject(object);
            } else {
                reader.addName(element);
            }
        }
        if (reader.isEverything) {
            DiagnosticGroups.ALL.groups().forEach(group -> reader.rhythms.putIfAbsent(group, 1));
        }
        return new DiagnosticGroups(reader.rhythms);
    }

    private void addName(ConfigValue value) {
        String name = String.valueOf(value.unwrapped());
        if (value.valueType() != ConfigValueType.STRING) {
            mistakes.accept(value, RULE);
        } else if (name.equals(EVERYTHING)) {
            isEverything = true;
        } else {
            add(name, value, 1);
        }
    }

    private void addObject(ConfigObject object) {
        for (var name : new TreeSet<>(object.keySet())) {
            add(name, object, every(object.get(name)));
        }
    }

    private void add(String name, ConfigValue value, int every) {
        var group = DiagnosticGroup.named(name);
        if (group.isEmpty()) {
            mistakes.accept(value, RULE + suggestion.of(name, DiagnosticGroup.names()));
        } else if (rhythms.put(group.get(), every) != null) {
            mistakes.accept(value, "names " + name + " twice");
        }
    }

    /** The one option of a group; its default if it is absent or wrong. */
    private int every(ConfigValue options) {
        if (!(options instanceof ConfigObject object) || !Set.of(EVERY.name()).containsAll(object.keySet())) {
            mistakes.accept(options, "must be the options of a group, { } or { every = 100 }");
            return EVERY.defaultValue();
        }
        var value = object.get(EVERY.name());
        if (value == null) {
            return EVERY.defaultValue();
        }
        var every = EVERY.type().read(value.unwrapped()).filter(EVERY::allows);
        if (every.isEmpty()) {
            mistakes.accept(value, EVERY.name() + " must be " + EVERY.rule().description());
        }
        return (int) every.orElse(EVERY.defaultValue());
    }
}
