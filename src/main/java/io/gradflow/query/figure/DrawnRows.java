package io.gradflow.query.figure;

import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.runs.EndedRuns;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rows that a figure is of, in SQL over the view {@code epochs}.
 *
 * @param keys the columns whose values make groups and panels
 * @param condition which runs count, over the columns of their last rows
 * @param isOfRuns whether the condition holds for each row of a run, or for none
 */
public record DrawnRows(List<String> keys, String condition, boolean isOfRuns) {
    /** The columns that make groups, each followed by a comma. */
    String groups() {
        return keys.stream().map(key -> key + ", ").collect(Collectors.joining());
    }

    /** The columns that make groups, and others. */
    List<String> columns(String... others) {
        return Stream.concat(keys.stream(), Stream.of(others)).toList();
    }

    /** A clause such as PARTITION BY with the columns that make groups, and others; empty if there are none. */
    String clause(String words, String... others) {
        String columns = String.join(", ", columns(others));
        return columns.isEmpty() ? "" : " " + words + " " + columns;
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
        return " FROM " + rows;
    }

    /** The last rows of the runs that count. */
    String fromLast() {
        return " FROM epochs WHERE " + ended();
    }

    /** The condition on last rows. */
    String ended() {
        return EndedRuns.last(condition);
    }
}
