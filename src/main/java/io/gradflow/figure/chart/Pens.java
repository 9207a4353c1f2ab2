package io.gradflow.figure.chart;

import io.gradflow.figure.Colour;
import io.gradflow.figure.Ink;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Stroke;

/** Colours and strokes of AWT. */
final class Pens {
    private Pens() {}

    static Color solid(Colour colour) {
        return new Color(colour.red(), colour.green(), colour.blue());
    }

    /** A colour through which others are seen; 0 is invisible. */
    static Color sheer(Colour colour, double alpha) {
        return new Color(colour.red(), colour.green(), colour.blue(), (int) Math.round(alpha * 255));
    }

    static Stroke plain(double width) {
        return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND);
    }

    /** A line with the dashes of a series. */
    static Stroke dashed(Ink ink, double width) {
        if (ink.dashes().isEmpty()) {
            return plain(width);
        }
        float[] dashes = new float[ink.dashes().size()];
        for (int i = 0; i < dashes.length; i++) {
            dashes[i] = (float) (ink.dashes().get(i) * width);
        }
        return new BasicStroke((float) width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 10, dashes, 0);
    }
}
