package io.gradflow.figure;

/**
 * How large a figure is drawn.
 *
 * @param width in points of 1/72 inch
 * @param height in points
 * @param dpi dots per inch, of a format that has dots
 */
public record Size(double width, double height, int dpi) {
    private static final double POINTS_PER_CM = 72 / 2.54;

    /** A size in centimetres. */
    public static Size ofCentimetres(double width, double height, int dpi) {
        return new Size(width * POINTS_PER_CM, height * POINTS_PER_CM, dpi);
    }

    /** The width in dots. */
    public int dotsAcross() {
        return (int) Math.round(width * dpi / 72);
    }

    /** The height in dots. */
    public int dotsDown() {
        return (int) Math.round(height * dpi / 72);
    }
}
