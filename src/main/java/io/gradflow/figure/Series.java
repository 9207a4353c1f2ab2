package io.gradflow.figure;

/**
 * What a colour means.
 *
 * @param label the group, or the layer
 * @param count how many runs it is of, such as "n = 8 of 10"; empty if that is not told
 * @param ink how it is drawn
 */
public record Series(String label, String count, Ink ink) {
    /** A series whose texts can be shown anywhere. */
    public Series {
        label = ShownText.of(label);
        count = ShownText.of(count);
    }

    /** Label and count in one text. */
    public String caption() {
        return count.isEmpty() ? label : label + " (" + count + ")";
    }
}
