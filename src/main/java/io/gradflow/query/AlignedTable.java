package io.gradflow.query;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.HorizontalAlign;
import io.gradflow.query.latex.BooktabsTable;
import io.gradflow.query.latex.LatexText;
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
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * A table for people, which has all rows in memory. Doubles are rounded to six significant digits.
 */
final class AlignedTable {
    private static final MathContext DIGITS = new MathContext(6);

    private final StructType schema;
    private final Layout layout;

    /** A table without rows yet. */
    AlignedTable(StructType schema, Layout layout) {
        this.schema = schema;
        this.layout = layout;
    }

    /** How cells become a table. */
    interface Layout {
        /** A text or a number as a cell. */
        String cell(String text);

        /** The cell of what there is not. */
        String missing();

        /**
         * The table, without an end of line after it.
         *
         * @param columns that it has
         * @param lines the cells of its rows, of which there may be none
         */
        String table(List<StructField> columns, List<String[]> lines);
    }

    /**
     * Columns are aligned by blanks.
     *
     * @param border as the library takes it
     * @param escape makes a text a cell
     */
    record Blanks(Character[] border, UnaryOperator<String> escape) implements Layout {
        Blanks {
            border = border.clone();
        }

        @Override
        public String cell(String text) {
            return escape.apply(text);
        }

        @Override
        public String missing() {
            return "null";
        }

        @Override
        public String table(List<StructField> columns, List<String[]> lines) {
            // The library draws no header without rows. So it gets an empty row, whose line is cut off again.
            var drawn = lines.isEmpty() ? new Object[][] {new Object[columns.size()]} : lines.toArray(Object[][]::new);
            String table = AsciiTable.builder()
                    .lineSeparator("\n")
                    .border(border)
                    .data(columns.stream().map(this::column).toArray(Column[]::new), drawn)
                    .asString();
            return lines.isEmpty() ? table.substring(0, table.lastIndexOf('\n')) : table;
        }

        private Column column(StructField field) {
            return new Column()
                    .header(cell(field.name()))
                    .headerAlign(HorizontalAlign.LEFT)
                    .maxWidth(Integer.MAX_VALUE)
                    .dataAlign(field.dataType() instanceof NumericType ? HorizontalAlign.RIGHT : HorizontalAlign.LEFT);
        }
    }

    /**
     * LaTeX aligns the columns.
     *
     * @param oneLine makes a text one line
     */
    record Latex(UnaryOperator<String> oneLine) implements Layout {
        @Override
        public String cell(String text) {
            return LatexText.cell(oneLine.apply(text));
        }

        @Override
        public String missing() {
            return LatexText.MISSING;
        }

        @Override
        public String table(List<StructField> columns, List<String[]> lines) {
            return BooktabsTable.of(
                    columns.stream()
                            .map(field -> new BooktabsTable.Column(
                                    LatexText.escaped(oneLine.apply(field.name())),
                                    field.dataType() instanceof NumericType))
                            .toList(),
                    lines);
        }
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
                    .mapToObj(i -> row.isNullAt(i) ? layout.missing() : layout.cell(text(row.get(i))))
                    .toArray(String[]::new);
            size.add(cells);
            lines.add(cells);
        }
        var folded = folded(lines, foldable);
        if (!folded.isEmpty()) {
            out.println(folded.stream()
                    .map(i -> layout.cell(schema.fieldNames()[i]) + " = " + lines.get(0)[i])
                    .collect(Collectors.joining(", ", "in all rows: ", "\n")));
        }
        var shown = IntStream.range(0, schema.size())
                .filter(i -> !folded.contains(i))
                .toArray();
        out.println(layout.table(
                IntStream.of(shown).mapToObj(i -> schema.fields()[i]).toList(),
                lines.stream()
                        .map(line -> IntStream.of(shown).mapToObj(i -> line[i]).toArray(String[]::new))
                        .toList()));
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

    private static String text(Object value) {
        return value instanceof Double number && Double.isFinite(number)
                ? String.valueOf(new BigDecimal(number).round(DIGITS).doubleValue())
                : CellText.of(value);
    }
}
