package io.gradflow.results;

import java.util.List;

/** The metrics of one network at one epoch. */
public interface MetricValues {

    /** How many weight layers there are; 0 if no layer was measured. */
    int layers();

    /** Whether the network has the metric. */
    boolean has(Metric metric);

    /** The value of a metric that the network has. */
    double get(Metric metric);

    /**
     * Whether a weight layer has the metric.
     *
     * @param layer from 0
     */
    boolean has(int layer, LayerMetric metric);

    /**
     * The value of a metric that a weight layer has.
     *
     * @param layer from 0
     */
    double get(int layer, LayerMetric metric);

    /** The lives of the hidden units, layer by layer; none but in a task's last row, if they were measured. */
    List<UnitLife> units();
}
