package io.gradflow.figure;

import java.util.Locale;

/** The look of a figure for where it is read. */
public enum Theme {
    /** White ground, small letters: a column of a paper. */
    PAPER(0xFFFFFF, 0x000000, 0xDDDDDD, 8),
    /** White ground, larger letters: slides and web pages. */
    SCREEN(0xFFFFFF, 0x222222, 0xE4E4E4, 10),
    /** Dark ground. */
    DARK(0x14181D, 0xE8EAED, 0x353B43, 10);

    private final int ground;
    private final int ink;
    private final int grid;
    private final double points;

    Theme(int ground, int ink, int grid, double points) {
        this.ground = ground;
        this.ink = ink;
        this.grid = grid;
        this.points = points;
    }

    /** The colour behind all else. */
    public Colour ground() {
        return Colour.of(ground);
    }

    /** The colour of text and axes. */
    public Colour ink() {
        return Colour.of(ink);
    }

    /** The colour of the lines at ticks. */
    public Colour grid() {
        return Colour.of(grid);
    }

    /** The size of letters, in points of 1/72 inch. */
    public double points() {
        return points;
    }

    /** The colour of a line whose value is in order: viridis without the end that the ground would swallow. */
    Colour sequential(double fraction) {
        return this == DARK ? Palette.viridis(0.3 + 0.7 * fraction) : Palette.viridis(0.85 * fraction);
    }

    /** The name as the command line spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
