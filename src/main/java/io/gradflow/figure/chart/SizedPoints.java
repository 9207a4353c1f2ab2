package io.gradflow.figure.chart;

import java.awt.Shape;
import java.util.List;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;

/** Points, each with a shape of its own. */
final class SizedPoints extends XYLineAndShapeRenderer {
    private static final long serialVersionUID = 1;

    private final transient List<Shape> shapes;

    /**
     * Points.
     *
     * @param shapes around (0, 0), in the order of the points
     */
    SizedPoints(List<Shape> shapes) {
        super(false, true);
        this.shapes = shapes;
    }

    @Override
    public Shape getItemShape(int row, int item) {
        return shapes.get(item);
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
