package io.gradflow.data;

import io.gradflow.random.RandomSource;
import java.util.stream.IntStream;

/**
 * Labelled points.
 *
 * <p>This is a plain class and not a record, because sets of samples are never compared, and the arrays are shared, not
 * copied.
 */
public final class Samples {
    private final int features;
    private final double[] inputs;
    private final int[] labels;

    /**
     * Wraps the arrays without copying them.
     *
     * @param features the number of inputs per sample
     * @param inputs row-major, {@code labels.length x features}
     * @param labels the class of each sample, from 0
     */
    public Samples(int features, double[] inputs, int[] labels) {
        if (inputs.length != labels.length * features) {
            throw new IllegalArgumentException(
                    "inputs has " + inputs.length + " values, must have " + labels.length + " x " + features);
        }
        this.features = features;
        this.inputs = inputs;
        this.labels = labels;
    }

    /** The number of samples. */
    public int count() {
        return labels.length;
    }

    /** The number of inputs per sample. */
    public int features() {
        return features;
    }

    /** The inputs, row-major, {@code count x features}. This is the array itself, not a copy. */
    public double[] inputs() {
        return inputs;
    }

    /** The class of each sample, from 0. This is the array itself, not a copy. */
    public int[] labels() {
        return labels;
    }

    /** The share of the most frequent class, in (0, 1]: the accuracy of a constant answer. NaN without samples. */
    public double majority() {
        var sizes = new int[1 + IntStream.of(labels).max().orElse(0)];
        for (int label : labels) {
            sizes[label]++;
        }
        return (double) IntStream.of(sizes).max().orElse(0) / count();
    }

    /** The samples in the order of a random permutation. */
    Samples shuffled(RandomSource source) {
        return select(source.permutation(count()), 0, count());
    }

    /** The samples at {@code order[from..to)}, in that order. */
    public Samples select(int[] order, int from, int to) {
        var selectedInputs = new double[(to - from) * features];
        var selectedLabels = new int[to - from];
        for (int i = from; i < to; i++) {
            System.arraycopy(inputs, order[i] * features, selectedInputs, (i - from) * features, features);
            selectedLabels[i - from] = labels[order[i]];
        }
        return new Samples(features, selectedInputs, selectedLabels);
    }
}
