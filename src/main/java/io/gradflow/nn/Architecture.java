package io.gradflow.nn;

import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The widths of a fully connected network's layers, from the inputs to the outputs. Weight layer {@code l} (from 0)
 * maps {@code widths[l]} values to {@code widths[l + 1]}. The activation follows every weight layer except the last.
 *
 * <p>The parameters of a network are one flat array. It holds the weights of each weight layer, row-major
 * {@code (fanIn, fanOut)}, followed by the biases of that layer.
 */
public record Architecture(List<Integer> widths) implements Serializable {

    /** A description of what {@link #parse} accepts. */
    public static final String RULE = "two or more layer widths from 1 to 65536 joined by '-', such as"
            + " 2-16-16-1, with at most 100 million parameters in all";

    /** The repetition is possessive, because the other kinds recurse for each layer and overflow the stack. */
    private static final Pattern TEXT = Pattern.compile("[1-9][0-9]{0,4}(-[1-9][0-9]{0,4})++");

    private static final int MAX_WIDTH = 65536;
    private static final long MAX_PARAMETERS = 100_000_000;

    public Architecture {
        widths = List.copyOf(widths);
        if (widths.size() < 2
                || widths.stream().anyMatch(w -> w < 1 || w > MAX_WIDTH)
                || parameterCount(widths) > MAX_PARAMETERS) {
            throw new IllegalArgumentException("architecture '" + joined(widths) + "' must be " + RULE);
        }
    }

    /**
     * Reads widths joined by hyphens, such as {@code 2-16-16-1}.
     *
     * @throws IllegalArgumentException if the text is not of this form
     */
    public static Architecture parse(String text) {
        if (!TEXT.matcher(text).matches()) {
            throw new IllegalArgumentException("architecture '" + text + "' must be " + RULE);
        }
        return new Architecture(
                Arrays.stream(text.split("-")).map(Integer::valueOf).toList());
    }

    /** The number of inputs of the network. */
    public int inputs() {
        return widths.get(0);
    }

    /** The number of outputs of the network. */
    public int outputs() {
        return widths.get(widths.size() - 1);
    }

    /** The number of weight layers: one more than the number of hidden layers. */
    public int layers() {
        return widths.size() - 1;
    }

    /** The number of inputs of weight layer {@code layer}, which counts from 0. */
    public int fanIn(int layer) {
        return widths.get(layer);
    }

    /** The number of outputs of weight layer {@code layer}, which counts from 0. */
    public int fanOut(int layer) {
        return widths.get(layer + 1);
    }

    /** The number of units in all hidden layers together. */
    public int hiddenUnits() {
        return widths.subList(1, widths.size() - 1).stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /** The number of weights of all layers together, without the biases. */
    public long weightCount() {
        long count = 0;
        for (int layer = 0; layer < layers(); layer++) {
            count += (long) fanIn(layer) * fanOut(layer);
        }
        return count;
    }

    /** The length of the parameter array. */
    public int parameterCount() {
        return Math.toIntExact(parameterCount(widths));
    }

    private static long parameterCount(List<Integer> widths) {
        long count = 0;
        for (int layer = 1; layer < widths.size(); layer++) {
            count += (widths.get(layer - 1) + 1L) * widths.get(layer);
        }
        return count;
    }

    /** The index at which the weights of a layer start in the parameter array. */
    public int weightOffset(int layer) {
        int offset = 0;
        for (int below = 0; below < layer; below++) {
            offset += (fanIn(below) + 1) * fanOut(below);
        }
        return offset;
    }

    /** The index at which the biases of a layer start in the parameter array. */
    public int biasOffset(int layer) {
        return weightOffset(layer) + fanIn(layer) * fanOut(layer);
    }

    /** The widths joined by hyphens. */
    @Override
    public String toString() {
        return joined(widths);
    }

    private static String joined(List<Integer> widths) {
        return widths.stream().map(String::valueOf).collect(Collectors.joining("-"));
    }
}
