package io.gradflow.query.figure;

import io.gradflow.results.Outcome;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks how many runs each group has, how they ended, what their numbers at their last epochs are, and whether they
 * differ in other keys.
 *
 * @param rows of which runs
 * @param values the numbers of a row
 * @param others keys that should have one value within a group
 * @param list a list of each row; if there is one, its greatest length is asked for, and numbers are only counted
 */
public record CensusQuery(DrawnRows rows, List<String> values, List<String> others, Optional<String> list) {
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

    /** The greatest length of the list; null if no row has one. */
    public static final String LENGTH = "length";

    private static final String NUMBER = "v";

    /** The column of one of the numbers, such as {@link #FINITE}. */
    public static String of(String statistic, int number) {
        return statistic + "_" + number;
    }

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
                + ", " + count(Outcome.FAILED) + " AS " + FAILED + ", max(epoch) AS " + LAST_EPOCH
                + ofNumbers(this::statistics) + length() + differences + " FROM (SELECT *"
                + ofNumbers(i -> ", " + DrawnRows.finite(values.get(i)) + " AS " + of(NUMBER, i)) + rows.fromLast()
                + ")" + rows.clause("GROUP BY");
    }

    private String ofNumbers(IntFunction<String> columns) {
        return IntStream.range(0, values.size()).mapToObj(columns).collect(Collectors.joining());
    }

    private String statistics(int i) {
        String v = of(NUMBER, i);
        String finite = ", count(" + v + ") AS " + of(FINITE, i);
        return list.isPresent()
                ? finite
                : finite + ", avg(" + v + ") AS " + of(MEAN, i) + ", percentile(" + v + ", 0.5) AS " + of(MEDIAN, i)
                        + ", min(" + v + ") AS " + of(LEAST, i) + ", max(" + v + ") AS " + of(MOST, i);
    }

    private String length() {
        return list.map(some -> ", max(array_size(" + some + ")) AS " + LENGTH).orElse("");
    }

    private static String count(Outcome outcome) {
        return "count_if(outcome = '" + outcome.column() + "')";
    }
}
