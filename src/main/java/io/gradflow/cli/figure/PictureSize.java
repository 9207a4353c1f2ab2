package io.gradflow.cli.figure;

import io.gradflow.cli.usage.UsageException;
import io.gradflow.figure.Size;

/** How large a figure is: as the user says, or as its panels need. */
public final class PictureSize {
    /** Panels of more columns are small multiples, each with little in it. */
    private static final int MOST_LARGE_COLUMNS = 4;

    private static final double LEAST_CM = 3;
    private static final double MOST_CM = 200;
    private static final int LEAST_DPI = 30;
    private static final int MOST_DPI = 1200;

    /** More dots would not fit into the memory of a small JVM. */
    private static final long MOST_DOTS = 60_000_000;

    private PictureSize() {}

    /** Checks a length; null is none. */
    static void require(Double cm, String option) throws UsageException {
        if (cm != null && !(cm >= LEAST_CM && cm <= MOST_CM)) {
            throw new UsageException(option + " must be from 3 to 200 centimetres, but is " + cm);
        }
    }

    static void requireDpi(int dpi) throws UsageException {
        if (dpi < LEAST_DPI || dpi > MOST_DPI) {
            throw new UsageException("--dpi must be from 30 to 1200, but is " + dpi);
        }
    }

    /** The size that fits a grid of panels with axes of numbers. */
    public static Size ofGrid(int columns, int rows, int dpi) {
        boolean isSmall = columns > MOST_LARGE_COLUMNS;
        return Size.ofCentimetres(isSmall ? 26 : across(columns), down(rows, isSmall ? 3.2 : eachRow(rows)), dpi);
    }

    private static double across(int columns) {
        return columns > 1 ? 24 : 16;
    }

    private static double eachRow(int rows) {
        return rows == 1 ? 7 : 5;
    }

    private static double down(int rows, double eachRow) {
        return 3.5 + rows * eachRow;
    }

    /**
     * A size.
     *
     * @param width in centimetres; null for one that fits
     * @param height in centimetres; null for one that fits
     * @param columns of panels
     * @param rows of panels
     * @param names how many names are below each other in a panel; 0 for numbers
     */
    static Size of(Double width, Double height, int dpi, int columns, int rows, int names) throws UsageException {
        double needed = Math.min(MOST_CM, down(rows, Math.max(eachRow(rows), 0.45 * names + 1)));
        var size = Size.ofCentimetres(width != null ? width : across(columns), height != null ? height : needed, dpi);
        if ((long) size.dotsAcross() * size.dotsDown() > MOST_DOTS) {
            throw new UsageException("--width, --height and --dpi make " + size.dotsAcross() + " x " + size.dotsDown()
                    + " dots, must be at most " + MOST_DOTS);
        }
        return size;
    }
}
