package io.gradflow.figure.chart;

import io.gradflow.figure.Axis;
import io.gradflow.figure.Colour;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Scale;
import io.gradflow.figure.Theme;
import java.awt.Color;
import java.awt.Font;
import java.awt.Paint;
import java.awt.Shape;
import java.util.ArrayList;
import java.util.Locale;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.PaintScale;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.chart.renderer.xy.StandardXYBarPainter;
import org.jfree.chart.renderer.xy.XYBarRenderer;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYItemRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYZDataset;
import org.jfree.data.xy.XIntervalSeries;
import org.jfree.data.xy.XIntervalSeriesCollection;
import org.jfree.data.xy.XYDataset;
import org.jfree.data.xy.XYIntervalSeries;
import org.jfree.data.xy.XYIntervalSeriesCollection;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** A panel as a plot of JFreeChart: a dataset and a renderer for each mark. */
final class PanelPlot {
    private static final double BAND_ALPHA = 0.2;
    static final double BAR_ALPHA = 0.15;
    private static final double THIN_ALPHA = 0.45;
    private static final double DOT_ALPHA = 0.65;

    /** Radii of bubbles, as parts of the size of letters. */
    private static final double SMALLEST_BUBBLE = 0.12;

    private static final double LARGEST_BUBBLE = 0.8;

    /** More values in a panel than this have no room for numbers. */
    private static final int MOST_NUMBERS = 64;

    /** How often the marker of a series is on its line, on average. */
    private static final int MARKERS_ON_LINE = 7;

    private final Figure figure;
    private final Panel panel;
    private final Theme theme;
    private final Font numbers;
    private final double width;
    private final XYPlot plot = new XYPlot();
    private int layers;

    private PanelPlot(Figure figure, Panel panel, Theme theme, Font numbers, double width) {
        this.width = width;
        this.figure = figure;
        this.panel = panel;
        this.theme = theme;
        this.numbers = numbers;
    }

    /** The plot of a panel of a width, without its axes. */
    static XYPlot of(Figure figure, Panel panel, Theme theme, Font numbers, double width) {
        var made = new PanelPlot(figure, panel, theme, numbers, width);
        made.style();
        panel.marks().forEach(made::add);
        return made.plot;
    }

    private void style() {
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.setInsets(RectangleInsets.ZERO_INSETS);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        plot.setBackgroundPaint(Pens.solid(theme.ground()));
        plot.setOutlinePaint(Pens.solid(theme.ink()));
        plot.setOutlineStroke(Pens.plain(0.5));
        plot.setDomainGridlinePaint(Pens.solid(theme.grid()));
        plot.setRangeGridlinePaint(Pens.solid(theme.grid()));
        plot.setDomainGridlineStroke(Pens.plain(0.5));
        plot.setRangeGridlineStroke(Pens.plain(0.5));
        plot.setRangeZeroBaselineVisible(false);
    }

    private void add(Mark mark) {
        if (mark instanceof Mark.Line line) {
            addLine(line.series(), line.weight() == Mark.Weight.THIN ? Pen.THIN : Pen.MAIN, line.x(), line.y());
        } else if (mark instanceof Mark.Steps steps) {
            addLine(steps.series(), Pen.MAIN, Staircase.times(steps.x()), Staircase.values(steps.y()));
        } else if (mark instanceof Mark.Band band) {
            addBand(band);
        } else if (mark instanceof Mark.StepBand band) {
            addBand(new Mark.Band(
                    band.series(),
                    Staircase.times(band.x()),
                    Staircase.values(band.low()),
                    Staircase.values(band.high())));
        } else if (mark instanceof Mark.Dots dots) {
            addDots(dots);
        } else if (mark instanceof Mark.Bubbles bubbles) {
            addBubbles(bubbles);
        } else if (mark instanceof Mark.Bars bars) {
            addBars(bars);
        } else if (mark instanceof Mark.Intervals intervals) {
            addIntervals(intervals);
        } else if (mark instanceof Mark.Cells cells) {
            addCells(cells);
        } else if (mark instanceof Mark.Rule rule) {
            var marker = new ValueMarker(x(rule.x()), Pens.solid(theme.ink()), Pens.plain(0.6));
            plot.addDomainMarker(marker);
        }
    }

    private void add(XYDataset dataset, XYItemRenderer renderer) {
        plot.setDataset(layers, dataset);
        plot.setRenderer(layers, renderer);
        layers++;
    }

    private double x(double value) {
        return figure.x().scale().position(value);
    }

    private double y(double value) {
        return panel.y().scale().position(value);
    }

    private Ink ink(int series) {
        return series == Mark.NEUTRAL
                ? Ink.ofName(0)
                : figure.legend().get(series).ink();
    }

    private Colour colour(int series) {
        return series == Mark.NEUTRAL ? theme.ink() : ink(series).colour(theme);
    }

    /** How a line is drawn. */
    private enum Pen {
        /** With the markers of its series. */
        MAIN,
        OUTLINE,
        /** Sheer. */
        THIN
    }

