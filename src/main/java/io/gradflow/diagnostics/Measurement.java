package io.gradflow.diagnostics;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** All metrics of one network at one epoch. */
public final class Measurement {
    private final Map<Metric, Double> pooled = new EnumMap<>(Metric.class);
    private final List<Map<LayerMetric, Double>> layers = new ArrayList<>();

    /**
     * Makes a measurement whose values are still to be set.
     *
     * @param layers number of weight layers; the last is the output layer
     */
    public Measurement(int layers) {
        for (int layer = 0; layer < layers; layer++) {
            this.layers.add(new EnumMap<>(LayerMetric.class));
        }
    }

    /** The value of a metric; null if it was not set. */
    public Double get(Metric metric) {
        return pooled.get(metric);
    }

    /**
     * The value of a weight layer's metric; null if it was not set, as those of hidden layers are not for the output
     * layer.
     *
     * @param layer from 0
     */
    public Double get(int layer, LayerMetric metric) {
        return layers.get(layer).get(metric);
    }

    /** How many weight layers there are. */
    public int layers() {
        return layers.size();
    }

    /** Sets a metric. */
    public void set(Metric metric, double value) {
        pooled.put(metric, value);
    }

    private void set(int layer, LayerMetric metric, double value) {
        layers.get(layer).put(metric, value);
    }

    /**
     * Sets the gradient metrics of a layer.
     *
     * @param gradient holds the gradient by the layer's weights in {@code [from, to)}
     */
    public void setGradient(int layer, double[] gradient, int from, int to) {
        double squares = 0;
        for (int i = from; i < to; i++) {
            squares += gradient[i] * gradient[i];
        }
        set(layer, LayerMetric.GRAD_NORM, Math.sqrt(squares));
        set(layer, LayerMetric.GRAD_RMS, Math.sqrt(squares / (to - from)));
    }

    /**
     * Sets all metrics of pre-activations and derivatives, of each hidden layer and pooled.
     *
     * @param hidden what the training forward pass computed in each hidden layer, first to last
     */
    public void setHidden(List<HiddenLayer> hidden) {
        var all = new HiddenStatistics();
        for (int layer = 0; layer < hidden.size(); layer++) {
            var statistics = HiddenStatistics.of(hidden.get(layer));
            set(layer, LayerMetric.DPHI_SMALL_RATE, statistics.dphiSmallRate());
            set(layer, LayerMetric.DPHI_MEAN_ABS, statistics.dphiMeanAbs());
            set(layer, LayerMetric.DPHI_LOG_MEAN, statistics.dphiLogMean());
            set(layer, LayerMetric.Z_MEAN_ABS, statistics.zMeanAbs());
            set(layer, LayerMetric.Z_NEAR0_RATE, statistics.zNear0Rate());
            set(layer, LayerMetric.LIMIT_RATE, statistics.limitRate());
            all.add(statistics);
        }
        set(Metric.DPHI_SMALL_RATE, all.dphiSmallRate());
        set(Metric.DPHI_MEAN_ABS, all.dphiMeanAbs());
        set(Metric.DPHI_LOG_MEAN, all.dphiLogMean());
        set(Metric.Z_MEAN_ABS, all.zMeanAbs());
        set(Metric.Z_NEAR0_RATE, all.zNear0Rate());
        set(Metric.LIMIT_RATE, all.limitRate());
        double[] dphi = Percentiles.absolute(hidden, HiddenLayer::derivatives);
        double[] dphiPercentiles = Percentiles.of(dphi, 0.01, 0.10);
        set(Metric.DPHI_P01_ABS, dphiPercentiles[0]);
        set(Metric.DPHI_P10_ABS, dphiPercentiles[1]);
        set(Metric.Z_P90_ABS, Percentiles.of(Percentiles.absolute(hidden, HiddenLayer::preActivations), 0.90)[0]);
    }
}
