package io.gradflow.diagnostics;

import io.gradflow.nn.function.SquareScale;

/** Lengths and standard deviations of finite numbers, right whatever their size, as {@link SquareScale} has them. */
final class Spread {
    private Spread() {}

    /** The root of the sum of squares. */
    static double norm(double[] x) {
        return root(x, 0);
    }

    /**
     * The root of the mean squared difference from the mean. The mean is found by differences from the first number, so
     * that it is exact for equal numbers, and their deviation 0.
     */
    static double deviation(double[] x) {
        double sum = 0;
        for (double element : x) {
            sum += element - x[0];
        }
        return root(x, x[0] + sum / x.length) / Math.sqrt(x.length);
    }

    /** The mean, also of numbers whose sum overflows. */
    static double mean(double[] x) {
        double sum = 0;
        for (double element : x) {
            sum += element * 0x1p-32;
        }
        return sum / x.length * 0x1p32;
    }

    private static double root(double[] x, double origin) {
        double scale = SquareScale.of(squares(x, origin, 1));
        return Math.sqrt(squares(x, origin, scale)) / scale;
    }

    private static double squares(double[] x, double origin, double scale) {
        double squares = 0;
        for (double element : x) {
            double scaled = (element - origin) * scale;
            squares += scaled * scaled;
        }
        return squares;
    }
}
