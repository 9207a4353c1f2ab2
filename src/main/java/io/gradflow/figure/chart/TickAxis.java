package io.gradflow.figure.chart;

import io.gradflow.figure.Axis;
import io.gradflow.figure.Tick;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import org.jfree.chart.axis.AxisState;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTick;
import org.jfree.chart.axis.TickType;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.TextAnchor;

/** An axis of JFreeChart with the ticks of a figure's axis. Its numbers are positions on the figure's scale. */
final class TickAxis extends NumberAxis {
    private static final long serialVersionUID = 1;

    /** The slant of labels that have no room side by side. */
    private static final double SLANT = -Math.PI / 5;

    private final transient Axis axis;
    private final transient List<Tick> ticks;
    private final boolean isSlanted;

    /** An axis; with no labels if another panel has them. */
    TickAxis(Axis axis, List<Tick> ticks, boolean hasLabels, boolean isSlanted) {
        this.axis = axis;
        this.ticks = ticks;
        this.isSlanted = isSlanted;
        setAutoRange(false);
        setRange(
                axis.scale().position(axis.limits().low()),
                axis.scale().position(axis.limits().high()));
        setTickLabelsVisible(hasLabels);
    }

    @Override
    public List<NumberTick> refreshTicks(Graphics2D g, AxisState state, Rectangle2D area, RectangleEdge edge) {
        return ticks.stream().map(tick -> tick(tick, edge)).toList();
    }

    private NumberTick tick(Tick tick, RectangleEdge edge) {
        var type = tick.label().isEmpty() ? TickType.MINOR : TickType.MAJOR;
        double position = axis.scale().position(tick.value());
        if (RectangleEdge.isLeftOrRight(edge)) {
            return new NumberTick(type, position, tick.label(), TextAnchor.CENTER_RIGHT, TextAnchor.CENTER_RIGHT, 0);
        }
        return isSlanted
                ? new NumberTick(type, position, tick.label(), TextAnchor.TOP_RIGHT, TextAnchor.TOP_RIGHT, SLANT)
                : new NumberTick(type, position, tick.label(), TextAnchor.TOP_CENTER, TextAnchor.TOP_CENTER, 0);
    }

    @Override
    public boolean equals(Object other) {
        return this == other;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(this);
    }
}
