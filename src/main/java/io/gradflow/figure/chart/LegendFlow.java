package io.gradflow.figure.chart;

import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Series;
import io.gradflow.figure.Theme;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.List;

/** The legend: entries in columns of one width, as many side by side as there is room for. */
final class LegendFlow {
    private final List<Series> series;
    private final Letters letters;
    private final Theme theme;
    private final List<String> captions = new ArrayList<>();
    private final List<Sample> samples = new ArrayList<>();
    private final double sample;
    private final double entry;
    private final int columns;

    LegendFlow(Figure figure, Letters letters, Theme theme, double width) {
        series = figure.legend();
        for (int i = 0; i < series.size(); i++) {
            samples.add(Sample.of(figure, i));
        }
        this.letters = letters;
        this.theme = theme;
        sample = theme.points() * 3;
        double gap = theme.points();
        double widest = 0;
        for (var some : series) {
            String caption = letters.cut(some.caption(), letters.small(), width - sample - gap);
            captions.add(caption);
            widest = Math.max(widest, letters.width(caption, letters.small()));
        }
        entry = sample + widest + 2 * gap;
        int most = Math.max(1, (int) ((width + gap) / entry));
        // As even as it gets: five in rows of four would leave one alone.
        int rows = Math.max(1, (series.size() + most - 1) / most);
        columns = Math.max(1, (series.size() + rows - 1) / rows);
    }

    double height() {
        return series.isEmpty() ? 0 : rows() * letters.lineHeight(letters.small()) + theme.points() / 2;
    }

    private int rows() {
        return (series.size() + columns - 1) / columns;
    }

    void draw(Graphics2D g, double left, double top, double width) {
        double line = letters.lineHeight(letters.small());
        double start = left + Math.max(0, (width - columns * entry + theme.points()) / 2);
        for (int i = 0; i < series.size(); i++) {
            double x = start + i % columns * entry;
            int row = i / columns;
            double middle = top + (row + 0.5) * line;
            var ink = series.get(i).ink();
            drawSample(g, samples.get(i), ink, x, middle);
            g.setPaint(Pens.solid(theme.ink()));
            letters.draw(
                    g,
                    captions.get(i),
                    letters.small(),
                    x + sample,
                    middle + letters.small().getSize2D() * 0.35);
        }
    }

    /** What stands for a series in the legend: what is drawn of it. */
    private enum Sample {
        LINE_WITH_MARKER,
        LINE,
        MARKER,
        BOX;

        static Sample of(Figure figure, int series) {
            for (var panel : figure.panels()) {
                for (var mark : panel.marks()) {
                    if (mark.series() != series) {
                        continue;
                    }
                    if (mark instanceof Mark.Dots || mark instanceof Mark.Bubbles) {
                        return MARKER;
                    }
                    if (mark instanceof Mark.Bars) {
                        return BOX;
                    }
                    if (mark instanceof Mark.Line line && line.weight() == Mark.Weight.THIN) {
                        return LINE;
                    }
                }
            }
            return figure.legend().size() > 1 ? LINE_WITH_MARKER : LINE;
        }
    }

    private void drawSample(Graphics2D g, Sample kind, Ink ink, double x, double middle) {
        double length = sample - theme.points() * 0.5;
        g.setPaint(Pens.solid(ink.colour(theme)));
        g.setStroke(Pens.dashed(ink, theme.points() / 7));
        if (kind == Sample.BOX) {
            double half = theme.points() * 0.4;
            var box = new Rectangle2D.Double(x, middle - half, length, 2 * half);
            g.draw(box);
            g.setPaint(Pens.sheer(ink.colour(theme), PanelPlot.BAR_ALPHA));
            g.fill(box);
            return;
        }
        if (kind != Sample.MARKER) {
            g.draw(new Line2D.Double(x, middle, x + length, middle));
        }
        if (kind == Sample.MARKER || kind == Sample.LINE_WITH_MARKER) {
            var place = AffineTransform.getTranslateInstance(x + length / 2, middle);
            g.fill(place.createTransformedShape(MarkerShapes.of(ink.marker(), theme.points() / 3.6)));
        }
    }
}
