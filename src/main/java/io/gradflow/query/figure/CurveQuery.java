package io.gradflow.query.figure;

/**
 * Asks for the curve of each group: a mean or a median over its finite runs at each epoch, and a band around it.
 *
 * @param rows of which runs
 * @param value the number of a row
 * @param spread what is asked for
 * @param epochs which of them, and how they are thinned
 */
public record CurveQuery(DrawnRows rows, String value, Spread spread, EpochParts epochs) {
    public static final String EPOCH = "epoch";

    /** How many runs the point is of. */
    public static final String RUNS = "n";

    public static final String MIDDLE = "middle";
    public static final String LOW = "low";
    public static final String HIGH = "high";

    /** How many points the part of the curve had before some of them were left out. */
    public static final String POINTS = "points";

    /** How many of them stay. */
    public static final String KEPT = "kept";

    /** Whether the point is the first of those that stay of the part. */
    public static final String IS_FIRST = "is_first";

    /** The query. */
    public String sql() {
        String points = "SELECT " + rows.groups() + "epoch, count(v) AS n, " + spread.columns() + " FROM (SELECT "
                + rows.groups() + "epoch, " + DrawnRows.finite(value) + " AS v" + rows.fromAll(epochs.condition()) + ")"
                + rows.clause("GROUP BY", "epoch");

        String parts = "SELECT " + rows.groups() + "count(*) AS points, array_distinct(array_compact(array("
                + "min_by(s, epoch), max_by(s, epoch), min_by(s, middle), max_by(s, middle), min_by(s, low),"
                + " max_by(s, high)))) AS kept FROM (SELECT *, struct(epoch, n, middle, low, high) AS s, "
                + epochs.part() + " AS part FROM (" + points + ") WHERE n > 0)" + rows.clause("GROUP BY", "part");
        return "SELECT " + rows.groups()
                + "points, size(kept) AS kept, place = 0 AS is_first, p.epoch, p.n, p.middle, p.low, p.high FROM ("
                + parts + ") LATERAL VIEW posexplode(kept) exploded AS place, p" + rows.clause("ORDER BY", "p.epoch");
    }
}
