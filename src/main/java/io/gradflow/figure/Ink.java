package io.gradflow.figure;

import java.util.List;

/**
 * How a series is told from others: by colour, and without colours by its dashes and its markers.
 *
 * @param index its place among the series, from 0
 * @param fraction its place between the least and the greatest of values that are in order, in [0, 1]; NaN if values
 *     are mere names
 */
public record Ink(int index, double fraction) {
    /**
     * The dashes of lines, in widths of the line: drawn, free, drawn and so on. An empty one is a line without gaps.
     * Two of them differ also where the lines have the same colour.
     */
    private static final List<List<Double>> DASHES = List.of(
            List.of(),
            List.of(5.0, 2.0),
            List.of(1.2, 1.6),
            List.of(7.0, 2.0, 1.2, 2.0),
            List.of(10.0, 3.0),
            List.of(3.0, 1.5, 1.2, 1.5, 1.2, 1.5),
            List.of(2.5, 2.5),
            List.of(12.0, 2.0, 3.0, 2.0));

    /** What marks the points of a series. */
    public enum Marker {
        CIRCLE,
        SQUARE,
        TRIANGLE,
        DIAMOND,
        CROSS,
        TRIANGLE_DOWN,
        PLUS,
        STAR
    }

    /** One of names. */
    public static Ink ofName(int index) {
        return new Ink(index, Double.NaN);
    }

    /** One of several values that are in order. */
    public static Ink ofRank(int rank, int ranks) {
        return new Ink(rank, ranks < 2 ? 0 : rank / (double) (ranks - 1));
    }

    /** Whether colours follow an order. */
    public boolean isOrdered() {
        return !Double.isNaN(fraction);
    }

    /** The dashes of a line; empty for a line without gaps. */
    public List<Double> dashes() {
        // The ninth has the colour of the first, and the dashes of the second.
        return DASHES.get((index + index / DASHES.size()) % DASHES.size());
    }

    /** What marks its points. */
    public Marker marker() {
        var markers = Marker.values();
        return markers[(index + index / markers.length) % markers.length];
    }

    /** The colour. */
    public Colour colour(Theme theme) {
        return isOrdered() ? theme.sequential(fraction) : Palette.categorical(index, theme.ink());
    }
}
