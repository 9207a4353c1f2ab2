package io.gradflow.query.figure;

import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;

/**
 * Asks for several numbers of the runs of each group at one epoch, and for their means. Of a group with more runs than
 * are drawn those at equal distances in the order of a number come, the least and the greatest included.
 *
 * @param rows of which runs
 * @param values the numbers of a row
 * @param epoch empty for the last one of each run
 * @param most how many runs of a group for each number, and one more
 */
public record LayerValuesQuery(DrawnRows rows, List<String> values, OptionalInt epoch, int most) {
    /** Which of the numbers it is, from 0. */
    public static final String NUMBER = "number";

    public static final String VALUE = "v";

    /** The mean of this number over all runs of the group. */
    public static final String MEAN = "mean";

    /** How many runs of the group have this number. */
    public static final String RUNS = "n";

    /** The query, in the order of groups, numbers and values. */
    public String sql() {
        String numbers = values.stream().map(DrawnRows::finite).collect(Collectors.joining(", "));
        String at = epoch.isPresent() ? rows.fromAll("epoch = " + epoch.getAsInt()) : rows.fromLast();
        String points = "SELECT " + rows.groups() + "number, v FROM (SELECT " + rows.groups() + "array(" + numbers
                + ") AS numbers" + at + ") LATERAL VIEW posexplode(numbers) exploded AS number, v WHERE v IS NOT NULL";
        String window = " OVER (" + rows.clause("PARTITION BY", NUMBER);
        return "SELECT " + rows.groups() + "number, v, mean, n FROM (SELECT *, row_number()" + window
                + " ORDER BY v) AS place, count(*)" + window + ") AS n, avg(v)" + window + ") AS mean FROM (" + points
                + ")) WHERE n <= " + most + " OR place = 1 OR floor(place * " + most + "D / n) > floor((place - 1) * "
                + most + "D / n)" + rows.clause("ORDER BY", NUMBER, VALUE);
    }
}
