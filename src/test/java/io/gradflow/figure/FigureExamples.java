package io.gradflow.figure;

import java.util.List;
import java.util.Optional;

/** Figures for tests of the value and of its renderers. */
public final class FigureExamples {
    /** What must appear as text, whatever shows it. */
    public static final String HOSTILE = "</script><b a=\"1\">&'\u2028\u0001";

    private FigureExamples() {}

    /** Two panels side by side with two series, bands, dots, a gap and a hostile name. */
    public static Figure twoPanels() {
        double[] x = {0, 1, 2, 3};
        double[] y = {1, 2, Double.NaN, 4};
        double[] low = {0.5, 1.5, 2.5, 3.5};
        double[] high = {1.5, 2.5, 3.5, 4.5};
        var vertical = Axis.ofNumbers("loss", "nats", Scale.LINEAR, new Limits(0, 5));
        var marks = List.<Mark>of(
                new Mark.Band(0, x, low, high),
                new Mark.Line(0, Mark.Weight.MAIN, x, y),
                new Mark.Line(1, Mark.Weight.MAIN, x, low),
                new Mark.Dots(1, x, high));
        return new Figure(
                HOSTILE,
                List.of(new Panel("left", 0, 0, vertical, marks), new Panel("right", 0, 1, vertical, marks)),
                Axis.ofNumbers("epoch", "", Scale.LINEAR, new Limits(0, 3)),
                List.of(new Series("relu", "n = 8 of 10", Ink.ofName(0)), new Series(HOSTILE, "n = 10", Ink.ofName(1))),
                Optional.empty(),
                List.of("a note"));
    }

    /** Cells with a blank one. */
    public static Figure cells() {
        var cells = new Mark.Cells(
                new double[] {0, 1, 0, 1}, new double[] {0, 0, 1, 1}, new double[] {0, 0.5, 1, Double.NaN});
        return new Figure(
                "cells",
                List.of(new Panel("", 0, 0, Axis.ofCategories("scale", List.of("0.5", "1.0")), List.of(cells))),
                Axis.ofCategories("activation", List.of("relu", HOSTILE)),
                List.of(),
                Optional.of(new ColourScale("acc", new Limits(0, 1), Scale.LINEAR)),
                List.of());
    }

    /** One of each of the other marks. */
    public static Figure otherMarks() {
        double[] x = {0, 1, 2};
        double[] y = {0, 0.5, 1};
        var marks = List.<Mark>of(
                new Mark.StepBand(0, x, y, y),
                new Mark.Steps(0, x, y),
                new Mark.Bars(0, new double[] {0, 1}, new double[] {1, 2}, new double[] {1, 0.5}),
                new Mark.Line(0, Mark.Weight.THIN, x, y),
                new Mark.Line(Mark.NEUTRAL, Mark.Weight.MAIN, x, y),
                new Mark.Rule(1),
                new Mark.Intervals(
                        Mark.NEUTRAL,
                        new double[] {1},
                        new double[] {Double.NEGATIVE_INFINITY},
                        new double[] {1.5},
                        new double[] {0.5}));
        return new Figure(
                "others",
                List.of(new Panel("", 0, 0, Axis.ofNumbers("y", "", Scale.LINEAR, new Limits(-1, 2)), marks)),
                Axis.ofNumbers("x", "", Scale.LINEAR, new Limits(0, 2)),
                List.of(new Series("tanh", "n = 3", Ink.ofName(2))),
                Optional.empty(),
                List.of());
    }
}
