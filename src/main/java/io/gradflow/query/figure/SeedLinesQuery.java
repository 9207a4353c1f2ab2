package io.gradflow.query.figure;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks for the curve of each of the first runs of a group.
 *
 * @param rows of which runs
 * @param value the number of a row
 * @param seeds the columns that tell the runs of a group apart, and which of them are first
 * @param most how many runs of a group; empty for all
 * @param epochs which of them, and how they are thinned
 */
public record SeedLinesQuery(DrawnRows rows, String value, List<String> seeds, OptionalInt most, EpochParts epochs) {
    public static final String TASK = "task";
    public static final String VALUE = "v";

    /** The query. Other columns are those of {@link CurveQuery} and {@link EpochParts}. */
    public String sql() {
        String points = "SELECT " + rows.groups() + "task, epoch, " + DrawnRows.finite(value) + " AS v"
                + rows.fromAll(epochs.condition());
        // The few chosen runs go to where the rows are: else all rows were sorted by their tasks.
        String ofChosen = most.isEmpty()
                ? points
                : "SELECT /*+ BROADCAST(chosen) */ * FROM (" + points + ") LEFT SEMI JOIN (" + chosen(most.getAsInt())
                        + ") AS chosen USING (task)";
        return epochs.thinned(
                "SELECT * FROM (" + ofChosen + ") WHERE v IS NOT NULL", rows.columns(TASK), List.of(VALUE), List.of());
    }

    private String chosen(int first) {
        String order = Stream.concat(seeds.stream(), Stream.of(TASK)).collect(Collectors.joining(", "));
        return "SELECT task FROM (SELECT task, row_number() OVER (" + rows.clause("PARTITION BY") + " ORDER BY " + order
                + ") AS place FROM epochs WHERE " + rows.ended() + ") WHERE place <= " + first;
    }
}
