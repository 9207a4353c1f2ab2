package io.gradflow.query.figure;

import io.gradflow.results.Outcome;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks how many runs each group has, how they ended, what their numbers at their last epochs are, and whether they
 * differ in other keys.
 *
 * @param rows of which runs
 * @param others keys that should have one value within a group
 */
public record CensusQuery(DrawnRows rows, List<String> others) {
    public static final String RUNS = "runs";
    public static final String DIVERGED = "diverged";
    public static final String FAILED = "failed";

    /** How many runs have a number there that is finite. */
    public static final String FINITE = "finite";

    public static final String LAST_EPOCH = "last_epoch";
    public static final String MEAN = "mean";
    public static final String MEDIAN = "median";
    public static final String LEAST = "least";
    public static final String MOST = "most";

    /** The column that tells whether a key has more than one value. */
    public static String varies(String key) {
        return key + "_varies";
    }

    /** The column with the least value of a key, as text. */
    public static String least(String key) {
        return key + "_least";
    }

    /** The column with the greatest value of a key, as text. */
    public static String most(String key) {
        return key + "_most";
    }

    /** The query. */
    public String sql() {
        String differences = others.stream()
                .map(key -> ", NOT min(" + key + ") <=> max(" + key + ") OR count(" + key + ") NOT IN (0, count(*)) AS "
                        + varies(key) + ", CAST(min(" + key + ") AS STRING) AS " + least(key) + ", CAST(max(" + key
                        + ") AS STRING) AS " + most(key))
                .collect(Collectors.joining());
        return "SELECT " + rows.groups() + "count(*) AS " + RUNS + ", " + count(Outcome.DIVERGED) + " AS " + DIVERGED
                + ", " + count(Outcome.FAILED) + " AS " + FAILED + ", count(v) AS " + FINITE + ", max(epoch) AS "
                + LAST_EPOCH + ", avg(v) AS " + MEAN + ", percentile(v, 0.5) AS " + MEDIAN + ", min(v) AS " + LEAST
                + ", max(v) AS " + MOST + differences + " FROM (SELECT *, " + rows.finite(List.of())
                + rows.fromLast() + ")" + rows.clause("GROUP BY");
    }

    private static String count(Outcome outcome) {
        return "count_if(outcome = '" + outcome.column() + "')";
    }
}
