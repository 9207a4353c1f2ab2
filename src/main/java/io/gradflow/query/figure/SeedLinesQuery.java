package io.gradflow.query.figure;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Asks for the curve of each of the first runs of a group.
 *
 * @param rows of which runs
 * @param value the number of a row
 * @param seeds the columns that tell the runs of a group apart, and which of them are first
 * @param most how many runs of a group
 * @param epochs which of them, and how they are thinned
 */
public record SeedLinesQuery(DrawnRows rows, String value, List<String> seeds, int most, EpochParts epochs) {
    public static final String TASK = "task";
    public static final String VALUE = "v";

    /** The query. Its other columns are those of {@link CurveQuery}. */
    public String sql() {
        String order = Stream.concat(seeds.stream(), Stream.of(TASK)).collect(Collectors.joining(", "));
        String chosen = "SELECT task FROM (SELECT task, row_number() OVER (" + rows.clause("PARTITION BY")
                + " ORDER BY " + order + ") AS place FROM epochs WHERE " + rows.ended() + ") WHERE place <= " + most;
        String points = "SELECT " + rows.groups() + "task, epoch, " + DrawnRows.finite(value) + " AS v"
                + rows.fromAll(epochs.condition());
        String parts = "SELECT " + rows.groups() + "task, count(*) AS points, array_distinct(array_compact(array("
                + "min_by(s, epoch), max_by(s, epoch), min_by(s, v), max_by(s, v)))) AS kept FROM (SELECT *,"
                + " struct(epoch, v) AS s, " + epochs.part() + " AS part FROM (" + points + ") JOIN (" + chosen
                + ") USING (task) WHERE v IS NOT NULL)" + rows.clause("GROUP BY", TASK, "part");
        return "SELECT " + rows.groups()
                + "task, points, size(kept) AS kept, place = 0 AS is_first, p.epoch, p.v FROM (" + parts
                + ") LATERAL VIEW posexplode(kept) exploded AS place, p" + rows.clause("ORDER BY", TASK, "p.epoch");
    }
}
