package io.gradflow.query;

import com.github.freva.asciitable.AsciiTable;
import io.gradflow.query.latex.LatexText;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.apache.commons.csv.QuoteMode;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/**
 * How rows are printed. Arrays, maps and structs are printed as JSON in every format, with NaN and the infinities as
 * they are in all but JSON itself. Control characters are escaped, so that a terminal does not obey a text in a store.
 */
public enum PrintFormat {
    /** Aligned columns for people. All rows are held in memory first. */
    TABLE {
        @Override
        void print(StructType schema, Iterable<Row> rows, Set<String> foldable, PrintStream out) throws QueryException {
            var layout = new AlignedTable.Blanks(
                    AsciiTable.BASIC_ASCII_NO_DATA_SEPARATORS_NO_OUTSIDE_BORDER, PrintFormat::onOneLine);
            new AlignedTable(schema, layout).print(rows, foldable, out);
        }
    },
    /**
     * Comma-separated values (RFC 4180) with a header; lines end with LF. Doubles parse back to the same bits, null is
     * an empty field ({@code ""} where it is a whole row, since readers skip empty lines), and binary values are
     * hexadecimal. Numbers that are not finite are {@code NaN}, {@code Infinity} and {@code -Infinity}.
     */
    CSV {
        @Override
        void print(StructType schema, Iterable<Row> rows, Set<String> foldable, PrintStream out) {
            var format = CSVFormat.Builder.create()
                    .setRecordSeparator('\n')
                    .setQuoteMode(QuoteMode.MINIMAL)
                    .setNullString("")
                    .get();
            try {
                // A print stream takes a lock and encodes for each piece of text that it gets, so it gets whole rows.
                var line = new StringBuilder();
                var printer = new CSVPrinter(line, format);
                var iterator = rows.iterator();
                // Ask for the first row before anything is printed: a query that fails prints nothing.
                boolean hasNext = iterator.hasNext();
                printer.printRecord(Arrays.stream(schema.fieldNames()).map(ControlCharacters::escapedInLines));
                out.append(line);
                for (; hasNext; hasNext = iterator.hasNext()) {
                    var row = iterator.next();
                    line.setLength(0);
                    if (row.size() == 1 && row.isNullAt(0)) {
                        printer.printRecord("");
                    } else {
                        printer.printRecord(cells(row).map(cell -> escaped(cell, ControlCharacters::escapedInLines)));
                    }
                    out.append(line);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    },
    /** One JSON object on each line; see {@link RowJson}. */
    JSON {
        @Override
        void print(StructType schema, Iterable<Row> rows, Set<String> foldable, PrintStream out) throws QueryException {
            requireDistinct(schema.fieldNames());
            for (var row : rows) {
                out.print(ControlCharacters.escaped(RowJson.object(schema, row).toString()));
                out.print('\n');
            }
        }
    },
    /** A table in GitHub's dialect of Markdown. All rows are held in memory first. */
    MARKDOWN {
        @Override
        void print(StructType schema, Iterable<Row> rows, Set<String> foldable, PrintStream out) throws QueryException {
            new AlignedTable(schema, new AlignedTable.Blanks(MARKDOWN_BORDER, PrintFormat::inMarkdown))
                    .print(rows, foldable, out);
        }
    },
    /** A table for a LaTeX document that loads the package booktabs. All rows are held in memory first. */
    LATEX {
        @Override
        void print(StructType schema, Iterable<Row> rows, Set<String> foldable, PrintStream out) throws QueryException {
            new AlignedTable(schema, new AlignedTable.Latex(PrintFormat::onOneLine)).print(rows, foldable, out);
        }
    };

    private static final Character[] MARKDOWN_BORDER = markdownBorder();

    private static final Pattern LINE_END = Pattern.compile("\\R");

    /** The name as the command line spells it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * Prints all rows and nothing else.
     *
     * @param foldable columns that a table may have in one line above it instead, if all rows have the same value
     */
    abstract void print(StructType schema, Iterable<Row> rows, Set<String> foldable, PrintStream out)
            throws QueryException;

    /**
     * Prints text of many lines, such as a plan, as text for people.
     *
     * @return false if this is a format for programs, in which the texts are values as any other
     */
    boolean printText(Stream<String> texts, PrintStream out) {
        if (!isForPeople()) {
            return false;
        }
        var lines = texts.flatMap(
                text -> ControlCharacters.escapedInLines(text).stripTrailing().lines());
        Stream.of(fence("```", "\\begin{verbatim}"), lines, fence("```", "\\end{verbatim}"))
                .flatMap(part -> part)
                .forEach(out::println);
        return true;
    }

    private Stream<String> fence(String markdown, String latex) {
        return switch (this) {
            case TABLE, CSV, JSON -> Stream.empty();
            case MARKDOWN -> Stream.of(markdown);
            case LATEX -> Stream.of(latex);
        };
    }

    /** Whether this is a format for people, who want rounded numbers, and words between tables. */
    public boolean isForPeople() {
        return switch (this) {
            case TABLE, MARKDOWN, LATEX -> true;
            case CSV, JSON -> false;
        };
    }

    /** A line of words between tables, which may have names of a stranger's store in it. */
    public String note(String text) {
        String escaped = ControlCharacters.escaped(text);
        return this == LATEX ? LatexText.escaped(escaped) : escaped;
    }

    /** The names of all formats in words, such as for messages. */
    public static String names() {
        var names = Arrays.stream(values()).map(PrintFormat::toString).toList();
        int last = names.size() - 1;
        return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
    }

    /**
     * Prints rows of text and numbers.
     *
     * @param columns the columns' names and types, such as {@code "item STRING, count BIGINT"}
     */
    public void print(String columns, List<Row> rows, PrintStream out) throws QueryException {
        print(StructType.fromDDL(columns), rows, Set.of(), out);
    }

    private static void requireDistinct(String[] names) throws QueryException {
        var seen = new HashSet<String>();
        for (var name : names) {
            if (!seen.add(name)) {
                throw new QueryException(
                        "two columns are called " + name
                                + ", must have different names in JSON; AS gives a column a name",
                        null);
            }
        }
    }

    private static String inMarkdown(String text) {
        return onOneLine(text).replace("|", "\\|");
    }

    private static String onOneLine(String text) {
        return ControlCharacters.escaped(LINE_END.matcher(text).replaceAll(" "));
    }

    /** The values of a row as text; null stays null. */
    private static Stream<String> cells(Row row) {
        return Stream.iterate(0, i -> i < row.size(), i -> i + 1).map(i -> CellText.of(row.get(i)));
    }

    private static String escaped(String cell, UnaryOperator<String> escape) {
        return cell == null ? null : escape.apply(cell);
    }

    private static Character[] markdownBorder() {
        var border = new Character[AsciiTable.NO_BORDERS.length];
        // The left border, the separator and the right border: of the header, of the line below it, and of the rows.
        for (int i : new int[] {4, 5, 6, 7, 9, 10, 11, 12, 13}) {
            border[i] = '|';
        }
        border[8] = '-';
        return border;
    }
}
