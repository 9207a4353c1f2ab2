package io.gradflow.query.figure;

/**
 * Asks for the numbers of the runs of each group at their last epochs. Of a group with more runs than are drawn those
 * at equal distances in their order come, the least and the greatest included.
 *
 * @param rows of which runs
 * @param value the number of a row
 * @param most how many runs of a group, and one more
 */
public record LastValuesQuery(DrawnRows rows, String value, int most) {
    public static final String VALUE = "v";

    /** The query. */
    public String sql() {
        String window = " OVER (" + rows.clause("PARTITION BY");
        return "SELECT " + rows.groups() + "v FROM (SELECT *, row_number()" + window + " ORDER BY v) AS place, count(*)"
                + window + ") AS n FROM (SELECT " + rows.groups() + DrawnRows.finite(value) + " AS v" + rows.fromLast()
                + ") WHERE v IS NOT NULL) WHERE n <= " + most + " OR place = 1 OR floor(place * " + most
                + "D / n) > floor((place - 1) * " + most + "D / n)" + rows.clause("ORDER BY", "v");
    }
}
