package io.gradflow.figure;

import java.util.List;
import java.util.Optional;

/**
 * A figure: small panels on a grid that share their horizontal axis.
 *
 * @param title one line
 * @param panels in the order of reading, at least one
 * @param x the horizontal axis of all panels
 * @param legend what the colours, dashes and markers mean, in the order in which marks refer to them
 * @param colours what the colours of heat cells mean; empty if there are none
 * @param notes what a reader must know: what was left out, folded or missing
 */
public record Figure(
        String title,
        List<Panel> panels,
        Axis x,
        List<Series> legend,
        Optional<ColourScale> colours,
        List<String> notes) {
    /**
     * A figure whose texts can be shown anywhere.
     *
     * @throws IllegalArgumentException if there is no panel, or if a mark refers to a series that is not in the legend
     */
    public Figure {
        if (panels.isEmpty()) {
            throw new IllegalArgumentException("a figure must have a panel");
        }
        title = ShownText.of(title);
        panels = List.copyOf(panels);
        legend = List.copyOf(legend);
        notes = notes.stream().map(ShownText::of).toList();
        for (var panel : panels) {
            for (var mark : panel.marks()) {
                if (mark.series() >= legend.size()) {
                    throw new IllegalArgumentException(
                            "a mark has series " + mark.series() + ", must be below " + legend.size());
                }
            }
        }
    }

    /** How many rows the grid of panels has. */
    public int rows() {
        return panels.stream().mapToInt(Panel::row).max().orElse(0) + 1;
    }

    /** How many columns the grid of panels has. */
    public int columns() {
        return panels.stream().mapToInt(Panel::column).max().orElse(0) + 1;
    }
}
