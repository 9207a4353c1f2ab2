package io.gradflow.query.figure;

import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.runs.EndedRuns;
import io.gradflow.results.RowSchema;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows that a figure is of, in SQL over the view {@code epochs}.
 *
 * @param keys the columns whose values make groups and panels
 * @param condition which runs count, over the columns of their last rows
 * @param isOfRuns whether the condition holds for each row of a run, or for none
 * @param isOfLayers whether there is a row for each weight layer of a row, whose column {@code layer} makes groups too,
 *     after the keys; of a row without layers, as that of a failed run is, there is one whose layer is null
 */
public record DrawnRows(List<String> keys, String condition, boolean isOfRuns, boolean isOfLayers) {
    /** The column with the number of a weight layer, from 1. */
    public static final String LAYER = "layer";

    /** The columns that make groups, each followed by a comma. */
    String groups() {
        return grouping().map(key -> key + ", ").collect(Collectors.joining());
    }

    /** A clause such as PARTITION BY with the columns that make groups, and others; empty if there are none. */
    String clause(String words, String... others) {
        String columns = Stream.concat(grouping(), Stream.of(others)).collect(Collectors.joining(", "));
        return columns.isEmpty() ? "" : " " + words + " " + columns;
    }

    private Stream<String> grouping() {
        return isOfLayers ? Stream.concat(keys.stream(), Stream.of(LAYER)) : keys.stream();
    }

    /** A number of each row, which is null unless it is finite, and its run is: as in the views. */
    static String finite(String value) {
        return "CAST(" + MeasuredColumn.finite(value) + " AS DOUBLE)";
    }

    /**
     * All rows of the runs that count.
     *
     * @param more what must hold for a row besides, over the columns of {@code epochs}
     */
    String fromAll(String more) {
        // Else the files need a second look.
        String rows = isOfRuns
                ? "epochs WHERE (" + condition + "\n) AND " + more
                : "epochs LEFT SEMI JOIN (SELECT task AS chosen FROM epochs WHERE " + ended()
                        + ") ON task = chosen WHERE " + more;
        return from(rows);
    }

    /** The last rows of the runs that count. */
    String fromLast() {
        return from("epochs WHERE " + ended());
    }

    private String from(String rows) {
        return isOfLayers
                ? " FROM (SELECT *, " + LAYER + "_struct." + LAYER + " AS " + LAYER + " FROM (SELECT * FROM " + rows
                        + ") LATERAL VIEW OUTER explode(" + RowSchema.LAYERS + ") exploded_layers AS " + LAYER
                        + "_struct)"
                : " FROM " + rows;
    }

    /** The condition on last rows. */
    String ended() {
        return EndedRuns.last(condition);
    }

    /** A metric of a layer of each row, where there is a row for each layer. */
    public static String ofEachLayer(String metric) {
        return LAYER + "_struct." + metric;
    }
}
