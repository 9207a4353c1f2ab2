package io.gradflow.diagnostics;

import java.util.Arrays;
import java.util.List;

/** All metrics of one network at one epoch. */
@SuppressWarnings("EnumOrdinal") // a position in an array that never leaves this class
public final class Measurement implements MetricValues {
    private static final int METRICS = Metric.values().length;
    private static final int LAYER_METRICS = LayerMetric.values().length;

    private final int layers;
    /** The pooled metrics, then those of each layer, in the order of their enums. */
    private final double[] values;
    /** Whether the activation has a limit region. */
    private boolean hasLimitRate = true;

    /**
     * Makes a measurement whose values are still to be set, and NaN until then.
     *
     * @param layers number of weight layers; the last is the output layer
     */
    public Measurement(int layers) {
        this.layers = layers;
        values = new double[METRICS + layers * LAYER_METRICS];
        Arrays.fill(values, Double.NaN);
    }

    /** The value of a metric; NaN if the network has no such metric. */
    @Override
    public double get(Metric metric) {
        return values[metric.ordinal()];
    }

    /**
     * The value of a weight layer's metric; NaN if the layer has no such metric.
     *
     * @param layer from 0
     */
    @Override
    public double get(int layer, LayerMetric metric) {
        return values[index(layer, metric)];
    }

    /** Whether the network has such a metric: not {@code limit_rate} if its activation has no limit region. */
    @Override
    public boolean has(Metric metric) {
        return metric != Metric.LIMIT_RATE || hasLimitRate;
    }

    /**
     * Whether a weight layer has such a metric: see {@link LayerMetric#of}, and {@link #has(Metric)}.
     *
     * @param layer from 0
     */
    @Override
    public boolean has(int layer, LayerMetric metric) {
        return metric.ordinal() < LayerMetric.of(layer, layers).size()
                && (metric != LayerMetric.LIMIT_RATE || hasLimitRate);
    }

    /** How many weight layers there are. */
    @Override
    public int layers() {
        return layers;
    }

    /** Sets a metric. */
    public void set(Metric metric, double value) {
        values[metric.ordinal()] = value;
    }

    private void set(int layer, LayerMetric metric, double value) {
        values[index(layer, metric)] = value;
    }

    private static int index(int layer, LayerMetric metric) {
        return METRICS + layer * LAYER_METRICS + metric.ordinal();
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
        setGradient(layer, squares, to - from);
    }

    /**
     * Sets the gradient metrics of a layer.
     *
     * @param squares the sum of the squares of the gradient by the layer's weights
     * @param weights how many there are
     */
    public void setGradient(int layer, double squares, int weights) {
        set(layer, LayerMetric.GRAD_NORM, Math.sqrt(squares));
        set(layer, LayerMetric.GRAD_RMS, Math.sqrt(squares / weights));
    }

    /**
     * Sets all metrics of pre-activations and derivatives, of each hidden layer and pooled.
     *
     * @param hidden what the training forward pass computed in each hidden layer, first to last
     */
    public void setHidden(List<HiddenLayer> hidden) {
        setStatistics(hidden.stream().map(HiddenStatistics::of).toList());
        setPercentiles(
                Percentiles.absolute(hidden, HiddenLayer::derivatives), Metric.DPHI_P01_ABS, Metric.DPHI_P10_ABS);
        setPercentiles(Percentiles.absolute(hidden, HiddenLayer::preActivations), Metric.Z_P90_ABS);
    }

    private void setPercentiles(double[] values, Metric... metrics) {
        double[] quantiles = Percentiles.of(
                values, Arrays.stream(metrics).mapToDouble(Metric::probability).toArray());
        for (int i = 0; i < metrics.length; i++) {
            set(metrics[i], quantiles[i]);
        }
    }

    /**
     * Sets the metrics of pre-activations and derivatives, of each hidden layer and pooled, but for the percentiles.
     *
     * @param hidden of each hidden layer, first to last
     */
    public void setStatistics(List<HiddenStatistics> hidden) {
        var all = new HiddenStatistics();
        for (int layer = 0; layer < hidden.size(); layer++) {
            var statistics = hidden.get(layer);
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
        hasLimitRate = all.hasLimitRate();
    }
}
