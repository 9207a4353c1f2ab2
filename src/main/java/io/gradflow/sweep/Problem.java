package io.gradflow.sweep;

/**
 * A mistake in a configuration.
 *
 * @param key the full path of the key
 * @param value what stands there, as written; empty when nothing does
 * @param rule what is wrong, or what is allowed
 * @param origin the file and line, or the command-line option; empty when unknown
 */
public record Problem(String key, String value, String rule, String origin) {

    /** One line: key, value, rule, place. */
    @Override
    public String toString() {
        return key + (value.isEmpty() ? "" : " = " + value) + ": " + rule
                + (origin.isEmpty() ? "" : " (" + origin + ")");
    }
}
