package io.gradflow.query.figure;

/**
 * Asks how many runs of each group have a number in each bin at their last epochs.
 *
 * @param rows of which runs
 * @param value the number of a row
 * @param low the lower end of the first bin
 * @param width of a bin, above 0
 * @param bins how many; the last has its upper end too
 */
public record HistogramQuery(DrawnRows rows, String value, double low, double width, int bins) {
    /** The number of the bin, from 0. */
    public static final String BIN = "bin";

    public static final String RUNS = "runs";

    /** The query. */
    public String sql() {
        return "SELECT " + rows.groups() + "bin, count(*) AS runs FROM (SELECT *, CAST(least(floor((v - CAST('" + low
                + "' AS DOUBLE)) / CAST('" + width + "' AS DOUBLE)), " + (bins - 1) + ") AS INT) AS bin FROM (SELECT "
                + rows.groups() + DrawnRows.finite(value) + " AS v" + rows.fromLast() + ") WHERE v BETWEEN CAST('" + low
                + "' AS DOUBLE) AND CAST('" + (low + width * bins) + "' AS DOUBLE) + CAST('" + width / 1e6
                + "' AS DOUBLE))" + rows.clause("GROUP BY", "bin") + rows.clause("ORDER BY", "bin");
    }
}
