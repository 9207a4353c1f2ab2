package io.gradflow.query;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;

/**
 * A table for people, whose columns are aligned. Doubles are rounded to six significant digits.
 */
final class AlignedTable {
    private static final MathContext DIGITS = new MathContext(6);

    private final StructType schema;
    private final Character[] border;
    private final UnaryOperator<String> escape;

    /**
     * A table without rows yet.
     *
     * @param border as the library takes it
     * @param escape makes a text a cell
     */
    AlignedTable(StructType schema, Character[] border, UnaryOperator<String> escape) {
        this.schema = schema;
        this.border = border.clone();
        this.escape = escape;
    }

    /**
     * Prints all rows, which are held in memory first.
     *
     * @param foldable columns that are printed in one line above the table, if several rows have the same value there
     * @throws QueryException if the table does not fit into the memory
     */
    void print(Iterable<Row> rows, Set<String> foldable, PrintStream out) throws QueryException {
        var size = new TableSize(schema.size());
        var lines = new ArrayList<String[]>();
        for (var row : rows) {
            var cells = IntStream.range(0, row.size())
                    .mapToObj(i -> escape.apply(cell(row.get(i))))
                    .toArray(String[]::new);
            size.add(cells);
            lines.add(cells);
        }
        var folded = folded(lines, foldable);
        if (!folded.isEmpty()) {
            out.println(folded.stream()
                    .map(i -> escape.apply(schema.fieldNames()[i]) + " = " + lines.get(0)[i])
                    .collect(Collectors.joining(", ", "in all rows: ", "\n")));
        }
        var shown = IntStream.range(0, schema.size())
                .filter(i -> !folded.contains(i))
                .toArray();
        var data = lines.stream()
                .map(line -> IntStream.of(shown).mapToObj(i -> line[i]).toArray())
                .toArray(Object[][]::new);
        // The library draws no header without rows. So it gets an empty row, whose line is cut off again.
        var drawn = data.length > 0 ? data : new Object[][] {new Object[shown.length]};
        String table = AsciiTable.builder()
                .lineSeparator("\n")
                .border(border)
                .data(columns(shown), drawn)
                .asString();
        out.println(data.length > 0 ? table : table.substring(0, table.lastIndexOf('\n')));
    }

    /** The columns that are left out of the table. Of a single row none is, and one column always stays. */
    private List<Integer> folded(List<String[]> lines, Set<String> foldable) {
        var names = schema.fieldNames();
        if (lines.size() < 2 || foldable.containsAll(Arrays.asList(names))) {
            return List.of();
        }
        return IntStream.range(0, names.length)
                .filter(i ->
                        foldable.contains(names[i]) && lines.stream().allMatch(line -> line[i].equals(lines.get(0)[i])))
                .boxed()
                .toList();
    }

    private static String cell(Object value) {
        if (value == null) {
            return "null";
        }
        return value instanceof Double number && Double.isFinite(number)
                ? String.valueOf(new BigDecimal(number).round(DIGITS).doubleValue())
                : CellText.of(value);
    }

    private Column[] columns(int... shown) {
        return IntStream.of(shown)
                .mapToObj(i -> schema.fields()[i])
                .map(field -> new Column()
                        .header(escape.apply(field.name()))
                        .headerAlign(HorizontalAlign.LEFT)
                        .maxWidth(Integer.MAX_VALUE)
                        .dataAlign(
                                field.dataType() instanceof NumericType ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT))
                .toArray(Column[]::new);
    }
}
