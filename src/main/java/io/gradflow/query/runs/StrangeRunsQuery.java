package io.gradflow.query.runs;

import io.gradflow.results.Outcome;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks for the completed runs whose last number is farthest from the median of their cell, in robust standard
 * deviations: the distance between the quartiles over 1.349, or a floor where that is less. The farthest comes first.
 *
 * @param metric the number
 * @param condition which runs count, in SQL over the columns of their last rows
 * @param cells the columns that tell cells apart
 * @param seeds the columns that tell runs of a cell apart
 * @param floor the least deviation, positive
 * @param most how many runs
 */
public record StrangeRunsQuery(
        String metric, String condition, List<String> cells, List<String> seeds, double floor, int most) {
    /** The distance between the quartiles of a normal distribution, in standard deviations. */
    private static final double QUARTILES = 1.349;

    public static final String TASK = "task";
    public static final String VALUE = "v";
    public static final String MEDIAN = "middle";
    public static final String DEVIATIONS = "deviations";

    /** The query. */
    public String sql() {
        String rows = "(SELECT *, CAST(" + metric + " AS DOUBLE) AS v" + EndedRuns.from(condition) + " AND outcome = '"
                + Outcome.COMPLETED.column() + "' AND abs(" + metric + ") < CAST('Infinity' AS DOUBLE))";
        String groups = cells.stream().map(key -> key + ", ").collect(Collectors.joining());
        String together = cells.stream()
                .map(key -> "run." + key + " <=> cell." + key)
                .collect(Collectors.joining(" AND ", "", cells.isEmpty() ? "true" : ""));
        String columns = cells.stream().map(key -> "run." + key + ", ").collect(Collectors.joining())
                + seeds.stream().map(key -> "run." + key + ", ").collect(Collectors.joining());
        return "SELECT run.task, " + columns + "run.v, q[1] AS middle, abs(run.v - q[1]) / greatest((q[2] - q[0]) / "
                + QUARTILES + "D, CAST('" + floor + "' AS DOUBLE)) AS deviations FROM " + rows
                + " AS run JOIN (SELECT " + groups + "percentile(v, array(0.25D, 0.5D, 0.75D)) AS q FROM " + rows
                + (cells.isEmpty() ? "" : " GROUP BY " + String.join(", ", cells)) + ") AS cell ON " + together
                + " WHERE run.v <> q[1] ORDER BY deviations DESC, task LIMIT " + most;
    }
}
