package io.gradflow.results;

import java.util.List;
import java.util.Locale;

/**
 * A measurement of one weight layer of a network at one epoch. The gradient is that of the mean loss by the layer's
 * weights, without its biases. Every other metric is the {@link Metric} of the same name over this hidden layer alone;
 * the output layer does not have it.
 */
public enum LayerMetric {
    GRAD_NORM("Euclidean norm of the gradient by the layer's weights"),
    GRAD_RMS("root mean square of the gradient by the layer's weights"),
    DPHI_SMALL_RATE(Metric.DPHI_SMALL_RATE),
    DPHI_MEAN_ABS(Metric.DPHI_MEAN_ABS),
    DPHI_LOG_MEAN(Metric.DPHI_LOG_MEAN),
    Z_MEAN_ABS(Metric.Z_MEAN_ABS),
    Z_NEAR0_RATE(Metric.Z_NEAR0_RATE),
    LIMIT_RATE(Metric.LIMIT_RATE);

    private static final List<LayerMetric> OF_HIDDEN_LAYERS = List.of(values());
    private static final List<LayerMetric> OF_THE_OUTPUT_LAYER = List.of(GRAD_NORM, GRAD_RMS);

    private final String column = name().toLowerCase(Locale.ROOT);
    private final String description;

    LayerMetric(String description) {
        this.description = description;
    }

    LayerMetric(Metric pooled) {
        this(pooled.description() + ", of this hidden layer");
    }

    /**
     * The metrics that a weight layer has, in the order of this enum.
     *
     * @param layer from 0
     * @param layers number of weight layers; the last is the output layer
     */
    public static List<LayerMetric> of(int layer, int layers) {
        return layer < layers - 1 ? OF_HIDDEN_LAYERS : OF_THE_OUTPUT_LAYER;
    }

    /** The name of the column in the view {@code layers}, and of the field in the column {@code layers}. */
    public String column() {
        return column;
    }

    /** The definition in one line. */
    public String description() {
        return description;
    }
}
