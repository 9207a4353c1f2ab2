package io.gradflow.cli.figure;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * How a metric is called beside an axis.
 *
 * @param column its name
 * @param layer its weight layer; empty if it has none, or if it is of all
 * @param isOfLayers whether it is of all layers
 */
record MetricCaption(String column, OptionalInt layer, boolean isOfLayers) {
    /** The name, and the layer. */
    String brief() {
        return column + (layer.isPresent() ? " of layer " + layer.getAsInt() : "");
    }

    /** The name and what it is. */
    String full() {
        String description = layer.isPresent() || isOfLayers
                ? Arrays.stream(LayerMetric.values())
                        .filter(metric -> metric.column().equals(column))
                        .map(LayerMetric::description)
                        .findFirst()
                        .orElse("")
                : Arrays.stream(Metric.values())
                        .filter(metric -> metric.column().equals(column))
                        .map(Metric::description)
                        .findFirst()
                        .orElse("");
        return description.isEmpty() ? brief() : brief() + ": " + description;
    }
}
