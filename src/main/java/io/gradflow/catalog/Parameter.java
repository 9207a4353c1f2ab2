package io.gradflow.catalog;

import java.util.Objects;

/**
 * A named scalar, which is one key of the configuration and one column of the tables.
 *
 * @param name the name in kebab-case, as configurations spell it
 * @param type the type of its values
 * @param defaultValue the value used if a configuration gives none; null if the key is required
 * @param rule the condition that a value must satisfy in addition to its type
 * @param description one line for the reference documentation, with the unit if there is one
 */
public record Parameter<V>(String name, ValueType type, V defaultValue, Rule<V> rule, String description) {

    public Parameter {
        Objects.requireNonNull(name, "name");
        if (defaultValue != null && !rule.test().test(defaultValue)) {
            throw new IllegalArgumentException(
                    "default of " + name + " must be " + rule.description() + ", not " + defaultValue);
        }
    }

    /** Declares a parameter whose values are doubles. */
    public static Parameter<Double> number(String name, Double defaultValue, Rule<Double> rule, String description) {
        return new Parameter<>(name, ValueType.NUMBER, defaultValue, rule, description);
    }

    /** Declares a parameter whose values are ints. */
    public static Parameter<Integer> integer(
            String name, Integer defaultValue, Rule<Integer> rule, String description) {
        return new Parameter<>(name, ValueType.INTEGER, defaultValue, rule, description);
    }

    /** Declares a parameter whose values are booleans. */
    public static Parameter<Boolean> flag(String name, Boolean defaultValue, String description) {
        return new Parameter<>(name, ValueType.FLAG, defaultValue, Rule.any("true or false"), description);
    }

    /** Declares a parameter whose values are strings. */
    public static Parameter<String> text(String name, String defaultValue, Rule<String> rule, String description) {
        return new Parameter<>(name, ValueType.TEXT, defaultValue, rule, description);
    }

    /** Declares a parameter whose values are longs. */
    public static Parameter<Long> longInteger(String name, Long defaultValue, Rule<Long> rule, String description) {
        return new Parameter<>(name, ValueType.LONG, defaultValue, rule, description);
    }

    /** Whether a value satisfies this parameter's rule; the value must be of its type. */
    @SuppressWarnings("unchecked") // type.read gives values of the type that the parameter was declared with
    public boolean allows(Object value) {
        return rule.test().test((V) value);
    }
}
