package io.gradflow.query.figure;

import io.gradflow.query.column.MeasuredColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks for statistics of columns over the finite runs of each cell at each epoch, in no order.
 *
 * @param rows of which runs; their keys tell cells apart
 * @param columns what has statistics; those of the column at place i are {@link CellStatistics}
 * @param cells the numbers of those cells that are asked for, {@link CellEndsQuery#CELL}; empty for all
 */
public record CellCurvesQuery(DrawnRows rows, List<MeasuredColumn> columns, List<Long> cells) {
    public static final String EPOCH = "epoch";

    /** The query. */
    public String sql() {
        String cell = CellEndsQuery.cell(rows.keys());
        String chosen = cells.isEmpty()
                ? "true"
                : cell + " IN (" + cells.stream().map(number -> number + "L").collect(Collectors.joining(", ")) + ")";
        var numbers = new ArrayList<String>(rows.keys());
        numbers.add(EPOCH);
        numbers.addAll(CellStatistics.numbers(columns));
        var selected = new ArrayList<String>();
        selected.add(cell + " AS " + CellEndsQuery.CELL);
        selected.add(EPOCH);
        selected.addAll(CellStatistics.selected(columns.size(), 0));
        return "SELECT " + String.join(", ", selected) + " FROM (SELECT " + String.join(", ", numbers)
                + rows.fromAll(chosen) + ")" + rows.clause("GROUP BY", EPOCH);
    }
}
