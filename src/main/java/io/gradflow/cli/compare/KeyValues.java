package io.gradflow.cli.compare;

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
}
