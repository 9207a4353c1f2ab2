package io.gradflow.figure.page;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradflow.figure.Axis;
import io.gradflow.figure.Figure;
import io.gradflow.figure.Ink;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Panel;
import io.gradflow.figure.Scale;
import io.gradflow.figure.Series;
import io.gradflow.figure.Theme;

/** A figure as the page's script reads it. Colours are not in it, since the reader's screen is light or dark. */
public final class FigureJson {
    /** Steps between the colours of numbers that are in order. */
    private static final int STEPS = 32;

    /** How many series are told apart. */
    private static final int INKS = 16;

    private FigureJson() {}

    /**
     * The figure.
     *
     * @throws IllegalArgumentException if it has marks that no page shows: bars, bubbles and coloured cells
     */
    public static ObjectNode of(Figure figure) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("title", figure.title());
        json.set("x", axis(figure.x()));
        json.put("columns", figure.columns());
        var panels = json.putArray("panels");
        figure.panels().forEach(panel -> panels.add(panel(panel)));
        var legend = json.putArray("legend");
        figure.legend().forEach(series -> legend.add(series(series)));
        figure.notes().forEach(json.putArray("notes")::add);
        return json;
    }

    private static ObjectNode axis(Axis axis) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("label", axis.caption());
        json.put("log", axis.scale() == Scale.LOG);
        json.put("whole", axis.isWhole());
        json.put("low", axis.limits().low());
        json.put("high", axis.limits().high());
        axis.categories().forEach(json.putArray("categories")::add);
        return json;
    }

    private static ObjectNode panel(Panel panel) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("title", panel.title());
        json.put("row", panel.row());
        json.put("column", panel.column());
        json.set("y", axis(panel.y()));
        var marks = json.putArray("marks");
        panel.marks().forEach(mark -> marks.add(mark(mark)));
        return json;
    }

    private static ObjectNode series(Series series) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("label", series.label());
        json.put("caption", series.caption());
        json.put("index", series.ink().index());
        if (series.ink().isOrdered()) {
            json.put("fraction", series.ink().fraction());
        }
        return json;
    }

    private static ObjectNode mark(Mark mark) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("series", mark.series());
        if (mark instanceof Mark.Line line) {
            json.put("kind", "line");
            json.put("thin", line.weight() == Mark.Weight.THIN);
            numbers(json, "x", line.x());
            numbers(json, "y", line.y());
        } else if (mark instanceof Mark.Steps steps) {
            json.put("kind", "steps");
            numbers(json, "x", steps.x());
            numbers(json, "y", steps.y());
        } else if (mark instanceof Mark.Band band) {
            json.put("kind", "band");
            numbers(json, "x", band.x());
            numbers(json, "low", band.low());
            numbers(json, "high", band.high());
        } else if (mark instanceof Mark.StepBand band) {
            json.put("kind", "stepband");
            numbers(json, "x", band.x());
            numbers(json, "low", band.low());
            numbers(json, "high", band.high());
        } else if (mark instanceof Mark.Dots dots) {
            json.put("kind", "dots");
            numbers(json, "x", dots.x());
            numbers(json, "y", dots.y());
        } else if (mark instanceof Mark.Intervals intervals) {
            json.put("kind", "intervals");
            numbers(json, "estimate", intervals.estimate());
            numbers(json, "low", intervals.low());
            numbers(json, "high", intervals.high());
            numbers(json, "y", intervals.y());
        } else if (mark instanceof Mark.Rule rule) {
            json.put("kind", "rule");
            json.put("x", rule.x());
        } else {
            throw new IllegalArgumentException(
                    "a page does not show " + mark.getClass().getSimpleName());
        }
        return json;
    }

    private static void numbers(ObjectNode json, String name, double[] values) {
        PageNumber.addAll(json.putArray(name), values);
    }

    /** The colours of a light and a dark page, as the other renderers have them. */
    public static void addColours(ObjectNode json) {
        var themes = json.putObject("themes");
        theme(themes.putObject("light"), Theme.SCREEN);
        theme(themes.putObject("dark"), Theme.DARK);
        var inks = json.putArray("inks");
        for (int i = 0; i < INKS; i++) {
            var ink = Ink.ofName(i);
            var one = inks.addObject();
            one.put("light", ink.colour(Theme.SCREEN).hex());
            one.put("dark", ink.colour(Theme.DARK).hex());
            ink.dashes().forEach(one.putArray("dashes")::add);
        }
    }

    private static void theme(ObjectNode json, Theme theme) {
        json.put("ground", theme.ground().hex());
        json.put("ink", theme.ink().hex());
        json.put("grid", theme.grid().hex());
        ArrayNode colours = json.putArray("sequential");
        for (int i = 0; i <= STEPS; i++) {
            colours.add(Ink.ofRank(i, STEPS + 1).colour(theme).hex());
        }
    }
}
