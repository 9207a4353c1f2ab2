package io.gradflow.query.figure;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The epochs of an axis, cut into parts of equal width on it. Of each part of a curve the first and last point stay,
 * and those with the least and the greatest value. So a curve has at most some points for each part, and none of its
 * peaks is lost. A curve that has no more epochs than that keeps all of its points.
 *
 * @param first the first epoch that counts
 * @param last the last epoch that counts
 * @param parts how many
 * @param isLogarithmic whether the axis is
 */
public record EpochParts(int first, int last, int parts, boolean isLogarithmic) {
    /** How many points the part of the curve had before some of them were left out. */
    public static final String POINTS = "points";

    /** How many of them stay. */
    public static final String KEPT = "kept";

    /** Whether the point is the first of those that stay of the part. */
    public static final String IS_FIRST = "is_first";

    /** The condition on epochs. */
    String condition() {
        return "epoch BETWEEN " + first + " AND " + last;
    }

    /**
     * The query for those points that stay, in no order.
     *
     * @param points a query for all points, with the column epoch
     * @param curve the columns whose values tell curves apart
     * @param values the columns whose extremes stay
     * @param others the other columns of a point
     */
    String thinned(String points, List<String> curve, List<String> values, List<String> others) {
        var fields = Stream.of(List.of("epoch"), others, values)
                .flatMap(List::stream)
                .collect(Collectors.joining(", "));
        String curves = curve.stream().map(column -> column + ", ").collect(Collectors.joining());
        int most = 2 + 2 * values.size();
        if ((long) parts * most > last - first) {
            return "SELECT " + curves + "1L AS " + POINTS + ", 1 AS " + KEPT + ", true AS " + IS_FIRST + ", " + fields
                    + " FROM (" + points + ")";
        }
        String extremes = Stream.concat(Stream.of("epoch"), values.stream())
                .map(value -> "min_by(s, " + value + "), max_by(s, " + value + ")")
                .collect(Collectors.joining(", "));
        return "SELECT " + curves + "points, size(kept) AS " + KEPT + ", place = 0 AS " + IS_FIRST
                + ", p.* FROM (SELECT " + curves + "count(*) AS " + POINTS + ", array_distinct(array_compact(array("
                + extremes + "))) AS kept FROM (SELECT *, struct(" + fields + ") AS s, " + part() + " AS part FROM ("
                + points + ")) GROUP BY " + curves + "part) LATERAL VIEW posexplode(kept) exploded AS place, p";
    }

    /** The number of the part that an epoch is in. */
    String part() {
        if (isLogarithmic) {
            int least = Math.max(first, 1);
            double width = Math.max(Math.log((last + 1.0) / least), 1e-9);
            return "floor(ln(greatest(epoch, " + least + ") / " + least + ".0D) * " + parts + " / CAST('" + width
                    + "' AS DOUBLE))";
        }
        return "floor((epoch - " + first + ") * CAST(" + parts + " AS DOUBLE) / " + (last - first + 1.0) + "D)";
    }
}
