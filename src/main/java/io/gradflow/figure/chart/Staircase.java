package io.gradflow.figure.chart;

/** The corners of values that hold until the next one. */
final class Staircase {
    private Staircase() {}

    /** The places of all corners. */
    static double[] times(double[] x) {
        double[] corners = new double[Math.max(0, 2 * x.length - 1)];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = x[(i + 1) / 2];
        }
        return corners;
    }

    /** The values at all corners. */
    static double[] values(double[] y) {
        double[] corners = new double[Math.max(0, 2 * y.length - 1)];
        for (int i = 0; i < corners.length; i++) {
            corners[i] = y[i / 2];
        }
        return corners;
    }
}
