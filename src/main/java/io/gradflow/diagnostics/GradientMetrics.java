package io.gradflow.diagnostics;

import io.gradflow.nn.function.SquareScale;
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
        double squares = squares(gradient, from, to, 1);
        double scale = SquareScale.of(squares);
        set(measurement, layer, scale == 1 ? squares : squares(gradient, from, to, scale), scale, to - from);
    }

    private static double squares(double[] gradient, int from, int to, double scale) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            double scaled = gradient[i] * scale;
            squares += scaled * scaled;
        }
        return squares;
    }

    /**
     * Sets the gradient metrics of a layer. They are NaN if an element of the gradient is not finite. Whether such
     * an element is infinite or NaN may depend on the order of the sums behind it, in which engines differ.
     *
     * @param layer the layer, from 0
     * @param squares the sum of the squares of the gradient with respect to the layer's weights, each element
     *     multiplied by {@code scale} first
     * @param scale the scale that {@link SquareScale} gives for the plain sum of squares
     * @param weights the number of weights
     */
    public static void set(Measurement measurement, int layer, double squares, double scale, int weights) {
        // The scaled squares of finite numbers do not overflow.
        double checked = squares == Double.POSITIVE_INFINITY ? Double.NaN : squares;
        measurement.set(layer, LayerMetric.GRAD_NORM, Math.sqrt(checked) / scale);
        measurement.set(layer, LayerMetric.GRAD_RMS, Math.sqrt(checked / weights) / scale);
    }
}