    private void addLine(int of, Pen weight, double[] x, double[] y) {
        var series = new XYSeries("", false, true);
        int shown = 0;
        for (int i = 0; i < x.length; i++) {
            double place = x(x[i]);
            if (!Double.isNaN(place)) {
                series.add(place, y(y[i]), false);
                shown++;
            }
        }
        boolean isMain = weight == Pen.MAIN;
        boolean isOutline = weight == Pen.OUTLINE;
        boolean hasMarkers = isMain && of != Mark.NEUTRAL && figure.legend().size() > 1;
        var renderer = new MarkedLine(hasMarkers || (shown == 1 && !isOutline), ink(of).index(), shown);
        renderer.setDrawSeriesLineAsPath(true);
        renderer.setSeriesPaint(0, weight == Pen.THIN ? Pens.sheer(colour(of), THIN_ALPHA) : Pens.solid(colour(of)));
        double width = isMain ? theme.points() / 7 : theme.points() / (isOutline ? 9 : 14);
        renderer.setSeriesStroke(0, of != Mark.NEUTRAL ? Pens.dashed(ink(of), width) : Pens.plain(width));
        renderer.setSeriesShape(0, MarkerShapes.of(ink(of).marker(), theme.points() / 3.6));
        add(new XYSeriesCollection(series), renderer);
    }

    /** A line with a few markers, those of different series at different places. */
    private static final class MarkedLine extends XYLineAndShapeRenderer {
        private static final long serialVersionUID = 1;

        private final int series;
        private final int points;

        MarkedLine(boolean hasMarkers, int series, int points) {
            super(true, hasMarkers);
            this.series = series;
            this.points = points;
        }

