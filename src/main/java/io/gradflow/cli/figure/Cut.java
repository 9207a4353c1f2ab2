package io.gradflow.cli.figure;

import io.gradflow.figure.Mark;
import io.gradflow.figure.Scale;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tells what a figure does not show: what lies beyond the ends that were asked for, or has no place on a scale. */
final class Cut {
    private final String axis;
    private final Request.Ends ends;

    /** How many of what there are, by what is told of them. */
    private final Map<Told, Long> counts = new LinkedHashMap<>();

    /** What is told of one, and of several. */
    private record Told(String one, String many) {}

    private Cut(String axis, Request.Ends ends) {
        this.axis = axis;
        this.ends = ends;
    }

    /** The epochs from 0 to the last one that are beyond the ends of the horizontal axis, in a line. */
    static Optional<String> epochs(Request.Ends x, int last) {
        var beyond = new ArrayList<String>();
        int first = (int) Math.min(Math.ceil(x.least()), last + 1.0);
        if (first > 0) {
            beyond.add(range(0, first - 1));
        }
        if (first <= last && Math.floor(x.most()) < last) {
            beyond.add(range((int) Math.max(Math.floor(x.most()) + 1, 0), last));
        }
        return beyond.isEmpty()
                ? Optional.empty()
                : Optional.of("Of the epochs 0 to " + last + " those of " + String.join(" and ", beyond)
                        + " are beyond the ends of the horizontal axis that were asked for: not shown.");
    }

    private static String range(int first, int last) {
        return first == last ? Integer.toString(first) : first + " to " + last;
    }

    /** So many runs are in no bin of a histogram. */
    static Optional<String> runs(Request.Ends x, long runs) {
        return runs == 0
                ? Optional.empty()
                : Optional.of(runs + (runs == 1 ? " run is" : " runs are")
                        + " beyond the ends of the horizontal axis that were asked for: in no bin.");
    }

    /** What is not seen of marks. */
    static List<String> marks(Request.Ends x, Request.Ends y, List<Mark> marks) {
        var across = new Cut("horizontal axis", x);
        var up = new Cut("vertical axis", y);
        var colours = new Cut("colours", y);
        for (var mark : marks) {
            if (mark instanceof Mark.Line line) {
                boolean isMedian = line.series() == Mark.NEUTRAL;
                if (isMedian) {
                    up.points("median", "medians", line.y()[0]);
                } else {
                    across.points("point", "points", line.x());
                    up.points("point", "points", line.y());
                }
            } else if (mark instanceof Mark.Dots dots) {
                up.points("point", "points", dots.y());
            } else if (mark instanceof Mark.Steps steps) {
                up.points("step", "steps", steps.y());
            } else if (mark instanceof Mark.Band band) {
                up.bands(band.low(), band.high());
            } else if (mark instanceof Mark.StepBand band) {
                up.bands(band.low(), band.high());
            } else if (mark instanceof Mark.Bars bars) {
                across.bins(bars);
                up.bars(bars.height());
            } else if (mark instanceof Mark.Intervals intervals) {
                across.points("difference", "differences", intervals.estimate());
                across.intervals(intervals);
            } else if (mark instanceof Mark.Cells cells) {
                colours.cells(cells.value());
            }
        }
        return Stream.of(across, up, colours).flatMap(Cut::notes).toList();
    }

    private Stream<String> notes() {
        return counts.entrySet().stream()
                .map(told -> told.getValue() + " "
                        + (told.getValue() == 1
                                ? told.getKey().one()
                                : told.getKey().many()));
    }

    private void count(long more, String one, String many) {
        if (more > 0) {
            counts.merge(new Told(one, many), more, Long::sum);
        }
    }

    /** Whether a number has no place on a logarithmic scale. */
    private boolean hasNoPlace(double value) {
        return ends.scale() == Scale.LOG && value <= 0;
    }

    private boolean isBeyond(double value) {
        return ends.excludes(value) && !hasNoPlace(value);
    }

    private String noPlace() {
        return " at 0 or below, where the logarithmic " + axis + " has no place";
    }

