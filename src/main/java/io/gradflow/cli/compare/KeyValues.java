package io.gradflow.cli.compare;

import java.util.List;

/** The order of the values of a key: of groups, of rows, of panels. */
public final class KeyValues {
    private KeyValues() {}

    /** Compares two values of a key. Null is the least. */
    @SuppressWarnings("unchecked")
    public static int compare(Object first, Object second) {
        return first == null || second == null
                ? Boolean.compare(first != null, second != null)
                : ((Comparable<Object>) first).compareTo(second);
    }

    /** Compares the values of several keys, the first key first. */
    public static int compareAll(List<Object> first, List<Object> second) {
        for (int i = 0; i < first.size(); i++) {
            int order = compare(first.get(i), second.get(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }
}
