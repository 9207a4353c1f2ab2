package io.gradflow.query.figure;

import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.results.RowSchema;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows that a figure is of, in SQL over the view {@code epochs}.
 *
 * @param keys the columns whose values make groups and panels
 * @param condition which runs count, over the columns of their last rows
 * @param value the number of a row
 * @param isOfLayers whether there is a row for each weight layer of a row, whose column {@code layer} makes groups too,
 *     after the keys
 */
public record DrawnRows(List<String> keys, String condition, String value, boolean isOfLayers) {
    /** The column with the number of a weight layer, from 1. */
    public static final String LAYER = "layer";

    private static final Pattern NOT_OF_A_WORD = Pattern.compile("\\W+");

    /** What a condition names that differs between the rows of a run. */
    private static final Set<String> OF_ROWS = Stream.concat(
                    Arrays.stream(Metric.values()).map(Metric::column),
                    Stream.of(RowSchema.EPOCH.name(), RowSchema.OUTCOME.name(), RowSchema.LAYERS, "select"))
            .collect(Collectors.toUnmodifiableSet());

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

    /**
     * The number of each row as {@code v}, which is null unless it is finite, and its run has neither diverged nor
     * failed: as in the views. With other columns before it.
     */
    String finite(List<String> others) {
        String columns = others.stream().map(other -> other + ", ").collect(Collectors.joining());
        return columns + nullUnlessFinite(value) + " AS v";
    }

    /** A number of a row; null unless it is finite, and its run has neither diverged nor failed. */
    static String nullUnlessFinite(String value) {
        // NaN is greater than any other number, infinity included.
        return "if(coalesce(" + RowSchema.OUTCOME.name() + " = '" + Outcome.COMPLETED.column()
                + "', true) AND abs(" + value + ") < CAST('Infinity' AS DOUBLE), CAST(" + value
                + " AS DOUBLE), NULL)";
    }

    /**
     * All rows of the runs that count.
     *
     * @param more what must hold for a row besides, over the columns of {@code epochs}
     */
    String fromAll(String more) {
        // A condition on keys alone holds for each row of a run, or for none, and needs no second look at the files.
        String rows = isOfKeys()
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
                        + ") LATERAL VIEW explode(layers) exploded_layers AS " + LAYER + "_struct)"
                : " FROM " + rows;
    }

    /** The condition on last rows. */
    String ended() {
        return RowSchema.OUTCOME.name() + " IS NOT NULL AND (" + condition + "\n)";
    }

    private boolean isOfKeys() {
        return NOT_OF_A_WORD.splitAsStream(condition.toLowerCase(Locale.ROOT)).noneMatch(OF_ROWS::contains);
    }

    /** A metric of a layer of each row, where there is a row for each layer. */
    public static String ofEachLayer(String metric) {
        return LAYER + "_struct." + metric;
    }
}
