package io.gradflow.diagnostics;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.numbers.arrays.Selection;

/** Exact percentiles, linear between order statistics: NumPy's default, method 7 of Hyndman and Fan (1996). */
final class Percentiles {
    private Percentiles() {}

    /** The absolute values of one array of each layer, one after the other, in a new array. */
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
     * @param values reordered by the call; NaN among them, or none at all, gives NaN
     * @param probabilities in [0, 1]
     */
    static double[] of(double[] values, double... probabilities) {
        var quantiles = new double[probabilities.length];
        if (values.length == 0 || containsNan(values)) {
            Arrays.fill(quantiles, Double.NaN);
            return quantiles;
        }
        int last = values.length - 1;
        var indices = new int[2 * probabilities.length];
        for (int i = 0; i < probabilities.length; i++) {
            int below = (int) (last * probabilities[i]);
            indices[2 * i] = below;
            indices[2 * i + 1] = Math.min(below + 1, last);
        }
        Selection.select(values, indices.clone());
        for (int i = 0; i < probabilities.length; i++) {
            double weight = last * probabilities[i] - indices[2 * i];
            quantiles[i] = interpolate(values[indices[2 * i]], values[indices[2 * i + 1]], weight);
        }
        return quantiles;
    }

    /** From the nearer end, so that equal ends give exactly that value and the result never leaves the interval. */
    private static double interpolate(double low, double high, double weight) {
        double step = high - low;
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
