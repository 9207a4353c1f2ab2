package io.gradflow.cli.replay;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class ThinnedLineTest {
    private static ThinnedLine line(int points, IntToDoubleFunction y) {
        var line = new ThinnedLine();
        for (int x = 0; x < points; x++) {
            line.add(x, y.applyAsDouble(x));
        }
        return line;
    }

    @Test
    void aShortLineHasAllPointsAndGapsWhereNoneIsFinite() {
        double[] y = {3, Double.NaN, 1, Double.POSITIVE_INFINITY, 2};
        var line = line(y.length, x -> y[x]).line(0);

        assertArrayEquals(new double[] {0, 1, 2, 3, 4}, line.x());
        assertArrayEquals(new double[] {3, Double.NaN, 1, Double.NaN, 2}, line.y());
    }

    @Test
    void theLongestLineWithAllPointsHas800() {
        assertEquals(1, line(800, x -> x).size());
        assertEquals(800, line(800, x -> x).line(0).x().length);
        assertEquals(2, line(801, x -> x).size());
        // A line of equal values goes to its end, too.
        double[] x = line(900, i -> 5).line(0).x();
        assertEquals(899, x[x.length - 1]);
    }

    /** A peak and a valley of one epoch each, somewhere in a million. */
    @Test
    void whatIsExtremeStaysAtItsPlace() {
        var line = line(1_000_000, x -> x == 123_457 ? 9 : x == 777_771 ? -9 : Math.sin(x))
                .line(0);

        assertTrue(line.x().length <= 1601, "has " + line.x().length + " points");
        int peak = indexOf(line.y(), 9);
        int valley = indexOf(line.y(), -9);
        assertEquals(123_457, line.x()[peak]);
        assertEquals(777_771, line.x()[valley]);
        double[] sorted = line.x().clone();
        Arrays.sort(sorted);
        assertArrayEquals(sorted, line.x(), "in order");
    }

    private static int indexOf(double[] values, double value) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == value) {
                return i;
            }
        }
        throw new AssertionError("there is no " + value);
    }

    @Test
    void aBandIsAroundAllPointsOfAStretchUpToTheLast() {
        var exact = ThinnedLine.band(0, line(3, x -> x), line(3, x -> x + 1.0));
        assertArrayEquals(new double[] {0, 1, 2}, exact.x());
        assertArrayEquals(new double[] {0, 1, 2}, exact.low());
        assertArrayEquals(new double[] {1, 2, 3}, exact.high());

        var band = ThinnedLine.band(0, line(900, x -> -x), line(900, x -> x));
        int last = band.x().length - 1;
        assertEquals(899, band.x()[last]);
        assertEquals(-899, band.low()[last]);
        assertEquals(899, band.high()[last]);
        assertEquals(-1, band.low()[0]);
        assertEquals(1, band.high()[0]);
    }
}
