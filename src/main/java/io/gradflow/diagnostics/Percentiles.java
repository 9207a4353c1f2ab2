package io.gradflow.diagnostics;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.numbers.arrays.Selection;

/**
 * Exact percentiles, interpolated linearly between order statistics. This is NumPy's default, method 7 of Hyndman and
 * Fan (1996).
 */
public final class Percentiles {
    private Percentiles() {}

    /** A new array of the absolute values of one array of each layer, one layer after the other. */
    static double[] absolute(List<HiddenLayer> layers, Function<HiddenLayer, double[]> array) {
        int count = layers.stream().mapToInt(layer -> array.apply(layer).length).sum();
        var pooled = new double[count];
        int next = 0;
        for (var layer : layers) {
            for (double value : array.apply(layer)) {
                pooled[next++] = Math.abs(value);
            }
        }
        return pooled;
    }

    /**
     * The quantiles at some probabilities.
     *
     * @param values reordered by the call; if there are none, or if one is NaN, the quantiles are NaN
     * @param probabilities numbers in [0, 1]
     */
    public static double[] of(double[] values, double... probabilities) {
        var quantiles = new double[probabilities.length];
        if (values.length == 0 || containsNan(values)) {
            Arrays.fill(quantiles, Double.NaN);
            return quantiles;
        }
        int n = values.length;
        var indices = new int[2 * probabilities.length];
        for (int i = 0; i < probabilities.length; i++) {
            indices[2 * i] = lowerRank(n, probabilities[i]);
            indices[2 * i + 1] = upperRank(n, probabilities[i]);
        }
        Selection.select(values, indices.clone());
        for (int i = 0; i < probabilities.length; i++) {
            quantiles[i] = interpolate(n, probabilities[i], values[indices[2 * i]], values[indices[2 * i + 1]]);
        }
        return quantiles;
    }

    /** The index, from 0, of the order statistic of n values that is the quantile or lies just below it. */
    public static int lowerRank(int n, double probability) {
        return (int) ((n - 1) * probability);
    }

    /** The index of the order statistic just above the quantile. */
    public static int upperRank(int n, double probability) {
        return Math.min(lowerRank(n, probability) + 1, n - 1);
    }

    /**
     * Interpolates the quantile between its two order statistics.
     *
     * @param low the value of rank {@link #lowerRank}
     * @param high the value of rank {@link #upperRank}
     */
    public static double interpolate(int n, double probability, double low, double high) {
        double weight = (n - 1) * probability - lowerRank(n, probability);
        double step = high - low;
        // Interpolation starts at the nearer end, so that equal ends give exactly their value and the result never
        // leaves the interval.
        return weight >= 0.5 ? high - step * (1 - weight) : low + step * weight;
    }

    private static boolean containsNan(double[] values) {
        for (double value : values) {
            if (Double.isNaN(value)) {
                return true;
            }
        }
        return false;
    }
}
