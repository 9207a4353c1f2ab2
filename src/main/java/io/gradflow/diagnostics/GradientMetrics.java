package io.gradflow.diagnostics;

import io.gradflow.nn.function.SquareScale;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;

/** Measures the gradient by the weights of a layer; biases are left out. */
public final class GradientMetrics {
    private GradientMetrics() {}

    /**
     * Sets the gradient metrics of a layer.
     *
     * @param layer from 0
     * @param gradient holds the gradient by the layer's weights in {@code [from, to)}
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
     * Sets the gradient metrics of a layer. They are NaN if the gradient is not finite: whether sums that overflow end
     * as infinity or as NaN depends on their order, which is not the same in all engines.
     *
     * @param layer from 0
     * @param squares the sum of the squares of the gradient by the layer's weights, each multiplied by the scale
     * @param scale that of {@link SquareScale}
     * @param weights how many weights there are
     */
    public static void set(Measurement measurement, int layer, double squares, double scale, int weights) {
        // Squares of scaled finite numbers do not overflow.
        double told = squares == Double.POSITIVE_INFINITY ? Double.NaN : squares;
        measurement.set(layer, LayerMetric.GRAD_NORM, Math.sqrt(told) / scale);
        measurement.set(layer, LayerMetric.GRAD_RMS, Math.sqrt(told / weights) / scale);
    }
}
