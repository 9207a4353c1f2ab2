package io.gradflow.query.figure;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Asks for the means of several numbers by parts of the epochs: over the finite runs of each group, and over the logged
 * epochs of a part. A part without any number has no row.
 *
 * @param rows of which runs
 * @param values the numbers of a row
 * @param epochs which of them, and their parts
 */
public record LayerMapQuery(DrawnRows rows, List<String> values, EpochParts epochs) {
    /** The first epoch of the part that has a number. */
    public static final String EPOCH = "epoch";

    /** Which of the numbers the mean is of, from 0. */
    public static final String NUMBER = "number";

    /** Null where no run has the number. */
    public static final String MEAN = "mean";

    /** The query. */
    public String sql() {
        String numbers = "SELECT " + rows.groups() + "epoch, " + epochs.part() + " AS part"
                + ofNumbers(i -> ", " + DrawnRows.finite(values.get(i)) + " AS v" + i)
                + rows.fromAll(epochs.condition());
        String means = "SELECT " + rows.groups() + "min(epoch) AS epoch, array("
                + ofNumbers(i -> ", avg(v" + i + ")").substring(2) + ") AS means FROM (" + numbers
                + ") WHERE coalesce(" + ofNumbers(i -> ", v" + i).substring(2) + ") IS NOT NULL"
                + rows.clause("GROUP BY", "part");
        return "SELECT " + rows.groups() + "epoch, number, mean FROM (" + means
                + ") LATERAL VIEW posexplode(means) exploded AS number, mean";
    }

    private String ofNumbers(IntFunction<String> text) {
        return IntStream.range(0, values.size()).mapToObj(text).collect(Collectors.joining());
    }
}
