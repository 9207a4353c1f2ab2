package io.gradflow.cli.report;

import io.gradflow.cli.compare.KeyValues;
import io.gradflow.query.StoreQueries;
import io.gradflow.query.column.MeasuredColumn;
import io.gradflow.query.figure.CellEndsQuery;
import io.gradflow.query.figure.CellStatistics;
import io.gradflow.query.figure.DrawnRows;
import io.gradflow.results.Metric;
import io.gradflow.sweep.TaskKey;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;

/**
 * All cells, in the order of their keys' values.
 *
 * @param keys that tell cells apart
 * @param told keys that vary as well, but are told by one of those, such as {@code learning_rate (by activation)}
 * @param metrics of networks, in the order of {@link Cell#last}
 * @param cells in the order of their values
 * @param layers how many weight layers the deepest network has
 * @param lastEpoch the greatest last epoch of a run
 * @param majority the greatest share of the most frequent class; NaN for regression
 */
record CellTable(
        List<TaskKey> keys,
        List<String> told,
        List<PageMetric> metrics,
        List<Cell> cells,
        int layers,
        int lastEpoch,
        double majority) {

    /** Spark compiles a query with so many columns well. */
    private static final int COLUMNS_OF_A_QUERY = 12;

    /** The losses and accuracies, which come first, have medians. */
    private static final int MEDIANS = 4;

    /**
     * Asks for all cells.
     *
     * @param keys that may tell cells apart
     * @param drawn the rows of the runs that count, by these keys
     * @param groups of diagnostics that the store has
     */
    static CellTable ask(StoreQueries queries, List<TaskKey> keys, DrawnRows drawn, DiagnosticGroups groups)
            throws Exception {
        var metrics = PageMetric.ofNetworks(groups);
        var measured =
                metrics.stream().flatMap(metric -> metric.columns().stream()).toList();
        var rows = queries.queryWithAggregates(new CellEndsQuery(drawn, measured, MEDIANS).sql()).rows().stream()
                .filter(row -> row.<Long>getAs(CellEndsQuery.RUNS) > 0)
                .toList();
        return new CellTable(
                        keys,
                        List.of(),
                        metrics,
                        rows.stream()
                                .map(row -> Cell.of(row, keys.size(), metrics.size(), MEDIANS))
                                .sorted(Comparator.comparing(Cell::values, KeyValues::compareAll))
                                .toList(),
                        rows.stream()
                                .mapToInt(row -> (int) number(row, CellEndsQuery.LAYERS, 0))
                                .max()
                                .orElse(0),
                        rows.stream()
                                .mapToInt(row -> (int) number(row, CellEndsQuery.LAST_EPOCH, 0))
                                .max()
                                .orElse(0),
                        rows.stream()
                                .mapToDouble(row -> number(row, CellEndsQuery.MAJORITY, Double.NaN))
                                .filter(Double::isFinite)
                                .max()
                                .orElse(Double.NaN))
                .withVaryingKeys();
    }

    private static double number(Row row, String column, double otherwise) {
        Object value = row.getAs(column);
        return value == null ? otherwise : ((Number) value).doubleValue();
    }

    /** The table without keys that have one value in all cells, as under a condition. */
    private CellTable withVaryingKeys() {
        return withKeys(
                IntStream.range(0, keys.size()).filter(key -> values(key) > 1).toArray(), told);
    }

    /**
     * The table without keys that another key tells, as an initialisation tells its mode. A key that is another one in
     * each cell tells all others, but not what a reader wants to know.
     */
    CellTable withoutToldKeys() {
        var kept = new ArrayList<Integer>();
        var left = new ArrayList<String>();
        for (int key = 0; key < keys.size(); key++) {
            int place = key;
            var teller = IntStream.range(0, keys.size())
                    .filter(other -> other != place && tells(other, place))
                    .filter(other -> tells(place, other) ? other < place : values(other) < cells.size())
                    .findFirst();
            if (teller.isPresent()) {
                left.add(keys.get(key).column() + " (by "
                        + keys.get(teller.getAsInt()).column() + ")");
            } else {
                kept.add(key);
            }
        }
        return withKeys(kept.stream().mapToInt(Integer::intValue).toArray(), left);
    }

    /** How many values a key has. */
    private long values(int key) {
        return cells.stream().map(cell -> cell.values().get(key)).distinct().count();
    }

    /** Whether cells of one value of a key have one value of another. */
    private boolean tells(int key, int other) {
        var told = new HashMap<Object, Optional<Object>>();
        return cells.stream().allMatch(cell -> {
            // Values may be null.
            var value = Optional.ofNullable(cell.values().get(other));
            var known = told.putIfAbsent(cell.values().get(key), value);
            return known == null || known.equals(value);
        });
    }

    private CellTable withKeys(int[] places, List<String> left) {
        return new CellTable(
                IntStream.of(places).mapToObj(keys::get).toList(),
                left,
                metrics,
                cells.stream()
                        .map(cell -> cell.withValues(places))
                        .sorted(Comparator.comparing(Cell::values, KeyValues::compareAll))
                        .toList(),
                layers,
                lastEpoch,
                majority);
    }

    /** The table with some keys first, if they vary; the others follow in the order of their columns. */
    CellTable withKeysInOrder(List<String> first) {
        int[] order = IntStream.range(0, keys.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> {
                    int place = first.indexOf(keys.get(i).column());
                    return place < 0 ? first.size() : place;
                }))
                .mapToInt(Integer::intValue)
                .toArray();
        return withKeys(order, told);
    }

    long runs() {
        return cells.stream().mapToLong(Cell::runs).sum();
    }

    /** The place of a metric among those of networks. */
    int place(Metric metric) {
        return IntStream.range(0, metrics.size())
                .filter(i -> metrics.get(i).id().equals(metric.column()))
                .findFirst()
                .orElseThrow();
    }

    /** Whether a run has a finite number of a metric at its last epoch. */
    boolean has(Metric metric) {
        int place = place(metric);
        return cells.stream().anyMatch(cell -> cell.last().get(place).n() > 0);
    }

    /** By what cells are told to be good: test accuracy if there is one, else test loss. */
    Metric main() {
        return has(Metric.TEST_ACC) ? Metric.TEST_ACC : Metric.TEST_LOSS;
    }

    /** The best cells first, those with lost runs last. */
    Comparator<Cell> bestFirst() {
        int place = place(main());
        // NaN comes last, whichever is better.
        int sign = main() == Metric.TEST_ACC ? -1 : 1;
        return Comparator.comparing((Cell cell) -> cell.last().get(place).n() < cell.runs())
                .thenComparingDouble(cell -> sign * cell.mean(place));
    }

    /** At most so many cells: half of them the best, half the worst, in the order of the table. */
    CellTable extremes(int most) {
        if (cells.size() <= most) {
            return this;
        }
        var ranked = cells.stream().sorted(bestFirst()).toList();
        var kept = new ArrayList<>(ranked.subList(0, most - most / 2));
        kept.addAll(ranked.subList(ranked.size() - most / 2, ranked.size()));
        kept.sort(Comparator.comparing(Cell::values, KeyValues::compareAll));
        return new CellTable(keys, told, metrics, kept, layers, lastEpoch, majority);
    }

    /** Columns of one query after the other. */
    static List<List<MeasuredColumn>> chunks(List<MeasuredColumn> all) {
        return IntStream.iterate(0, from -> from < all.size(), from -> from + COLUMNS_OF_A_QUERY)
                .mapToObj(from -> all.subList(from, Math.min(all.size(), from + COLUMNS_OF_A_QUERY)))
                .toList();
    }

    /** Statistics at the last epoch of further columns, a list for each cell. */
    List<List<CellStatistics>> askLast(StoreQueries queries, DrawnRows drawn, List<MeasuredColumn> columns)
            throws Exception {
        var found = new HashMap<Long, List<CellStatistics>>();
        for (var some : chunks(columns)) {
            for (var row : queries.queryWithAggregates(new CellEndsQuery(drawn, some, 0).sql())
                    .rows()) {
                var list = found.computeIfAbsent(row.<Long>getAs(CellEndsQuery.CELL), cell -> new ArrayList<>());
                IntStream.range(0, some.size()).forEach(i -> list.add(CellStatistics.of(row, i)));
            }
        }
        return cells.stream().map(cell -> found.get(cell.number())).toList();
    }
}