        @Override
        public boolean getItemShapeVisible(int row, int item) {
            int gap = Math.max(1, points / MARKERS_ON_LINE);
            return super.getItemShapeVisible(row, item) && item % gap == series * gap / 8 % gap;
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

    private void addBand(Mark.Band band) {
        var parts = new YIntervalSeriesCollection();
        var renderer = new DeviationRenderer(false, false);
        renderer.setAlpha((float) BAND_ALPHA);
        YIntervalSeries part = null;
        for (int i = 0; i < band.x().length; i++) {
            double place = x(band.x()[i]);
            double low = yOrFloor(band.low()[i]);
            double high = y(band.high()[i]);
            if (Double.isNaN(place) || Double.isNaN(low) || Double.isNaN(high)) {
                part = null;
                continue;
            }
            if (part == null) {
                renderer.setSeriesFillPaint(parts.getSeriesCount(), Pens.solid(colour(band.series())));
                renderer.setSeriesPaint(parts.getSeriesCount(), Pens.solid(colour(band.series())));
                part = new YIntervalSeries("part " + i, false, true);
                parts.addSeries(part);
            }
            part.add(place, high, low, high);
        }
        add(parts, renderer);
    }

    /** Where a value is; at the axis if a logarithmic scale has no place for it. */
    private double yOrFloor(double value) {
        return panel.y().scale() == Scale.LOG && value <= 0
                ? y(panel.y().limits().low())
                : y(value);
    }

    private void addDots(Mark.Dots dots) {
        var series = new XYSeries("", false, true);
        for (int i = 0; i < dots.x().length; i++) {
            double place = x(dots.x()[i]);
            if (!Double.isNaN(place) && !Double.isNaN(y(dots.y()[i]))) {
                series.add(place, y(dots.y()[i]), false);
            }
        }
        var renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setSeriesPaint(0, Pens.sheer(colour(dots.series()), DOT_ALPHA));
        renderer.setSeriesShape(0, MarkerShapes.of(ink(dots.series()).marker(), theme.points() / 4.5));
        renderer.setSeriesShapesFilled(0, true);
        add(new XYSeriesCollection(series), renderer);
    }

    private void addBubbles(Mark.Bubbles bubbles) {
        var series = new XYSeries("", false, true);
        var shapes = new ArrayList<Shape>();
        for (int i = 0; i < bubbles.x().length; i++) {
            double place = x(bubbles.x()[i]);
            if (!Double.isNaN(place) && !Double.isNaN(y(bubbles.y()[i])) && !Double.isNaN(bubbles.size()[i])) {
                series.add(place, y(bubbles.y()[i]), false);
                shapes.add(MarkerShapes.of(
                        ink(bubbles.series()).marker(),
                        theme.points() * (SMALLEST_BUBBLE + bubbles.size()[i] * (LARGEST_BUBBLE - SMALLEST_BUBBLE))));
            }
        }
        var renderer = new SizedPoints(shapes);
        renderer.setSeriesPaint(0, Pens.sheer(colour(bubbles.series()), DOT_ALPHA));
        renderer.setSeriesShapesFilled(0, true);
        add(new XYSeriesCollection(series), renderer);
    }

    private void addBars(Mark.Bars bars) {
        var series = new XIntervalSeries("", false, true);
        for (int i = 0; i < bars.height().length; i++) {
            double low = x(bars.low()[i]);
            double high = x(bars.high()[i]);
            if (!Double.isNaN(low) && bars.height()[i] > 0) {
                series.add((low + high) / 2, low, high, y(bars.height()[i]));
            }
        }
        var dataset = new XIntervalSeriesCollection();
        dataset.addSeries(series);
        var renderer = new XYBarRenderer(0);
        renderer.setBarPainter(new StandardXYBarPainter());
        renderer.setShadowVisible(false);
        renderer.setDrawBarOutline(false);
        renderer.setBase(y(Math.max(panel.y().limits().low(), 0)));
        renderer.setSeriesPaint(0, Pens.sheer(colour(bars.series()), BAR_ALPHA));
        add(dataset, renderer);
        // The outline of all bars, with the dashes of the series.
        int bins = bars.height().length;
        double[] x = new double[2 * bins + 2];
        double[] y = new double[x.length];
        double floor = Math.max(panel.y().limits().low(), 0);
        for (int i = 0; i < bins; i++) {
            x[2 * i + 1] = bars.low()[i];
            x[2 * i + 2] = bars.high()[i];
            y[2 * i + 1] = Math.max(bars.height()[i], floor);
            y[2 * i + 2] = y[2 * i + 1];
        }
        x[0] = x[1];
        x[x.length - 1] = x[x.length - 2];
        y[0] = floor;
        y[y.length - 1] = floor;
        addLine(bars.series(), Pen.OUTLINE, x, y);
    }

    private void addIntervals(Mark.Intervals intervals) {
        var series = new XYIntervalSeries("", false, true);
        var limits = figure.x().limits();
        for (int i = 0; i < intervals.estimate().length; i++) {
            double place = x(intervals.estimate()[i]);
            if (Double.isNaN(place)) {
                continue;
            }
            double low = x(Math.max(intervals.low()[i], limits.low()));
            double high = x(Math.min(intervals.high()[i], limits.high()));
            double row = intervals.y()[i];
            series.add(place, Double.isNaN(low) ? place : low, Double.isNaN(high) ? place : high, row, row, row);
        }
        var dataset = new XYIntervalSeriesCollection();
        dataset.addSeries(series);
        var renderer = new XYErrorRenderer();
        renderer.setDrawYError(false);
        renderer.setCapLength(theme.points() / 2);
        renderer.setErrorPaint(Pens.solid(colour(intervals.series())));
        renderer.setErrorStroke(Pens.plain(theme.points() / 8));
        renderer.setSeriesPaint(0, Pens.solid(colour(intervals.series())));
        renderer.setSeriesShape(0, MarkerShapes.of(Ink.Marker.SQUARE, theme.points() / 4));
        add(dataset, renderer);
    }

    private void addCells(Mark.Cells cells) {
        var scale = figure.colours().orElseThrow();
        int shown = 0;
        double[][] values = new double[3][cells.value().length];
        for (int i = 0; i < cells.value().length; i++) {
            if (Double.isFinite(scale.scale().position(cells.value()[i]))) {
                values[0][shown] = x(cells.x()[i]);
                values[1][shown] = y(cells.y()[i]);
                values[2][shown] = cells.value()[i];
                shown++;
            }
        }
        for (int i = 0; i < values.length; i++) {
            values[i] = java.util.Arrays.copyOf(values[i], shown);
        }
        var dataset = new DefaultXYZDataset();
        dataset.addSeries("", values);
        var renderer = new XYBlockRenderer();
        renderer.setBlockWidth(cells.width());
        renderer.setBlockHeight(cells.height());
        renderer.setPaintScale(new PaintScale() {
            @Override
            public double getLowerBound() {
                return scale.limits().low();
            }

            @Override
            public double getUpperBound() {
                return scale.limits().high();
            }

            @Override
            public Paint getPaint(double value) {
                return Pens.solid(scale.colour(value));
            }
        });
        add(dataset, renderer);
        // Numbers of three digits are about three letters wide.
        var across = figure.x().limits();
        double cellWidth = width * cells.width() / (x(across.high()) - x(across.low()));
        boolean hasRoom = cells() <= MOST_NUMBERS && cellWidth > 3 * numbers.getSize2D();
        for (int i = 0; i < shown && hasRoom; i++) {
            var number =
                    new XYTextAnnotation(String.format(Locale.ROOT, "%.3g", values[2][i]), values[0][i], values[1][i]);
            number.setFont(numbers);
            number.setPaint(scale.colour(values[2][i]).luminance() > 0.2 ? Color.BLACK : Color.WHITE);
            plot.addAnnotation(number);
        }
    }

    /** How many cells the panel has. */
    private int cells() {
        return panel.marks().stream()
                .mapToInt(mark -> mark instanceof Mark.Cells cells ? cells.value().length : 0)
                .sum();
    }

    /** Whether an axis of names has its first name at the top, as one reads. */
    static boolean isReadDownwards(Axis y) {
        return !y.categories().isEmpty();
    }
}
