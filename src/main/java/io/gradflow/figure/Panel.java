package io.gradflow.figure;

import java.util.List;

/**
 * One of the small multiples.
 *
 * @param title what all of it has in common; empty if the figure has one panel
 * @param row in the grid, from 0
 * @param column in the grid, from 0
 * @param y the vertical axis, which all panels of a row share
 * @param marks what is drawn, the first below the others
 */
public record Panel(String title, int row, int column, Axis y, List<Mark> marks) {
    /** A panel whose texts can be shown anywhere. */
    public Panel {
        title = ShownText.of(title);
        marks = List.copyOf(marks);
    }
}
