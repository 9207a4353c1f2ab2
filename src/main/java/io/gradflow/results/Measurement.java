package io.gradflow.results;

import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.Arrays;
import java.util.List;

/**
 * All metrics of one network at one epoch. The network, or the layer, does not have a metric that is never set. NaN is
 * a value like any other.
 */
@SuppressWarnings("EnumOrdinal") // a position in an array that never leaves this class
public final class Measurement implements MetricValues {
    /** The bits of a NaN that no value has, because {@link Double#doubleToLongBits} gives all NaNs other bits. */
    private static final long ABSENT = Double.doubleToRawLongBits(Double.NaN) + 1;

    private final int layers;
    /** How many metrics the network has room for: the first ones of the enum. */
    private final int metrics;

    /** How many metrics a layer has room for: the first ones of the enum. */
    private final int layerMetrics;

    /** The bits of the network's metrics, then those of each layer's metrics, in the order of the enums. */
    private final long[] values;

    private List<UnitLife> units = List.of();

    /**
     * Makes a measurement in which no metric is set.
     *
     * @param layers number of weight layers; the last is the output layer
     */
    public Measurement(int layers) {
        this(layers, DiagnosticGroups.ALL);
    }

    /**
     * Makes a measurement in which no metric is set.
     *
     * @param layers number of weight layers; the last is the output layer
     * @param groups of which metrics may be set, beside those of the default groups
     */
    public Measurement(int layers, DiagnosticGroups groups) {
        this.layers = layers;
        metrics = Metric.room(groups);
        layerMetrics = LayerMetric.room(groups);
        values = new long[metrics + layers * layerMetrics];
        Arrays.fill(values, ABSENT);
    }

    /** How many weight layers there are. */
    @Override
    public int layers() {
        return layers;
    }

    @Override
    public boolean has(Metric metric) {
        return metric.ordinal() < metrics && values[metric.ordinal()] != ABSENT;
    }

    /** The value of a metric; NaN if it is not set. */
    @Override
    public double get(Metric metric) {
        return has(metric) ? Double.longBitsToDouble(values[metric.ordinal()]) : Double.NaN;
    }

    @Override
    public boolean has(int layer, LayerMetric metric) {
        return metric.ordinal() < layerMetrics && values[index(layer, metric)] != ABSENT;
    }

    /**
     * The value of a weight layer's metric; NaN if it is not set.
     *
     * @param layer from 0
     */
    @Override
    public double get(int layer, LayerMetric metric) {
        return has(layer, metric) ? Double.longBitsToDouble(values[index(layer, metric)]) : Double.NaN;
    }

    /** Sets a metric. */
    public void set(Metric metric, double value) {
        if (metric.ordinal() >= metrics) {
            throw new IllegalArgumentException(metric + " is not measured");
        }
        values[metric.ordinal()] = Double.doubleToLongBits(value);
    }

    /**
     * Sets a metric of a weight layer.
     *
     * @param layer from 0
     */
    public void set(int layer, LayerMetric metric, double value) {
        values[index(layer, metric)] = Double.doubleToLongBits(value);
    }

    @Override
    public List<UnitLife> units() {
        return units;
    }

    /** Sets the lives of the hidden units, layer by layer. */
    public void setUnits(List<UnitLife> lives) {
        units = List.copyOf(lives);
    }

    private int index(int layer, LayerMetric metric) {
        if (metric.ordinal() >= layerMetrics) {
            throw new IllegalArgumentException(metric + " is not measured");
        }
        return metrics + layer * layerMetrics + metric.ordinal();
    }
}
