package io.gradflow.figure;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * Something that is drawn. All arrays of a mark have the same length. A NaN is a gap in a line, and nothing in every
 * other mark.
 */
public sealed interface Mark {
    /** What a mark has for a series that means nothing: it is drawn in the colour of text. */
    int NEUTRAL = -1;

    /** The place in the legend of what it means; {@link #NEUTRAL} for none. */
    int series();

    /** All horizontal values, for limits. */
    DoubleStream xs();

    /** All vertical values, for limits. */
    DoubleStream ys();

    /** How heavy a line is. */
    enum Weight {
        /** One of few, with dashes and markers of its series. */
        MAIN,
        /** One of many. */
        THIN
    }

    /** Points joined by straight lines. */
    record Line(int series, Weight weight, double[] x, double[] y) implements Mark {
        @Override
        public DoubleStream xs() {
            return Arrays.stream(x);
        }

        @Override
        public DoubleStream ys() {
            return Arrays.stream(y);
        }
    }

    /** The area between two lines. */
    record Band(int series, double[] x, double[] low, double[] high) implements Mark {
        @Override
        public DoubleStream xs() {
            return Arrays.stream(x);
        }

        @Override
        public DoubleStream ys() {
            return DoubleStream.concat(Arrays.stream(low), Arrays.stream(high));
        }
    }

    /** Values that hold until the next one. */
    record Steps(int series, double[] x, double[] y) implements Mark {
        @Override
        public DoubleStream xs() {
            return Arrays.stream(x);
        }

        @Override
        public DoubleStream ys() {
            return Arrays.stream(y);
        }
    }

    /** The area between two values that hold until the next ones. */
    record StepBand(int series, double[] x, double[] low, double[] high) implements Mark {
        @Override
        public DoubleStream xs() {
            return Arrays.stream(x);
        }

        @Override
        public DoubleStream ys() {
            return DoubleStream.concat(Arrays.stream(low), Arrays.stream(high));
        }
    }

    /** Single points. */
    record Dots(int series, double[] x, double[] y) implements Mark {
        @Override
        public DoubleStream xs() {
            return Arrays.stream(x);
        }

        @Override
        public DoubleStream ys() {
            return Arrays.stream(y);
        }
    }

    /** Bars from 0 up, each between two horizontal values. */
    record Bars(int series, double[] low, double[] high, double[] height) implements Mark {
        @Override
        public DoubleStream xs() {
            return DoubleStream.concat(Arrays.stream(low), Arrays.stream(high));
        }

        @Override
        public DoubleStream ys() {
            return DoubleStream.concat(DoubleStream.of(0), Arrays.stream(height));
        }
    }

    /**
     * Horizontal intervals around estimates. An infinite end means that there is no bound, and is drawn to the end of
     * the axis.
     */
    record Intervals(int series, double[] estimate, double[] low, double[] high, double[] y) implements Mark {
        @Override
        public DoubleStream xs() {
            return DoubleStream.concat(
                    Arrays.stream(estimate), DoubleStream.concat(Arrays.stream(low), Arrays.stream(high)));
        }

        @Override
        public DoubleStream ys() {
            return Arrays.stream(y);
        }
    }

    /** Single points, each of a size of its own. */
    record Bubbles(int series, double[] x, double[] y, double[] size) implements Mark {
        /**
         * Points.
         *
         * @param size from 0, a small dot, to 1, the largest
         */
        public Bubbles {}

        @Override
        public DoubleStream xs() {
            return Arrays.stream(x);
        }

        @Override
        public DoubleStream ys() {
            return Arrays.stream(y);
        }
    }

    /** Rectangles of one size around places, coloured by the figure's {@link ColourScale}. */
    record Cells(double[] x, double[] y, double width, double height, double[] value) implements Mark {
        /**
         * Rectangles.
         *
         * @param width as a difference of positions on the scale of the axis: of logarithms on a logarithmic one
         * @param height as a difference of positions as well
         */
        public Cells {}

        /** Squares of width 1 around places of two axes of categories. */
        public Cells(double[] x, double[] y, double[] value) {
            this(x, y, 1, 1, value);
        }

        @Override
        public int series() {
            return NEUTRAL;
        }

        @Override
        public DoubleStream xs() {
            return Arrays.stream(x);
        }

        @Override
        public DoubleStream ys() {
            return Arrays.stream(y);
        }
    }

    /** A vertical line across the panel, as at a difference of 0. */
    record Rule(double x) implements Mark {
        @Override
        public int series() {
            return NEUTRAL;
        }

        @Override
        public DoubleStream xs() {
            return DoubleStream.of(x);
        }

        @Override
        public DoubleStream ys() {
            return DoubleStream.empty();
        }
    }
}
