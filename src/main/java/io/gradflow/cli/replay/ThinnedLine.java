package io.gradflow.cli.replay;

import io.gradflow.figure.Mark;
import java.util.Arrays;

/**
 * A line that grows by a point for each logged epoch, and has no more points than can be seen. Of more epochs than that
 * it keeps the last, and the least and the greatest value of each of many equal stretches, so that none that is extreme
 * is left out. NaN and infinity are gaps.
 */
final class ThinnedLine {
    /** From so many stretches on, two are made one. */
    private static final int MOST_STRETCHES = 800;

    /** The horizontal place of the first point of each stretch. */
    private final double[] starts = new double[MOST_STRETCHES];

    private final double[] leastX = new double[MOST_STRETCHES];
    private final double[] least = new double[MOST_STRETCHES];
    private final double[] greatestX = new double[MOST_STRETCHES];
    private final double[] greatest = new double[MOST_STRETCHES];
    private int stretches;

    /** How many points a stretch has, unless it is the last. */
    private int size = 1;

    private int inLast;
    private double lastX;
    private double lastY;

    /** Adds a point behind those that there are. */
    void add(double x, double y) {
        if (stretches == 0 || inLast == size) {
            if (stretches == MOST_STRETCHES) {
                halve();
            }
            inLast = 0;
            put(stretches++, x, x, Double.NaN, x, Double.NaN);
        }
        int last = stretches - 1;
        if (Double.isFinite(y)) {
            join(last, x, y, x, y);
        }
        inLast++;
        lastX = x;
        lastY = Double.isFinite(y) ? y : Double.NaN;
    }

    /** Makes one stretch of each two. */
    private void halve() {
        stretches /= 2;
        size *= 2;
        for (int i = 0; i < stretches; i++) {
            int from = 2 * i;
            put(i, starts[from], leastX[from], least[from], greatestX[from], greatest[from]);
            join(i, leastX[from + 1], least[from + 1], greatestX[from + 1], greatest[from + 1]);
        }
    }

    private void put(int stretch, double start, double lowX, double low, double highX, double high) {
        starts[stretch] = start;
        leastX[stretch] = lowX;
        least[stretch] = low;
        greatestX[stretch] = highX;
        greatest[stretch] = high;
    }

    /** Lets a stretch have two values more. */
    private void join(int stretch, double lowX, double low, double highX, double high) {
        if (Double.isNaN(least[stretch]) || low < least[stretch]) {
            least[stretch] = low;
            leastX[stretch] = lowX;
        }
        if (Double.isNaN(greatest[stretch]) || high > greatest[stretch]) {
            greatest[stretch] = high;
            greatestX[stretch] = highX;
        }
    }

    /** How many logged epochs a stretch has; 1 if all points are there. */
    int size() {
        return size;
    }

    /** The line. */
    Mark.Line line(int series) {
        var x = new double[2 * stretches + 1];
        var y = new double[2 * stretches + 1];
        int points = 0;
        for (int i = 0; i < stretches; i++) {
            boolean falls = greatestX[i] < leastX[i];
            x[points] = falls ? greatestX[i] : leastX[i];
            y[points++] = falls ? greatest[i] : least[i];
            if (leastX[i] != greatestX[i]) {
                x[points] = falls ? leastX[i] : greatestX[i];
                y[points++] = falls ? least[i] : greatest[i];
            }
        }
        if (points > 0 && x[points - 1] != lastX) {
            x[points] = lastX;
            y[points++] = lastY;
        }
        return new Mark.Line(series, Mark.Weight.MAIN, Arrays.copyOf(x, points), Arrays.copyOf(y, points));
    }

    /** The area between two lines with points at the same places. */
    static Mark.Band band(int series, ThinnedLine low, ThinnedLine high) {
        int stretches = low.stretches;
        // The last stretch ends with its last point.
        int points = stretches + (low.inLast > 1 ? 1 : 0);
        var x = Arrays.copyOf(low.starts, points);
        var lows = Arrays.copyOf(low.least, points);
        var highs = Arrays.copyOf(high.greatest, points);
        if (points > stretches) {
            x[stretches] = low.lastX;
            lows[stretches] = lows[stretches - 1];
            highs[stretches] = highs[stretches - 1];
        }
        return new Mark.Band(series, x, lows, highs);
    }
}
