package io.gradflow.cli.figure;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.figure.Scale;
import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.figure.Spread;
import io.gradflow.results.LayerMetric;
import io.gradflow.sweep.TaskKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A figure that is asked for.
 *
 * @param isOfLayers whether it is of all weight layers
 * @param metrics of networks, or of layers if there is a layer; each has its own row of panels
 * @param by the keys whose values make groups
 * @param facets the keys whose values make panels, at most two
 * @param where which runs count, as SQL over their last rows
 * @param layer the weight layer of the metrics, from 1; empty for metrics of networks, and for all layers
 * @param at the epoch that a figure of one epoch is of; empty for the last one of each run
 * @param band what the band around a curve shows
 * @param x of the horizontal axis
 * @param y of the vertical axis
 * @param reach what must be reached, as SQL over the columns of epochs
 * @param title empty for one that tells what is asked for
 * @param dots how many dots the figure has across
 */
record Request(
        boolean isOfLayers,
        List<String> metrics,
        List<TaskKey> by,
        List<TaskKey> facets,
        String where,
        OptionalInt layer,
        OptionalInt at,
        Spread band,
        Ends x,
        Ends y,
        Optional<String> reach,
        Optional<String> title,
        int dots) {

    /**
     * How an axis is asked for.
     *
     * @param least the lower end; NaN for one that fits the data
     * @param most the upper end; NaN for one that fits the data
     * @param scale of the numbers
     */
    record Ends(double least, double most, Scale scale) {
        /** Ends that fit the data. */
        static final Ends FREE = new Ends(Double.NaN, Double.NaN, Scale.LINEAR);

        /** Ends that fit the data, on a logarithmic axis. */
        static final Ends FREE_LOG = new Ends(Double.NaN, Double.NaN, Scale.LOG);

        /** Checks ends that a user has named; {@code axis} is x or y. */
        void require(String axis) throws UsageException {
            if (Double.isInfinite(least) || Double.isInfinite(most)) {
                throw new UsageException(
                        "--" + axis + "-min and --" + axis + "-max must be finite, but are " + least + " and " + most);
            }
            if (scale == Scale.LOG && least <= 0) {
                throw new UsageException("--" + axis + "-min must be above 0 on a logarithmic axis, but is " + least);
            }
            if (scale == Scale.LOG && most <= 0) {
                throw new UsageException("--" + axis + "-max must be above 0 on a logarithmic axis, but is " + most);
            }
            if (least >= most) {
                throw new UsageException(
                        "--" + axis + "-min must be below --" + axis + "-max, but they are " + least + " and " + most);
            }
        }

        /** Whether the user has excluded a number. */
        boolean excludes(double value) {
            return value < least || value > most;
        }
    }

    /** The keys of groups, then those of panels. */
    List<TaskKey> keys() {
        return Stream.concat(by.stream(), facets.stream()).toList();
    }

    /** The keys of the panels of a figure with a panel for each group: first those of columns. */
    List<TaskKey> panelKeys() {
        return Stream.concat(facets.stream(), by.stream()).toList();
    }

    /** The values of {@link #keys}, in the order of {@link #panelKeys}. */
    List<Object> ofPanel(List<Object> values) {
        // Values may be null.
        var ofPanel = new ArrayList<>(values.subList(by.size(), keys().size()));
        ofPanel.addAll(values.subList(0, by.size()));
        return ofPanel;
    }

    List<String> columns() {
        return keys().stream().map(TaskKey::column).toList();
    }

    /** A metric as the number of a row, unless the figure is of all layers. */
    String value(String metric) {
        return layer.isEmpty() ? metric : MeasuredColumn.ofLayer(metric, layer.getAsInt());
    }

    /** The metric that tells by the last row of a run whether the run has a metric. */
    static String inLastRow(String metric) {
        return LayerMetric.named(metric)
                .map(LayerMetric::inLastRow)
                .map(LayerMetric::column)
                .orElse(metric);
    }

    /** What a caption calls a metric. */
    MetricCaption caption(String metric) {
        return new MetricCaption(metric, layer, isOfLayers);
    }
}
