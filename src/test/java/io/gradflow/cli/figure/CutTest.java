package io.gradflow.cli.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.figure.Mark;
import io.gradflow.figure.Scale;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CutTest {
    private static final Request.Ends FREE = Request.Ends.FREE;
    private static final Request.Ends LOG = Request.Ends.FREE_LOG;
    private static final double NONE = Double.NaN;

    private static Request.Ends ends(double least, double most) {
        return new Request.Ends(least, most, Scale.LINEAR);
    }

    private static double[] of(double... values) {
        return values;
    }

    private static void assertTold(Mark mark, Request.Ends x, Request.Ends y, String... notes) {
        assertEquals(List.of(notes), Cut.marks(x, y, List.of(mark)));
    }

    @Test
    void epochsThatAreNotAskedFor() {
        String rest = " are beyond the ends of the horizontal axis that were asked for: not shown.";
        assertEquals(Optional.empty(), Cut.epochs(FREE, 60));
        assertEquals(Optional.empty(), Cut.epochs(ends(0, 60), 60));
        assertEquals(
                Optional.of("Of the epochs 0 to 60 those of 0 to 9 and 21 to 60" + rest),
                Cut.epochs(ends(9.5, 20.5), 60));
        assertEquals(Optional.of("Of the epochs 0 to 60 those of 60" + rest), Cut.epochs(ends(NONE, 59), 60));
        assertEquals(Optional.of("Of the epochs 0 to 60 those of 0 to 60" + rest), Cut.epochs(ends(1e300, NONE), 60));
        assertEquals(Optional.of("Of the epochs 0 to 60 those of 0 to 60" + rest), Cut.epochs(ends(NONE, -1), 60));
    }

    @Test
    void pointsAndBands() {
        var line = new Mark.Line(0, Mark.Weight.MAIN, of(0, 1, 2, 3), of(-1, 0.5, 2, Double.NaN));
        assertTold(line, FREE, FREE);
        assertTold(
                line,
                LOG,
                new Request.Ends(NONE, 1, Scale.LOG),
                "1 point is at 0 or below, where the logarithmic horizontal axis has no place: not shown.",
                "1 point is at 0 or below, where the logarithmic vertical axis has no place: not shown.",
                "1 point is beyond the ends of the vertical axis that were asked for: not shown.");
        var band = new Mark.Band(0, of(0, 1, 2), of(-1, 0.2, Double.NaN), of(1, 3, Double.NaN));
        assertTold(
                band,
                FREE,
                ends(0, 2),
                "2 points of a band reach beyond the ends of the vertical axis that were asked for, where they are"
                        + " cut.");
        assertTold(
                band,
                FREE,
                LOG,
                "1 point of a band has its lower end at 0 or below, where the logarithmic vertical axis has no place:"
                        + " drawn down to the axis.");
    }

    @Test
    void bars() {
        var bars = new Mark.Bars(0, of(-1, 0, 1, 2), of(0, 1, 2, 3), of(3, 4, 0, 9));
        assertTold(
                bars,
                LOG,
                ends(NONE, 5),
                "7 runs are in bins that begin at 0 or below, where the logarithmic horizontal axis has no place: not"
                        + " shown.",
                "1 bar is higher than the end of the vertical axis that was asked for: cut.");
        assertTold(
                bars,
                FREE,
                ends(3.5, NONE),
                "1 bar is lower than the end of the vertical axis that was asked for: not shown.");
        assertEquals(Optional.empty(), Cut.runs(ends(0, 1), 0));
        assertEquals(
                Optional.of("2 runs are beyond the ends of the horizontal axis that were asked for: in no bin."),
                Cut.runs(ends(0, 1), 2));
    }

    @Test
    void intervals() {
        var intervals = new Mark.Intervals(
                Mark.NEUTRAL, of(0.1, 0.5, 3), of(-0.2, 0.4, 2), of(0.3, 0.6, Double.POSITIVE_INFINITY), of(0, 1, 2));
        assertTold(
                intervals,
                ends(0, 1),
                FREE,
                "1 difference is beyond the ends of the horizontal axis that were asked for: not shown.",
                "1 interval reaches beyond the ends of the horizontal axis that were asked for, where it is cut.");
        assertTold(
                intervals,
                LOG,
                FREE,
                "1 interval has an end at 0 or below, where the logarithmic horizontal axis has no place: drawn to the"
                        + " end of the axis.");
    }

    @Test
    void cells() {
        var cells = new Mark.Cells(of(0, 1, 2), of(0, 0, 0), of(0, 0.5, 2));
        assertTold(
                cells,
                FREE,
                new Request.Ends(NONE, 1, Scale.LOG),
                "1 cell has a mean at 0 or below, where logarithmic colours have no place: blank.",
                "1 cell is beyond the ends of the colours that were asked for: with the colour of the end.");
    }
}
