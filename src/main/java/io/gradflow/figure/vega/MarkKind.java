package io.gradflow.figure.vega;

import io.gradflow.figure.Mark;
import java.util.Locale;

/** The kinds of marks, as rows name them, in the order in which they are drawn. */
enum MarkKind {
    CELLS,
    BARS,
    RULE,
    BAND,
    STEP_BAND,
    THIN,
    LINE,
    STEPS,
    DOTS,
    BUBBLES,
    /** A line that is of no series. */
    NEUTRAL,
    INTERVALS;

    static MarkKind of(Mark mark) {
        if (mark instanceof Mark.Line line) {
            return line.series() == Mark.NEUTRAL ? NEUTRAL : line.weight() == Mark.Weight.THIN ? THIN : LINE;
        } else if (mark instanceof Mark.Steps) {
            return STEPS;
        } else if (mark instanceof Mark.Dots) {
            return DOTS;
        } else if (mark instanceof Mark.Bubbles) {
            return BUBBLES;
        } else if (mark instanceof Mark.Band) {
            return BAND;
        } else if (mark instanceof Mark.StepBand) {
            return STEP_BAND;
        } else if (mark instanceof Mark.Bars) {
            return BARS;
        } else if (mark instanceof Mark.Intervals) {
            return INTERVALS;
        } else if (mark instanceof Mark.Cells) {
            return CELLS;
        }
        return RULE;
    }

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
