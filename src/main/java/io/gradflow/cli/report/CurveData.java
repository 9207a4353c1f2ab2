package io.gradflow.cli.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradflow.figure.page.PageNumber;
import io.gradflow.query.StoreQueries;
import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.figure.CellCurvesQuery;
import io.gradflow.query.figure.CellEndsQuery;
import io.gradflow.query.figure.CellStatistics;
import io.gradflow.query.figure.DrawnRows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Row;

/** The curves of some cells, thinned so that they take a bounded part of a page. */
final class CurveData {
    /** The points of all curves. */
    private static final int POINTS = 90_000;

    /** The points that stay of a part of a smooth curve. */
    private static final int POINTS_OF_A_PART = 3;

    private static final int LEAST_PARTS = 4;
    private static final int MOST_PARTS = 150;

    private final List<Cell> cells;
    private final List<MeasuredColumn> columns;

    /** By column, then by the place of the cell. */
    private final List<List<ThinnedCurve>> curves;

    private long allPoints;

    private CurveData(List<Cell> cells, List<MeasuredColumn> columns, List<List<ThinnedCurve>> curves) {
        this.cells = cells;
        this.columns = columns;
        this.curves = curves;
    }

    /**
     * Asks for curves.
     *
     * @param rows of the runs that count
     * @param table all cells
     * @param drawn those that have curves
     */
    static CurveData ask(
            StoreQueries queries, DrawnRows rows, CellTable table, CellTable drawn, List<MeasuredColumn> columns)
            throws Exception {
        int parts = POINTS / POINTS_OF_A_PART / Math.max(1, drawn.cells().size() * columns.size());
        int kept = Math.min(Math.max(parts, LEAST_PARTS), MOST_PARTS);
        var curves = new ArrayList<List<ThinnedCurve>>();
        for (int column = 0; column < columns.size(); column++) {
            curves.add(drawn.cells().stream()
                    .map(cell -> new ThinnedCurve(table.lastEpoch(), kept))
                    .toList());
        }
        var data = new CurveData(drawn.cells(), columns, curves);
        var numbers = drawn.cells().size() == table.cells().size()
                ? List.<Long>of()
                : drawn.cells().stream().map(Cell::number).toList();
        int first = 0;
        for (var some : CellTable.chunks(columns)) {
            data.ask(queries, new CellCurvesQuery(rows, some, numbers), first);
            first += some.size();
        }
        return data;
    }

    private void ask(StoreQueries queries, CellCurvesQuery query, int first) throws Exception {
        Map<Long, Integer> places = new HashMap<>();
        for (int i = 0; i < cells.size(); i++) {
            places.put(cells.get(i).number(), i);
        }
        try (var rows = queries.queryWithAggregates(query.sql()).open()) {
            for (var row = rows.next(); row != null; row = rows.next()) {
                add(
                        row,
                        places.get(row.<Long>getAs(CellEndsQuery.CELL)),
                        query.columns().size(),
                        first);
            }
        }
    }

    private void add(Row row, int cell, int columns, int first) {
        int epoch = row.<Integer>getAs(CellCurvesQuery.EPOCH);
        for (int i = 0; i < columns; i++) {
            var statistics = CellStatistics.of(row, i);
            if (statistics.n() > 0) {
                curves.get(first + i).get(cell).add(new ThinnedCurve.Point(epoch, statistics));
                allPoints++;
            }
        }
    }

    /** How many points there were before curves were thinned. */
    long allPoints() {
        return allPoints;
    }

    /** How many points are left. */
    long points() {
        return curves.stream()
                .flatMap(List::stream)
                .mapToLong(curve -> curve.points().size())
                .sum();
    }

    /** The same curves with fewer points. */
    CurveData thinner() {
        var data = new CurveData(
                cells,
                columns,
                curves.stream()
                        .map(some -> some.stream().map(ThinnedCurve::thinner).toList())
                        .toList());
        data.allPoints = allPoints;
        return data;
    }

    /**
     * The curves as the page's script reads them.
     *
     * @param places the place of each drawn cell among the cells of the page
     */
    ObjectNode json(List<Integer> places) {
        var json = JsonNodeFactory.instance.objectNode();
        for (int column = 0; column < columns.size(); column++) {
            var list = JsonNodeFactory.instance.arrayNode();
            for (int cell = 0; cell < cells.size(); cell++) {
                var points = curves.get(column).get(cell).points();
                if (!points.isEmpty()) {
                    list.add(curve(places.get(cell), points));
                }
            }
            if (!list.isEmpty()) {
                json.set(columns.get(column).name(), list);
            }
        }
        return json;
    }

    private static ObjectNode curve(int place, List<ThinnedCurve.Point> points) {
        var json = JsonNodeFactory.instance.objectNode();
        json.put("c", place);
        var epochs = json.putArray("e");
        points.forEach(point -> epochs.add(point.epoch()));
        long n = points.get(0).statistics().n();
        if (points.stream().allMatch(point -> point.statistics().n() == n)) {
            json.put("n", n);
        } else {
            var counts = json.putArray("n");
            points.forEach(point -> counts.add(point.statistics().n()));
        }
        ArrayNode means = json.putArray("m");
        ArrayNode deviations = json.putArray("s");
        ArrayNode least = json.putArray("l");
        ArrayNode most = json.putArray("h");
        for (var point : points) {
            PageNumber.add(means, point.statistics().mean());
            PageNumber.add(deviations, point.statistics().deviation());
            PageNumber.add(least, point.statistics().least());
            PageNumber.add(most, point.statistics().most());
        }
        return json;
    }
}
