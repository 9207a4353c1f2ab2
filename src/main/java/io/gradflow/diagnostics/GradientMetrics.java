package io.gradflow.diagnostics;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;

/** Measures the gradient with respect to the weights of a layer. Biases are left out. */
public final class GradientMetrics {
    private GradientMetrics() {}

    /**
     * Sets the gradient metrics of a layer.
     *
     * @param layer the layer, from 0
     * @param gradient holds the gradient with respect to the layer's weights in {@code [from, to)}
     */
    public static void set(Measurement measurement, int layer, double[] gradient, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += gradient[i] * gradient[i];
        }
        set(measurement, layer, squares, to - from);
    }

    /**
     * Sets the gradient metrics of a layer.
     *
     * @param layer the layer, from 0
     * @param squares the sum of the squares of the gradient with respect to the layer's weights
     * @param weights the number of weights
     */
    public static void set(Measurement measurement, int layer, double squares, int weights) {
        measurement.set(layer, LayerMetric.GRAD_NORM, Math.sqrt(squares));
        measurement.set(layer, LayerMetric.GRAD_RMS, Math.sqrt(squares / weights));
    }
}
