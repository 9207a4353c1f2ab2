package io.gradflow.cli.report;

import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A metric that the page shows.
 *
 * @param id its name in the page
 * @param caption what a reader sees of it
 * @param full the caption and the definition
 * @param layers the weight layers, from 1, each of which has a column; empty for a metric of networks
 */
record PageMetric(String id, String caption, String full, List<Integer> layers) {
    /** Deeper networks have some of their layers in the page. */
    private static final int MOST_LAYERS = 8;

    /** The metrics of networks, of the groups of diagnostics that a store has, in the order of their columns. */
    static List<PageMetric> ofNetworks(DiagnosticGroups groups) {
        return Metric.of(groups).stream()
                .filter(metric -> !metric.isOfData())
                .map(metric -> new PageMetric(
                        metric.column(), metric.column(), metric.column() + ": " + metric.description(), List.of()))
                .toList();
    }

    /** The metrics of weight layers, of the groups of diagnostics that a store has. */
    static List<PageMetric> ofLayers(int layers, DiagnosticGroups groups) {
        var numbers = layerNumbers(layers);
        return numbers.isEmpty()
                ? List.of()
                : LayerMetric.of(groups).stream()
                        .map(metric -> new PageMetric(
                                "layer_" + metric.column(),
                                metric.column() + " by layer",
                                metric.column() + ": " + metric.description(),
                                numbers))
                        .toList();
    }

    /** The first and the last layer, and others at equal distances. */
    private static List<Integer> layerNumbers(int layers) {
        int shown = Math.min(layers, MOST_LAYERS);
        return IntStream.range(0, shown)
                .map(i -> shown == 1 ? 1 : 1 + Math.round(i * (layers - 1) / (float) (shown - 1)))
                .boxed()
                .toList();
    }

    /** The columns: one, or one for each layer. */
    List<MeasuredColumn> columns() {
        if (layers.isEmpty()) {
            return List.of(new MeasuredColumn(id, id));
        }
        var columns = new ArrayList<MeasuredColumn>();
        for (int layer : layers) {
            String name = id.substring(id.indexOf('_') + 1);
            columns.add(new MeasuredColumn(MeasuredColumn.ofLayer(name, layer), id + "_L" + layer));
        }
        return columns;
    }

    /** The metric with some of its layers. */
    PageMetric withLayers(List<Integer> some) {
        return new PageMetric(id, caption, full, some);
    }
}