    private String beyond() {
        return " beyond the ends of the " + axis + " that were asked for";
    }

    private void points(String one, String many, double... values) {
        long without = Arrays.stream(values)
                .filter(Double::isFinite)
                .filter(this::hasNoPlace)
                .count();
        long cut = Arrays.stream(values)
                .filter(Double::isFinite)
                .filter(this::isBeyond)
                .count();
        count(without, one + " is" + noPlace() + ": not shown.", many + " are" + noPlace() + ": not shown.");
        count(cut, one + " is" + beyond() + ": not shown.", many + " are" + beyond() + ": not shown.");
    }

    /** Bands at points that are told by themselves are not told again. */
    private void bands(double[] low, double[] high) {
        long without = IntStream.range(0, low.length)
                .filter(i -> hasNoPlace(low[i]) && !hasNoPlace(high[i]))
                .count();
        long cut = IntStream.range(0, low.length)
                .filter(i -> isBeyond(low[i]) || isBeyond(high[i]))
                .count();
        String part = "of a band";
        count(
                without,
                "point " + part + " has its lower end" + noPlace() + ": drawn down to the axis.",
                "points " + part + " have their lower end" + noPlace() + ": drawn down to the axis.");
        count(
                cut,
                "point " + part + " reaches" + beyond() + ", where it is cut.",
                "points " + part + " reach" + beyond() + ", where they are cut.");
    }

    private void bins(Mark.Bars bars) {
        long without = runs(bars, i -> hasNoPlace(bars.low()[i]));
        long cut = runs(
                bars,
                i -> !hasNoPlace(bars.low()[i]) && (bars.high()[i] <= ends.least() || bars.low()[i] >= ends.most()));
        String none = " in bins that begin" + noPlace() + ": not shown.";
        count(without, "run is" + none, "runs are" + none);
        count(cut, "run is" + beyond() + ": not shown.", "runs are" + beyond() + ": not shown.");
    }

    private static long runs(Mark.Bars bars, IntPredicate isCounted) {
        return (long) IntStream.range(0, bars.height().length)
                .filter(isCounted)
                .mapToDouble(i -> bars.height()[i])
                .sum();
    }

    private void bars(double[] heights) {
        long higher =
                Arrays.stream(heights).filter(height -> height > ends.most()).count();
        long lower = Arrays.stream(heights)
                .filter(height -> height > 0 && height < ends.least())
                .count();
        String over = " than the end of the " + axis + " that was asked for: ";
        count(higher, "bar is higher" + over + "cut.", "bars are higher" + over + "cut.");
        count(lower, "bar is lower" + over + "not shown.", "bars are lower" + over + "not shown.");
    }

    private void intervals(Mark.Intervals intervals) {
        long without = IntStream.range(0, intervals.estimate().length)
                .filter(i -> !hasNoPlace(intervals.estimate()[i])
                        && hasNoPlace(intervals.low()[i]))
                .count();
        long cut = IntStream.range(0, intervals.estimate().length)
                .filter(i -> !ends.excludes(intervals.estimate()[i]) && isCut(intervals, i))
                .count();
        count(
                without,
                "interval has an end" + noPlace() + ": drawn to the end of the axis.",
                "intervals have an end" + noPlace() + ": drawn to the end of the axis.");
        count(
                cut,
                "interval reaches" + beyond() + ", where it is cut.",
                "intervals reach" + beyond() + ", where they are cut.");
    }

    private boolean isCut(Mark.Intervals intervals, int i) {
        return isBeyond(intervals.low()[i]) || isBeyond(intervals.high()[i]);
    }

    private void cells(double[] values) {
        long without = Arrays.stream(values).filter(this::hasNoPlace).count();
        long cut = Arrays.stream(values).filter(this::isBeyond).count();
        count(
                without,
                "cell has a mean at 0 or below, where logarithmic colours have no place: blank.",
                "cells have a mean at 0 or below, where logarithmic colours have no place: blank.");
        String colour = ": with the colour of the end.";
        count(cut, "cell is" + beyond() + colour, "cells are" + beyond() + colour);
    }
}
