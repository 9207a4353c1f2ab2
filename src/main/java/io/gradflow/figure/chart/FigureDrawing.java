package io.gradflow.figure.chart;

import io.gradflow.figure.Axis;
import io.gradflow.figure.ColourScale;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Scale;
import io.gradflow.figure.Theme;
import io.gradflow.figure.Tick;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jfree.chart.axis.AxisSpace;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;

/**
 * Lays a figure out and draws it, in points of 1/72 inch: the title, the grid of panels with labels at its edges alone,
 * the legend below the data and the notes below that.
 */
final class FigureDrawing {
    /** The largest part of the width that the names of a vertical axis may take. */
    private static final double MOST_FOR_NAMES = 0.4;

    /** Around the labels of ticks, in points. */
    private static final double LABEL_INSET = 2;

    /** The largest part of the height that slanted names may take. */
    private static final double MOST_FOR_SLANTED_NAMES = 0.25;

    private final Figure figure;
    private final Theme theme;
    private final Letters letters;
    private final double width;
    private final double height;
    private final double gap;

    private final List<String> notes = new ArrayList<>();
    private final List<String> title;
    private final LegendFlow legend;

    FigureDrawing(Figure figure, Theme theme, double width, double height) throws MissingFontsException {
        this.figure = figure;
        this.theme = theme;
        this.width = width;
        this.height = height;
        letters = Letters.of(theme);
        gap = theme.points() * 0.6;
        double inner = width - 2 * gap;
        title = figure.title().isEmpty() ? List.of() : letters.wrapped(figure.title(), letters.title(), inner);
        legend = new LegendFlow(figure, letters, theme, inner);
        for (var note : figure.notes()) {
            notes.addAll(letters.wrapped(note, letters.tiny(), inner));
        }
    }

    /** Draws all of it. */
    void draw(Graphics2D g) {
        g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
        g.setRenderingHint(RenderingHints.KEY_FRACTIONALMETRICS, RenderingHints.VALUE_FRACTIONALMETRICS_ON);
        g.setPaint(Pens.solid(theme.ground()));
        g.fill(new Rectangle2D.Double(0, 0, width, height));
        g.setPaint(Pens.solid(theme.ink()));
        double top = drawTitle(g);
        double bottom = drawNotes(g);
        bottom -= legend.height();
        legend.draw(g, gap, bottom, width - 2 * gap);
        drawGrid(g, top, bottom - gap / 2);
    }

    private double drawTitle(Graphics2D g) {
        double y = gap;
        for (var line : title) {
            y += letters.lineHeight(letters.title());
            letters.drawCentred(
                    g, line, letters.title(), width / 2, y - letters.title().getSize2D() * 0.3);
        }
        return y + gap / 2;
    }

    private double drawNotes(Graphics2D g) {
        double line = letters.lineHeight(letters.tiny());
        double top = height - gap - notes.size() * line;
        for (int i = 0; i < notes.size(); i++) {
            letters.draw(g, notes.get(i), letters.tiny(), gap, top + (i + 0.8) * line);
        }
        return top - (notes.isEmpty() ? 0 : gap / 2);
    }

    /**
     * The ticks of the axes, and the room for their labels.
     *
     * @param left of the leftmost panels
     * @param below the lowest panels
     * @param columnGap between panels beside each other
     */
    private record Room(
            double left, double below, double panelWidth, double panelHeight, double header, double columnGap) {}

    private void drawGrid(Graphics2D g, double top, double bottom) {
        double tickLine = letters.lineHeight(letters.small());
        boolean hasTitles =
                figure.panels().stream().anyMatch(panel -> !panel.title().isEmpty());
        double header = hasTitles ? tickLine : gap / 2;
        double bar = figure.colours().isPresent() ? theme.points() * 5.5 : 0;
        double caption = letters.lineHeight(letters.regular());
        double names = slantedNames(width - bar);
        double below =
                gap / 2 + (names > 0 ? names : tickLine) + (figure.x().caption().isEmpty() ? 0 : caption);
        double panelHeight = Math.max(1, (bottom - top - below) / figure.rows() - header - gap);
        double left = gap + caption + yLabels(panelHeight) + tickRoom();
        double right = width - gap - bar - (bar > 0 ? gap : overhang());
        double columnGap = columnGap(panelWidth(right - left, gap));
        double panelWidth = panelWidth(right - left, columnGap);
        var room = new Room(left, below, panelWidth, panelHeight, header, columnGap);
        for (var panel : figure.panels()) {
            drawPanel(g, panel, room, top, names > 0);
        }
        double gridBottom = top + figure.rows() * (header + panelHeight + gap) - gap;
        if (!figure.x().caption().isEmpty()) {
            String text = letters.cut(figure.x().caption(), letters.regular(), width - 2 * gap);
            double middle = Math.max((left + right) / 2, gap + letters.width(text, letters.regular()) / 2);
            letters.drawCentred(
                    g,
                    text,
                    letters.regular(),
                    middle,
                    gridBottom + below - letters.regular().getSize2D() * 0.3);
        }
        drawCaptions(g, room, top, gridBottom);
        figure.colours().ifPresent(colours -> drawBar(g, colours, right + gap, top + header, gridBottom));
    }

