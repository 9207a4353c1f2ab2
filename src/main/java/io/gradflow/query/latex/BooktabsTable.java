package io.gradflow.query.latex;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A table with the rules of the package booktabs. Columns of numbers are aligned to the right, others to the left. */
public final class BooktabsTable {
    private BooktabsTable() {}

    /**
     * A column.
     *
     * @param name in LaTeX
     * @param isNumeric whether its values are numbers; a text column all of whose cells are numbers counts as one, too
     */
    public record Column(String name, boolean isNumeric) {}

    /**
     * The environment {@code tabular}, without an end of line after it.
     *
     * @param lines the cells of each row, in LaTeX
     */
    public static String of(List<Column> columns, List<String[]> lines) {
        String alignment = IntStream.range(0, columns.size())
                .mapToObj(i -> isOfNumbers(columns.get(i), i, lines) ? "r" : "l")
                .collect(Collectors.joining());
        var table = new StringBuilder("\\begin{tabular}{" + alignment + "}\n\\toprule\n");
        append(table, columns.stream().map(Column::name).toList());
        table.append("\\midrule\n");
        lines.forEach(line -> append(table, List.of(line)));
        return table.append("\\bottomrule\n\\end{tabular}").toString();
    }

    private static boolean isOfNumbers(Column column, int place, List<String[]> lines) {
        return column.isNumeric()
                || (lines.stream().anyMatch(line -> LatexText.isNumber(line[place]))
                        && lines.stream()
                                .allMatch(line ->
                                        LatexText.isNumber(line[place]) || line[place].equals(LatexText.MISSING)));
    }

    private static void append(StringBuilder table, List<String> cells) {
        String row = String.join(" & ", cells);
        // What follows the end of a row, or a rule, in brackets would be its height, and an asterisk a part of it.
        table.append(row.startsWith("[") || row.startsWith("*") ? "{}" : "")
                .append(row)
                .append(" \\\\\n");
    }
}
