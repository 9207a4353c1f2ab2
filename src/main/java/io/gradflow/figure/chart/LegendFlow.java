package io.gradflow.figure.chart;

import io.gradflow.figure.Series;
import io.gradflow.figure.Theme;
import java.awt.Graphics2D;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.util.ArrayList;
import java.util.List;

/** The legend: entries in columns of one width, as many side by side as there is room for. */
final class LegendFlow {
    private final List<Series> series;
    private final Letters letters;
    private final Theme theme;
    private final List<String> captions = new ArrayList<>();
    private final double sample;
    private final double entry;
    private final int columns;

    LegendFlow(List<Series> series, Letters letters, Theme theme, double width) {
        this.series = series;
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
            g.setPaint(Pens.solid(ink.colour(theme)));
            g.setStroke(Pens.dashed(ink, theme.points() / 7));
            g.draw(new Line2D.Double(x, middle, x + sample - theme.points() * 0.5, middle));
            if (series.size() > 1) {
                var marker = MarkerShapes.of(ink.marker(), theme.points() / 3.6);
                var place = AffineTransform.getTranslateInstance(x + (sample - theme.points() * 0.5) / 2, middle);
                g.fill(place.createTransformedShape(marker));
            }
            g.setPaint(Pens.solid(theme.ink()));
            letters.draw(
                    g,
                    captions.get(i),
                    letters.small(),
                    x + sample,
                    middle + letters.small().getSize2D() * 0.35);
        }
    }
}
