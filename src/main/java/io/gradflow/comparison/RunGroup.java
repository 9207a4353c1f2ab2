package io.gradflow.comparison;

import java.util.List;
import java.util.stream.Collectors;

/** A group of runs. */
public interface RunGroup {
    /** The values of keys that tell this group from others; may contain null. */
    List<Object> values();

    /** The values in one text. */
    default String label() {
        return label(values());
    }

    /** The values of a group in one text. */
    static String label(List<Object> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
