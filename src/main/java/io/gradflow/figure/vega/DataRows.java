package io.gradflow.figure.vega;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradflow.figure.Axis;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Scale;
import java.math.BigDecimal;
import java.math.MathContext;

/** The data of a specification: a row for each point of each mark, with its panel, its mark and its series. */
final class DataRows {
    /** More digits are noise of the order of sums. */
    private static final MathContext DIGITS = new MathContext(9);

    private final Figure figure;
    private final ArrayNode rows = JsonNodeFactory.instance.arrayNode();

    private DataRows(Figure figure) {
        this.figure = figure;
    }

    static ArrayNode of(Figure figure) {
        var data = new DataRows(figure);
        for (int panel = 0; panel < figure.panels().size(); panel++) {
            var some = figure.panels().get(panel);
            for (int i = 0; i < some.marks().size(); i++) {
                data.add(panel, i, some.y(), some.marks().get(i));
            }
        }
        return data.rows;
    }

    private void add(int panel, int place, Axis y, Mark mark) {
        var kind = MarkKind.of(mark);
        if (mark instanceof Mark.Line line) {
            addPoints(panel, place, kind, y, mark, line.x(), line.y());
        } else if (mark instanceof Mark.Steps steps) {
            addPoints(panel, place, kind, y, mark, steps.x(), steps.y());
        } else if (mark instanceof Mark.Dots dots) {
            addPoints(panel, place, kind, y, mark, dots.x(), dots.y());
        } else if (mark instanceof Mark.Bubbles bubbles) {
            for (int i = 0; i < bubbles.x().length; i++) {
                if (hasPlace(bubbles.x()[i], figure.x()) && hasPlace(bubbles.y()[i], y)) {
                    var row = row(panel, place, kind, mark);
                    put(row, "x", bubbles.x()[i], figure.x());
                    put(row, "y", bubbles.y()[i], y);
                    row.put("size", rounded(bubbles.size()[i]));
                }
            }
        } else if (mark instanceof Mark.Band band) {
            addBand(panel, place, kind, y, mark, band.x(), band.low(), band.high());
        } else if (mark instanceof Mark.StepBand band) {
            addBand(panel, place, kind, y, mark, band.x(), band.low(), band.high());
        } else if (mark instanceof Mark.Bars bars) {
            for (int i = 0; i < bars.height().length; i++) {
                var row = row(panel, place, kind, mark);
                put(row, "x", bars.low()[i], figure.x());
                put(row, "x2", bars.high()[i], figure.x());
                put(row, "y", bars.height()[i], y);
            }
        } else if (mark instanceof Mark.Intervals intervals) {
            for (int i = 0; i < intervals.y().length; i++) {
                var row = row(panel, place, kind, mark);
                put(row, "x", intervals.estimate()[i], figure.x());
                put(row, "low", Math.max(intervals.low()[i], figure.x().limits().low()), figure.x());
                put(
                        row,
                        "high",
                        Math.min(intervals.high()[i], figure.x().limits().high()),
                        figure.x());
                put(row, "y", intervals.y()[i], y);
            }
        } else if (mark instanceof Mark.Cells cells) {
            for (int i = 0; i < cells.value().length; i++) {
                if (Double.isFinite(cells.value()[i])) {
                    var row = row(panel, place, kind, mark);
                    putEnds(row, "x", cells.x()[i], cells.width(), figure.x().scale());
                    putEnds(row, "y", cells.y()[i], cells.height(), y.scale());
                    row.put("value", rounded(cells.value()[i]));
                }
            }
        } else if (mark instanceof Mark.Rule rule) {
            put(row(panel, place, kind, mark), "x", rule.x(), figure.x());
        }
    }

    private void addPoints(int panel, int place, MarkKind kind, Axis y, Mark mark, double[] xs, double[] ys) {
        for (int i = 0; i < xs.length; i++) {
            if (hasPlace(xs[i], figure.x()) && (hasPlace(ys[i], y) || Double.isNaN(ys[i]))) {
                var row = row(panel, place, kind, mark);
                put(row, "x", xs[i], figure.x());
                put(row, "y", ys[i], y);
            }
        }
    }

    private void addBand(
            int panel, int place, MarkKind kind, Axis y, Mark mark, double[] xs, double[] lows, double[] highs) {
        for (int i = 0; i < xs.length; i++) {
            if (hasPlace(xs[i], figure.x())) {
                var row = row(panel, place, kind, mark);
                put(row, "x", xs[i], figure.x());
                put(
                        row,
                        "low",
                        y.scale() == Scale.LOG && lows[i] <= 0 ? y.limits().low() : lows[i],
                        y);
                put(row, "high", highs[i], y);
            }
        }
    }

    private ObjectNode row(int panel, int place, MarkKind kind, Mark mark) {
        var row = rows.addObject();
        row.put("panel", panel).put("mark", kind.word()).put("line", place);
        if (mark.series() != Mark.NEUTRAL) {
            row.put("series", figure.legend().get(mark.series()).caption());
        }
        return row;
    }

    private static boolean hasPlace(double value, Axis axis) {
        return Double.isFinite(axis.scale().position(value));
    }

    private static void put(ObjectNode row, String name, double value, Axis axis) {
        if (hasPlace(value, axis)) {
            row.put(name, rounded(value));
        } else {
            row.putNull(name);
        }
    }

    private static void putEnds(ObjectNode row, String name, double middle, double width, Scale scale) {
        double position = scale.position(middle);
        row.put(name, scale.value(position - width / 2)).put(name + "2", scale.value(position + width / 2));
    }

    private static double rounded(double value) {
        return new BigDecimal(value).round(DIGITS).doubleValue();
    }
}
