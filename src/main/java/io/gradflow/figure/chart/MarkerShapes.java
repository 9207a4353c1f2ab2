package io.gradflow.figure.chart;

import io.gradflow.figure.Ink;
import java.awt.Shape;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;

/** The outlines of markers, around the origin. */
final class MarkerShapes {
    private static final double[] TRIANGLE = {0, -1.2, 1.1, 0.8, -1.1, 0.8};
    private static final double[] DIAMOND = {0, -1.35, 1.1, 0, 0, 1.35, -1.1, 0};

    private MarkerShapes() {}

    /** The outline of a marker whose half width is about the radius. */
    static Shape of(Ink.Marker marker, double radius) {
        var unit = switch (marker) {
            case CIRCLE -> new Ellipse2D.Double(-1, -1, 2, 2);
            case SQUARE -> new Rectangle2D.Double(-0.9, -0.9, 1.8, 1.8);
            case TRIANGLE -> polygon(TRIANGLE, 0);
            case TRIANGLE_DOWN -> polygon(TRIANGLE, Math.PI);
            case DIAMOND -> polygon(DIAMOND, 0);
            case PLUS -> star(4, 0);
            case CROSS -> star(4, Math.PI / 4);
            case STAR -> star(5, 0);
        };
        return AffineTransform.getScaleInstance(radius, radius).createTransformedShape(unit);
    }

    private static Shape polygon(double[] points, double turn) {
        var path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        path.closePath();
        return AffineTransform.getRotateInstance(turn).createTransformedShape(path);
    }

    private static Shape star(int rays, double turn) {
        var path = new Path2D.Double();
        for (int i = 0; i < 2 * rays; i++) {
            double angle = turn + Math.PI * i / rays;
            double length = i % 2 == 0 ? 1.4 : 0.5;
            double x = length * Math.sin(angle);
            double y = -length * Math.cos(angle);
            if (i == 0) {
                path.moveTo(x, y);
            } else {
                path.lineTo(x, y);
            }
        }
        path.closePath();
        return path;
    }
}
