package io.gradflow.diagnostics;

import io.gradflow.nn.function.Elementary;
import io.gradflow.nn.function.SquareScale;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;

/**
 * Measures how the parameters of a layer move: its weights and biases together. Norms are right whatever their size, as
 * {@link GradientMetrics} has them; they are NaN if an element is not finite.
 */
public final class UpdateMetrics {
    private UpdateMetrics() {}

    /**
     * Sets the norms that are known before the next update.
     *
     * @param layer from 0
     * @param parameters has those of the layer in {@code [from, to)}, as the other array does
     * @param initial the parameters of epoch 0
     */
    public static void setNorms(
            Measurement measurement, int layer, double[] parameters, double[] initial, int from, int to) {
        measurement.set(layer, LayerMetric.PARAM_NORM, norm(parameters, from, to));
        var distance = new double[to - from];
        for (int i = from; i < to; i++) {
            distance[i - from] = parameters[i] - initial[i];
        }
        measurement.set(layer, LayerMetric.INIT_DISTANCE, norm(distance, 0, distance.length));
    }

    /**
     * Sets the cosine of the gradient with the last one.
     *
     * @param gradient of the mean loss by the layer's parameters in {@code [from, to)}
     * @param last the gradient where this was measured the last time
     */
    public static void setGradientCosine(
            Measurement measurement, int layer, double[] gradient, double[] last, int from, int to) {
        double scale = scale(gradient, from, to);
        double length = length(gradient, from, to, scale);
        double lastScale = scale(last, from, to);
        double lastLength = length(last, from, to, lastScale);
        double cosine = 0;
        for (int i = from; i < to; i++) {
            cosine += gradient[i] * scale / length * (last[i] * lastScale / lastLength);
        }
        setGradientCosine(measurement, layer, length, lastLength, cosine);
    }

    /**
     * Sets the cosine of the gradient with the last one. If one of them is zero, the layer does not have it.
     *
     * @param norm of the gradient, or of a multiple of it
     * @param lastNorm of the last one, or of a multiple of it
     * @param cosine the product of both, each scaled to length 1
     */
    public static void setGradientCosine(
            Measurement measurement, int layer, double norm, double lastNorm, double cosine) {
        if (norm != 0 && lastNorm != 0) {
            measurement.set(layer, LayerMetric.GRAD_COS, Math.max(-1, Math.min(1, cosine)));
        }
    }

    /**
     * Sets what is known after the next epoch's updates, once {@link #setNorms} has been called.
     *
     * @param update by how much the layer's parameters in {@code [from, to)} change to the next epoch
     * @param last by how much they changed from the epoch before; null at epoch 0
     */
    public static void setUpdate(Measurement measurement, int layer, double[] update, double[] last, int from, int to) {
        double scale = scale(update, from, to);
        double length = length(update, from, to, scale);
        setUpdateNorm(measurement, layer, length / scale);
        if (last != null) {
            double lastScale = scale(last, from, to);
            double lastLength = length(last, from, to, lastScale);
            double minus = 0;
            double plus = 0;
            for (int i = from; i < to; i++) {
                double direction = update[i] * scale / length;
                double lastDirection = last[i] * lastScale / lastLength;
                minus += (direction - lastDirection) * (direction - lastDirection);
                plus += (direction + lastDirection) * (direction + lastDirection);
            }
            setUpdateAngle(measurement, layer, length, lastLength, minus, plus);
        }
    }

    /** Sets the norm of the update, and its ratio to that of the parameters unless these are zero. */
    public static void setUpdateNorm(Measurement measurement, int layer, double norm) {
        measurement.set(layer, LayerMetric.UPDATE_NORM, norm);
        double ofParameters = measurement.get(layer, LayerMetric.PARAM_NORM);
        if (ofParameters != 0) {
            measurement.set(layer, LayerMetric.UPDATE_RATIO, norm / ofParameters);
        }
    }

    /**
     * Sets the angle of the update to the last one. With both scaled to length 1, half the angle has the tangent
     * |u - v| / |u + v|, which is exact for small and for large angles alike (W. Kahan, Miscalculating Area and Angles
     * of a Needle-like Triangle, 2014). If one of the updates is zero, the layer does not have it.
     *
     * @param norm of the update, or of a multiple of it
     * @param lastNorm of the last one, or of a multiple of it
     * @param minus the square of the length of their difference, each scaled to length 1
     * @param plus that of their sum
     */
    public static void setUpdateAngle(
            Measurement measurement, int layer, double norm, double lastNorm, double minus, double plus) {
        if (norm != 0 && lastNorm != 0) {
            measurement.set(layer, LayerMetric.UPDATE_ANGLE, 2 * Elementary.arctan(Math.sqrt(minus) / Math.sqrt(plus)));
        }
    }

    private static double norm(double[] x, int from, int to) {
        double scale = scale(x, from, to);
        return length(x, from, to, scale) / scale;
    }

    /** What elements are multiplied by, so that neither their squares nor their norm lose bits or overflow. */
    private static double scale(double[] x, int from, int to) {
        return SquareScale.of(squares(x, from, to, 1));
    }

    /** The norm of the scaled elements; NaN if one is not finite. */
    private static double length(double[] x, int from, int to, double scale) {
        double squares = squares(x, from, to, scale);
        return squares == Double.POSITIVE_INFINITY ? Double.NaN : Math.sqrt(squares);
    }

    private static double squares(double[] x, int from, int to, double scale) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            double scaled = x[i] * scale;
            squares += scaled * scaled;
        }
        return squares;
    }
}
