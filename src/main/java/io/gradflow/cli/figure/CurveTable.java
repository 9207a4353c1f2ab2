package io.gradflow.cli.figure;

import io.gradflow.cli.compare.KeyValues;
import io.gradflow.cli.figure.census.CensusGroup;
import io.gradflow.figure.Mark;
import io.gradflow.figure.Scale;
import io.gradflow.query.figure.CurveQuery;
import io.gradflow.query.figure.EpochParts;
import io.gradflow.query.figure.Spread;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.apache.spark.sql.Row;

/**
 * The answer to a {@link CurveQuery}: the points of each group, in the order of epochs.
 *
 * @param curves of each of the numbers, by the values of keys
 * @param thinned how many points of all curves were left out
 */
record CurveTable(List<Map<List<Object>, List<Point>>> curves, long thinned) {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);

    /** A curve has at least so many parts, however small it is drawn. */
    private static final int LEAST_PARTS = 100;

    /** A point of a curve. The ends of the band are NaN where there is none. */
    record Point(double epoch, double middle, double low, double high) {}

    /**
     * Asks for curves.
     *
     * @param numbers of a row
     * @param isDrawn whether curves of these values of keys are drawn; the table has no others
     */
    static CurveTable ask(
            Answers answers, Request request, List<String> numbers, EpochParts parts, Predicate<List<Object>> isDrawn)
            throws Exception {
        var query = new CurveQuery(answers.drawn(request), numbers, request.band(), parts);
        var curves = numbers.stream()
                .<Map<List<Object>, List<Point>>>map(number -> new TreeMap<>(KeyValues::compareAll))
                .toList();
        if (numbers.isEmpty()) {
            return new CurveTable(curves, 0);
        }
        long thinned = 0;
        for (var row : answers.ofAllRows(query.sql())) {
            var group = CensusGroup.values(row, request.keys().size());
            if (isDrawn.test(group)) {
                curves.get(row.<Integer>getAs(CurveQuery.NUMBER))
                        .computeIfAbsent(group, values -> new ArrayList<>())
                        .add(point(row, request.band()));
                thinned += leftOut(row);
            }
        }
        for (var ofNumber : curves) {
            ofNumber.values().forEach(points -> points.sort(Comparator.comparingDouble(Point::epoch)));
        }
        return new CurveTable(curves, thinned);
    }

    /** The points that were left out of the part that a row is of, told once. */
    static long leftOut(Row row) {
        long points = row.<Long>getAs(EpochParts.POINTS);
        int kept = row.<Integer>getAs(EpochParts.KEPT);
        return row.<Boolean>getAs(EpochParts.IS_FIRST) ? points - kept : 0;
    }

    /** One part for each two dots. */
    static EpochParts parts(Request request, int lastEpoch, int panelsAcross) {
        var x = request.x();
        int first = x.least() > 0 ? (int) Math.min(Math.ceil(x.least()), Integer.MAX_VALUE) : 0;
        int last = x.most() < lastEpoch ? (int) Math.floor(x.most()) : lastEpoch;
        int parts = Math.max(LEAST_PARTS, request.dots() / Math.max(1, panelsAcross) / 2);
        return new EpochParts(first, Math.max(first, last), parts, x.scale() == Scale.LOG);
    }

    private static Point point(Row row, Spread spread) {
        double middle = CensusGroup.number(row, CurveQuery.MIDDLE);
        double low = CensusGroup.number(row, CurveQuery.LOW);
        double high = CensusGroup.number(row, CurveQuery.HIGH);
        if (spread == Spread.CI) {
            int n = Math.toIntExact(row.<Long>getAs(CurveQuery.RUNS));
            double half = n < 2 ? Double.NaN : Sample.studentHalfWidth((high - low) / 2, n, LEVEL);
            low = middle - half;
            high = middle + half;
        }
        return new Point(CensusGroup.number(row, CurveQuery.EPOCH), middle, low, high);
    }

    static Mark.Line line(int series, List<Point> points) {
        return new Mark.Line(
                series,
                Mark.Weight.MAIN,
                points.stream().mapToDouble(Point::epoch).toArray(),
                points.stream().mapToDouble(Point::middle).toArray());
    }

    static Mark.Band band(int series, List<Point> points) {
        return new Mark.Band(
                series,
                points.stream().mapToDouble(Point::epoch).toArray(),
                points.stream().mapToDouble(Point::low).toArray(),
                points.stream().mapToDouble(Point::high).toArray());
    }

    /** What curve and band are, in a line. */
    static String meaning(Spread spread) {
        return switch (spread) {
            case STD -> "Lines are means over runs, bands one standard deviation (of the population) to each side.";
            case CI -> "Lines are means over runs, bands Student's 95% intervals of the mean, at each epoch alone.";
            case IQR -> "Lines are medians over runs, bands from the lower to the upper quartile.";
            case MINMAX -> "Lines are means over runs, bands from the least to the greatest run.";
            case NONE -> "Lines are means over runs.";
        };
    }

    /** What was left out of curves, in a line. */
    static String thinning(long thinned, EpochParts parts) {
        return thinned + " points were left out: of each of " + parts.parts()
                + " parts of the epochs, a curve keeps its first and last point and its extremes.";
    }
}
