package io.gradflow.query.column;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A number of each row, as a column.
 *
 * @param expression the number in SQL over the view {@code epochs}
 * @param name of the column, also in the names of its statistics
 */
public record MeasuredColumn(String expression, String name) {
    /** Whether a row of {@code epochs} is of a run that has neither diverged nor failed by then. */
    public static final String FINITE_RUN =
            "coalesce(" + RowSchema.OUTCOME.name() + " = '" + Outcome.COMPLETED.column() + "', true)";

    /**
     * What is measured of networks, and has statistics over runs, then the gradients of their layers.
     *
     * @param layers the first weight layers, each of which has columns
     */
    public static List<MeasuredColumn> of(List<Metric> metrics, int layers) {
        return Stream.concat(
                        metrics.stream()
                                .filter(metric -> !metric.isOfData())
                                .map(metric -> new MeasuredColumn(metric.column(), metric.column())),
                        IntStream.rangeClosed(1, layers).boxed().flatMap(MeasuredColumn::ofLayer))
                .toList();
    }

    /** The columns of a weight layer: those metrics of the default groups that every such layer has. */
    private static Stream<MeasuredColumn> ofLayer(int layer) {
        return LayerMetric.of(layer - 1, layer).stream()
                .filter(LayerMetric.of(DiagnosticGroups.DEFAULT)::contains)
                .map(LayerMetric::column)
                .map(metric -> new MeasuredColumn(ofLayer(metric, layer), metric + "_L" + layer));
    }

    /**
     * A metric of a weight layer in SQL over the view {@code epochs}; null where a network has no such layer.
     *
     * @param layer from 1
     */
    public static String ofLayer(String metric, int layer) {
        return "get(" + RowSchema.LAYERS + ", " + (layer - 1) + ")." + metric;
    }

    /** A number of a row of {@code epochs}, which is null unless it is finite, and the row's run is. */
    public static String finite(String number) {
        // NaN is greater than any other number, infinity included.
        return "if(" + FINITE_RUN + " AND abs(" + number + ") < CAST('Infinity' AS DOUBLE), " + number + ", NULL)";
    }

    /** The column as a list of columns has it. */
    public String definition() {
        return expression.equals(name) ? name : expression + " AS " + name;
    }
}