    private double panelWidth(double all, double columnGap) {
        return Math.max(1, (all - (figure.columns() - 1) * columnGap) / figure.columns());
    }

    /** What is between panels of about a width, so that the labels below one do not run into those of the next. */
    private double columnGap(double panelWidth) {
        if (!figure.x().categories().isEmpty()) {
            return gap;
        }
        var limits = figure.x().limits();
        var scale = figure.x().scale();
        double low = scale.position(limits.low());
        double width = scale.position(limits.high()) - low;
        double before = 0;
        double behind = 0;
        for (var tick : xTicks(panelWidth, false)) {
            double place = (scale.position(tick.value()) - low) / width * panelWidth;
            double half = letters.width(tick.label(), letters.small()) / 2;
            before = Math.max(before, half - place);
            behind = Math.max(behind, place + half - panelWidth);
        }
        return Math.max(gap, before + behind + letters.small().getSize2D() / 2);
    }

    /** Between a label and its panel: the tick, and what JFreeChart puts around labels. */
    private double tickRoom() {
        return theme.points() / 4 + 2 * LABEL_INSET + gap / 2;
    }

    /** Half of the last label of the horizontal axis is beyond it. */
    private double overhang() {
        return figure.x().categories().isEmpty() ? theme.points() * 1.5 : gap;
    }

    /** The captions of the vertical axes: one for all rows if it is the same, else one for each. */
    private void drawCaptions(Graphics2D g, Room room, double top, double gridBottom) {
        var captions = figure.panels().stream()
                .map(panel -> panel.y().caption())
                .distinct()
                .toList();
        double x = gap + letters.regular().getSize2D();
        if (captions.size() == 1) {
            drawCaption(g, captions.get(0), gridBottom - top, x, top + (room.header() + gridBottom - top) / 2);
            return;
        }
        for (int row = 0; row < figure.rows(); row++) {
            double rowTop = top + row * (room.header() + room.panelHeight() + gap) + room.header();
            drawCaption(g, firstOf(row).y().caption(), room.panelHeight() + gap, x, rowTop + room.panelHeight() / 2);
        }
    }

    /** Draws the caption of a vertical axis, in the largest letters with which it fits. */
    private void drawCaption(Graphics2D g, String caption, double length, double x, double middle) {
        var font = Stream.of(letters.regular(), letters.small())
                .filter(some -> letters.width(caption, some) <= length)
                .findFirst()
                .orElse(letters.tiny());
        letters.drawUpwards(g, letters.cut(caption, font, length), font, x, middle);
    }

    private Panel firstOf(int row) {
        return figure.panels().stream()
                .filter(panel -> panel.row() == row)
                .min(Comparator.comparingInt(Panel::column))
                .orElse(figure.panels().get(0));
    }

    private void drawPanel(Graphics2D g, Panel panel, Room room, double top, boolean isSlanted) {
        double x = room.left() + panel.column() * (room.panelWidth() + room.columnGap());
        double y = top + panel.row() * (room.header() + room.panelHeight() + gap);
        if (!panel.title().isEmpty()) {
            g.setPaint(Pens.solid(theme.ink()));
            letters.drawCentred(
                    g,
                    letters.cut(panel.title(), letters.small(), room.panelWidth() + gap / 2),
                    letters.small(),
                    x + room.panelWidth() / 2,
                    y + letters.small().getSize2D() * 0.95);
        }
        var plot = PanelPlot.of(figure, panel, theme, letters.small(), room.panelWidth());
        boolean isLeft = panel.column() == 0;
        boolean isLowest = figure.panels().stream()
                .noneMatch(other -> other.column() == panel.column() && other.row() > panel.row());
        var domain = axis(figure.x(), xTicks(room.panelWidth(), isSlanted), isLowest, isSlanted);
        var range = axis(panel.y(), yTicks(panel.y(), room.panelHeight()), isLeft, false);
        range.setInverted(PanelPlot.isReadDownwards(panel.y()));
        plot.setDomainAxis(domain);
        plot.setRangeAxis(range);
        boolean isOfNames = !figure.x().categories().isEmpty();
        plot.setDomainGridlinesVisible(!isOfNames);
        plot.setRangeGridlinesVisible(panel.y().categories().isEmpty());
        plot.setFixedDomainAxisSpace(space(isLowest ? room.below() : 0, RectangleEdge.BOTTOM));
        plot.setFixedRangeAxisSpace(space(isLeft ? room.left() : 0, RectangleEdge.LEFT));
        double outerLeft = isLeft ? x - room.left() : x;
        plot.draw(
                g,
                new Rectangle2D.Double(
                        outerLeft,
                        y + room.header(),
                        x + room.panelWidth() - outerLeft,
                        room.panelHeight() + (isLowest ? room.below() : 0)),
                null,
                null,
                null);
    }

