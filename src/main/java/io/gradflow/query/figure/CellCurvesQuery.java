package io.gradflow.query.figure;

import io.gradflow.query.column.MeasuredColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Asks for statistics of columns over the finite runs of each cell at each epoch, in no order.
 *
 * @param keys the columns that tell cells apart
 * @param condition which runs count, in SQL over the columns of their last rows
 * @param columns what has statistics; those of the column at place i are {@link CellStatistics}
 * @param cells the numbers of those cells that are asked for, {@link CellEndsQuery#CELL}; empty for all
 */
public record CellCurvesQuery(List<String> keys, String condition, List<MeasuredColumn> columns, List<Long> cells) {
    public static final String EPOCH = "epoch";

    /** The query. */
    public String sql() {
        var rows = new DrawnRows(keys, condition, "1", false);
        String cell = CellEndsQuery.cell(keys);
        String chosen = cells.isEmpty()
                ? "true"
                : cell + " IN (" + cells.stream().map(number -> number + "L").collect(Collectors.joining(", ")) + ")";
        var numbers = new ArrayList<String>(keys);
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
