package io.gradflow.cli.report;

import io.gradflow.query.figure.CellStatistics;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A curve of which some points stay. The epochs are cut into parts of equal width; of each part the first and the last
 * point stay, those with the least and the greatest mean, those where the mean less a standard deviation is least, or
 * more one is greatest, and those with the least and the greatest run. Points may come in any order.
 */
final class ThinnedCurve {
    private final int lastEpoch;
    private final int parts;
    private final Map<Integer, Part> byPart = new TreeMap<>();

    /** A point: an epoch and the statistics there. */
    record Point(int epoch, CellStatistics statistics) {}

    /**
     * A curve without points.
     *
     * @param lastEpoch the greatest epoch that a point may have
     * @param parts how many parts its epochs have, at least 1
     */
    ThinnedCurve(int lastEpoch, int parts) {
        this.lastEpoch = lastEpoch;
        this.parts = parts;
    }

    /** The points of a part that stay. Of two that are alike in what counts, the earlier stays. */
    private static final class Part {
        private static final List<Comparator<Point>> ORDERS = Stream.of(
                        Comparator.comparingDouble((Point point) -> 0),
                        Comparator.comparingDouble((Point point) -> -point.epoch()),
                        Comparator.comparingDouble(
                                (Point point) -> point.statistics().mean()),
                        Comparator.comparingDouble(
                                (Point point) -> -point.statistics().mean()),
                        Comparator.comparingDouble((Point point) ->
                                point.statistics().mean() - point.statistics().deviation()),
                        Comparator.comparingDouble((Point point) ->
                                -point.statistics().mean() - point.statistics().deviation()),
                        Comparator.comparingDouble(
                                (Point point) -> point.statistics().least()),
                        Comparator.comparingDouble(
                                (Point point) -> -point.statistics().most()))
                .map(order -> order.thenComparingInt(Point::epoch))
                .toList();

        private final Point[] first = new Point[ORDERS.size()];

        void add(Point point) {
            for (int i = 0; i < first.length; i++) {
                if (first[i] == null || ORDERS.get(i).compare(point, first[i]) < 0) {
                    first[i] = point;
                }
            }
        }
    }

    void add(Point point) {
        int part = (int) ((long) point.epoch() * parts / (lastEpoch + 1L));
        byPart.computeIfAbsent(part, number -> new Part()).add(point);
    }

    /** The points that stay, in the order of epochs. */
    List<Point> points() {
        var points = new LinkedHashSet<Point>();
        for (var part : byPart.values()) {
            Stream.of(part.first)
                    .filter(Objects::nonNull)
                    .sorted(Comparator.comparingInt(Point::epoch))
                    .forEach(points::add);
        }
        return List.copyOf(points);
    }

    /** The curve with fewer points. */
    ThinnedCurve thinner() {
        var fewer = new ThinnedCurve(lastEpoch, Math.max(1, parts / 2));
        points().forEach(fewer::add);
        return fewer;
    }
}
