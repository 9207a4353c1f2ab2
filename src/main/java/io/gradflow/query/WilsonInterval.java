package io.gradflow.query;

import java.util.stream.Stream;

/**
 * The score interval of a share at 95%, as SQL. It is good for few runs, and for shares of 0 and 1 (E. B. Wilson,
 * "Probable Inference, the Law of Succession, and Statistical Inference", JASA 22, 1927, equation 5).
 */
final class WilsonInterval {
    /** The 97.5th percentile of the standard normal distribution. */
    private static final String Z = "1.959963984540054e0";

    private WilsonInterval() {}

    /**
     * A number, the lower end of the interval of its share as {@code <number>_low}, and the upper as
     * {@code <number>_high}. The ends are null if the number is.
     *
     * @param number a column: how many of {@code of} were counted
     * @param of a column, at least 1
     */
    static Stream<String> columns(String number, String of) {
        return Stream.of(
                number,
                // Else rounding might leave a little below 0 or above 1.
                "if(" + number + " = 0, 0e0, " + end(number, of, "-") + ") AS " + number + "_low",
                "if(" + number + " = " + of + ", 1e0, " + end(number, of, "+") + ") AS " + number + "_high");
    }

    private static String end(String k, String n, String sign) {
        String square = Z + " * " + Z;
        String root = "sqrt(" + k + " * (" + n + " - " + k + ") / " + n + " + " + square + " / 4)";
        return "(" + k + " + " + square + " / 2 " + sign + " " + Z + " * " + root + ") / (" + n + " + " + square + ")";
    }
}
