package io.gradflow.query.figure;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks for the curves of each group: a mean or a median over its finite runs at each epoch, and a band around it.
 *
 * @param rows of which runs
 * @param values the numbers of a row, each of which has curves
 * @param spread what is asked for
 * @param epochs which of them, and how they are thinned
 */
public record CurveQuery(DrawnRows rows, List<String> values, Spread spread, EpochParts epochs) {
    /** Which of the numbers the point is of, from 0. */
    public static final String NUMBER = "number";

    public static final String EPOCH = "epoch";

    /** How many runs the point is of. */
    public static final String RUNS = "n";

    public static final String MIDDLE = "middle";
    public static final String LOW = "low";
    public static final String HIGH = "high";

    /** The query. Other columns are those of {@link EpochParts}. */
    public String sql() {
        String numbers = "SELECT " + rows.groups() + "epoch"
                + ofNumbers(i -> ", " + DrawnRows.finite(values.get(i)) + " AS v" + i)
                + rows.fromAll(epochs.condition());
        // All numbers of an epoch at once: a row for each of them would take twice as long.
        String all = "SELECT " + rows.groups() + "epoch, array("
                + ofNumbers(this::point).substring(2) + ") AS points FROM (" + numbers + ")"
                + rows.clause("GROUP BY", "epoch");
        String points = "SELECT " + rows.groups() + "epoch, p.* FROM (" + all
                + ") LATERAL VIEW explode(points) exploded AS p WHERE p.n > 0";
        return epochs.thinned(points, rows.columns(NUMBER), List.of(MIDDLE, LOW, HIGH), List.of(RUNS));
    }

    private String ofNumbers(IntFunction<String> text) {
        return IntStream.range(0, values.size()).mapToObj(text).collect(Collectors.joining());
    }

    private String point(int i) {
        return ", struct(" + i + " AS number, count(v" + i + ") AS n, " + spread.columns("v" + i) + ")";
    }
}
