package io.gradflow.sweep;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** The mistakes of a configuration, each once, in the order in which they are found. */
final class Problems {
    /** What HOCON appends to the description of where a text comes from. */
    private static final Pattern SINGLE_LINE = Pattern.compile(": 1$");

    private static final int MAX_SHOWN_VALUE = 60;

    private final Set<Problem> found = new LinkedHashSet<>();

    List<String> all() {
        return found.stream().map(Problem::toString).toList();
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    int count() {
        return found.size();
    }

    void add(Problem problem) {
        found.add(problem);
    }

    void add(String key, ConfigValue value, String rule) {
        add(problem(key, value, rule));
    }

    static Problem problem(String key, ConfigValue value, String rule) {
        return new Problem(key, shortened(shown(value)), rule, place(value));
    }

    void addMissing(String key, ConfigValue parent, String rule) {
        add(new Problem(key, "", "is missing, " + rule, place(parent)));
    }

    void refuseUnknownKeys(String path, ConfigObject object, String message, Collection<String> known) {
        for (var key : new TreeSet<>(object.keySet())) {
            if (!known.contains(key)) {
                add(
                        (path.isEmpty() ? "" : path + ".") + shortened(ConfigUtil.joinPath(key)),
                        object.get(key),
                        message + "; known here: " + String.join(", ", known) + suggestion(key, known));
            }
        }
    }

    /** Suggests the known name that was probably meant; empty if more than half of every name would be mistyped. */
    static String suggestion(String name, Collection<String> known) {
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

    /** The file and line of a value, or the command-line option that has set it. */
    static String place(ConfigValue value) {
        String place = value.origin().description();
        return place.startsWith(SweepReader.OVERRIDE)
                ? SINGLE_LINE.matcher(place).replaceFirst("")
                : place;
    }

    /**
     * A scalar as the configuration spells it, so that 1e999 is no Infinity and a long keeps its digits; else empty.
     */
    static Optional<String> asWritten(ConfigValue value) {
        return switch (value.valueType()) {
            case NUMBER -> Optional.of(value.atKey("number").getString("number"));
            case BOOLEAN, STRING -> Optional.of(String.valueOf(value.unwrapped()));
            case OBJECT, LIST, NULL -> Optional.empty();
        };
    }

    /** A value in one line of HOCON. */
    static String shown(ConfigValue value) {
        if (value instanceof ConfigList list) {
            return list.stream().map(Problems::shown).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof ConfigObject object) {
            return object.isEmpty()
                    ? "{}"
                    : new TreeMap<>(object)
                            .entrySet().stream()
                                    .map(entry -> ConfigUtil.joinPath(entry.getKey()) + " = " + shown(entry.getValue()))
                                    .collect(Collectors.joining(", ", "{ ", " }"));
        }
        return asWritten(value).map(Problems::shown).orElse("null");
    }

    private static String shown(String text) {
        boolean isPlain =
                text.equals(text.strip()) && !text.isEmpty() && text.chars().noneMatch(Character::isISOControl);
        return isPlain ? text : ConfigUtil.quoteString(text);
    }

    /** A text of the user's, cut short for a message. */
    static String shortened(String text) {
        return text.length() <= MAX_SHOWN_VALUE ? text : text.substring(0, MAX_SHOWN_VALUE) + "...";
    }
}
