package io.gradflow.catalog;

import java.util.Objects;

/**
 * A named scalar: one key of the configuration, one column of the tables.
 *
 * @param name in kebab-case, as configurations spell it
 * @param type of its values
 * @param defaultValue what holds when a configuration is silent; null when the key is required
 * @param rule what a value must satisfy beyond its type
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

    /** A double. */
    public static Parameter<Double> number(String name, Double defaultValue, Rule<Double> rule, String description) {
        return new Parameter<>(name, ValueType.NUMBER, defaultValue, rule, description);
    }

    /** An int. */
    public static Parameter<Integer> integer(
            String name, Integer defaultValue, Rule<Integer> rule, String description) {
        return new Parameter<>(name, ValueType.INTEGER, defaultValue, rule, description);
    }

    /** A boolean. */
    public static Parameter<Boolean> flag(String name, Boolean defaultValue, String description) {
        return new Parameter<>(name, ValueType.FLAG, defaultValue, Rule.any("true or false"), description);
    }

    /** A string. */
    public static Parameter<String> text(String name, String defaultValue, Rule<String> rule, String description) {
        return new Parameter<>(name, ValueType.TEXT, defaultValue, rule, description);
    }

    /** A long. */
    public static Parameter<Long> longInteger(String name, Long defaultValue, Rule<Long> rule, String description) {
        return new Parameter<>(name, ValueType.LONG, defaultValue, rule, description);
    }

    /** True when a value is of this parameter's type and satisfies its rule. */
    @SuppressWarnings("unchecked") // type.read gives values of the type that the parameter was declared with
    public boolean allows(Object value) {
        return rule.test().test((V) value);
    }
}