    private static AxisSpace space(double size, RectangleEdge edge) {
        var space = new AxisSpace();
        space.ensureAtLeast(size, edge);
        return space;
    }

    private TickAxis axis(Axis axis, List<Tick> ticks, boolean hasLabels, boolean isSlanted) {
        var made = new TickAxis(axis, ticks, hasLabels, isSlanted);
        made.setTickLabelFont(letters.small());
        made.setTickLabelInsets(new RectangleInsets(LABEL_INSET, LABEL_INSET, LABEL_INSET, LABEL_INSET));
        made.setTickLabelPaint(Pens.solid(theme.ink()));
        made.setTickMarkPaint(Pens.solid(theme.ink()));
        made.setTickMarkStroke(Pens.plain(0.5));
        made.setTickMarkOutsideLength((float) (theme.points() / 4));
        made.setMinorTickMarksVisible(true);
        made.setMinorTickMarkOutsideLength((float) (theme.points() / 8));
        made.setAxisLineVisible(false);
        made.setTickMarksVisible(axis.categories().isEmpty());
        return made;
    }

    private List<Tick> yTicks(Axis y, double panelHeight) {
        int most = Math.max(2, (int) (panelHeight / (theme.points() * 2.6)));
        if (y.categories().isEmpty()) {
            return y.ticks(most);
        }
        return y.ticks(most).stream()
                .map(tick -> new Tick(tick.value(), letters.cut(tick.label(), letters.small(), width * MOST_FOR_NAMES)))
                .toList();
    }

    private List<Tick> xTicks(double panelWidth, boolean isSlanted) {
        if (!figure.x().categories().isEmpty()) {
            double room = isSlanted ? height * MOST_FOR_SLANTED_NAMES : panelWidth;
            double slot = panelWidth / figure.x().categories().size();
            // Lines of slanted names lie closer to each other than their beginnings.
            int each = (int) Math.max(1, Math.ceil(letters.lineHeight(letters.small()) * 1.5 / slot));
            return figure.x().ticks(0).stream()
                    .filter(tick -> tick.value() % each == 0)
                    .map(tick -> new Tick(tick.value(), letters.cut(tick.label(), letters.small(), room)))
                    .toList();
        }
        // The widest labels of a few ticks tell how many there can be.
        double widest = widest(figure.x().ticks(6));
        int most = (int) (panelWidth / (widest + theme.points() * 1.5));
        return figure.x().ticks(figure.x().scale() == Scale.LOG ? Math.max(1, most) : Math.max(2, most));
    }

    private double widest(List<Tick> ticks) {
        return ticks.stream()
                .mapToDouble(tick -> letters.width(tick.label(), letters.small()))
                .max()
                .orElse(0);
    }

    /** The room for the labels of the vertical axes. */
    private double yLabels(double panelHeight) {
        return figure.panels().stream()
                .mapToDouble(panel -> widest(yTicks(panel.y(), panelHeight)))
                .max()
                .orElse(0);
    }

    /** The height of the names of the horizontal axis if they do not fit side by side; 0 if they do. */
    private double slantedNames(double room) {
        if (figure.x().categories().isEmpty()) {
            return 0;
        }
        double slot =
                (room * 0.8 / figure.columns() - gap) / figure.x().categories().size();
        double widest = widest(figure.x().ticks(0));
        return widest < slot
                ? 0
                : Math.min(widest, height * MOST_FOR_SLANTED_NAMES) * Math.sin(Math.PI / 5)
                        + letters.small().getSize2D();
    }

    private void drawBar(Graphics2D g, ColourScale colours, double x, double top, double bottom) {
        var axis = colours.axis();
        double low = axis.scale().position(axis.limits().low());
        double high = axis.scale().position(axis.limits().high());
        double barWidth = theme.points();
        int steps = 64;
        // Each down to the bottom, below those that follow: else the ground is seen between two.
        for (int i = steps - 1; i >= 0; i--) {
            double place = low + (i + 0.5) / steps * (high - low);
            g.setPaint(Pens.solid(colours.colour(axis.scale().value(place))));
            double stepTop = bottom - (i + 1.0) / steps * (bottom - top);
            g.fill(new Rectangle2D.Double(x, stepTop, barWidth, bottom - stepTop));
        }
        g.setPaint(Pens.solid(theme.ink()));
        g.setStroke(Pens.plain(0.5));
        g.draw(new Rectangle2D.Double(x, top, barWidth, bottom - top));
        for (var tick : axis.ticks(Math.max(2, (int) ((bottom - top) / (theme.points() * 3))))) {
            double y = bottom - (axis.scale().position(tick.value()) - low) / (high - low) * (bottom - top);
            letters.draw(
                    g,
                    tick.label(),
                    letters.small(),
                    x + barWidth + gap / 2,
                    y + letters.small().getSize2D() * 0.35);
        }
    }
}
