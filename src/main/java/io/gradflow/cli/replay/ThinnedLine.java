package io.gradflow.cli.replay;

import io.gradflow.figure.Mark;
import java.util.Arrays;
import java.util.stream.IntStream;

/** A line with no more points than can be seen, of which none that is extreme is left out. */
final class ThinnedLine {
    /** Of so many stretches of epochs the least and the greatest value are drawn. */
    static final int STRETCHES = 400;

    private ThinnedLine() {}

    /** Whether a line of so many points is thinned. */
    static boolean isThinned(int points) {
        return points > 2 * STRETCHES;
    }

    /** A line through the points; NaN and infinity are gaps. */
    static Mark of(int series, double[] x, double[] y) {
        double[] finite = Arrays.stream(y)
                .map(value -> Double.isFinite(value) ? value : Double.NaN)
                .toArray();
        int[] kept = isThinned(x.length)
                ? IntStream.range(0, STRETCHES)
                        .flatMap(stretch -> extremes(finite, (int) ((long) stretch * x.length / STRETCHES), (int)
                                ((stretch + 1L) * x.length / STRETCHES)))
                        .toArray()
                : IntStream.range(0, x.length).toArray();
        return new Mark.Line(
                series,
                Mark.Weight.MAIN,
                Arrays.stream(kept).mapToDouble(i -> x[i]).toArray(),
                Arrays.stream(kept).mapToDouble(i -> finite[i]).toArray());
    }

    /** The places of the least and the greatest value, in their order. */
    private static IntStream extremes(double[] y, int from, int to) {
        int least = from;
        int greatest = from;
        for (int i = from; i < to; i++) {
            least = y[i] < y[least] || Double.isNaN(y[least]) ? i : least;
            greatest = y[i] > y[greatest] || Double.isNaN(y[greatest]) ? i : greatest;
        }
        return least == greatest
                ? IntStream.of(least)
                : IntStream.of(Math.min(least, greatest), Math.max(least, greatest));
    }
}
