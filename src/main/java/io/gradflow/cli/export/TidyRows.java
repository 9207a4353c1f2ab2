package io.gradflow.cli.export;

import io.gradflow.query.Query;
import io.gradflow.query.StoreQueries;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.store.StoreException;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.stream.Collector;
import java.util.stream.Collectors;

/** The rows of a store in the long form: a row for each number that was measured. */
public final class TidyRows {
    private TidyRows() {}

    /**
     * The query for all rows, in the order of keys and epochs.
     *
     * @param groups of diagnostics that the store has
     */
    public static Query of(StoreQueries queries, DiagnosticGroups groups) throws StoreException {
        String keys = RowKeys.of(queries).ofRows();
        String ofNetwork = Metric.of(groups).stream()
                .map(metric -> number("CAST(NULL AS INT)", metric.column(), metric.column()))
                .collect(joined());
        String ofLayer = LayerMetric.of(groups).stream()
                .map(metric -> number("l.layer", metric.column(), "l." + metric.column()))
                .collect(joined());
        // Rows are put in order before each becomes many, since it takes long to sort them all.
        return queries.query("SELECT " + keys + ", n.layer, n.metric, n.value FROM (SELECT * FROM epochs ORDER BY "
                + keys + ") LATERAL VIEW explode(filter(concat(" + ofNetwork
                + ", coalesce(flatten(transform(layers, l -> "
                + ofLayer + ")), array())), x -> x.value IS NOT NULL)) AS n");
    }

    private static String number(String layer, String metric, String value) {
        return "named_struct('layer', " + layer + ", 'metric', '" + metric + "', 'value', " + value + ")";
    }

    private static Collector<CharSequence, ?, String> joined() {
        return Collectors.joining(", ", "array(", ")");
    }
}
