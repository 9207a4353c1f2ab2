package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.jdk.javaapi.CollectionConverters;

class PrintFormatTest {
    private static final String COLUMNS = "name STRING, n BIGINT, x DOUBLE";

    private static final List<Row> ROWS =
            List.of(RowFactory.create("tanh", 7L, 0.1), RowFactory.create(null, 12L, Double.NaN));

    private static String printed(PrintFormat format, String columns, Row... rows) throws QueryException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            format.print(columns, List.of(rows), out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static String printed(PrintFormat format) throws QueryException {
        return printed(format, COLUMNS, ROWS.toArray(Row[]::new));
    }

    @Test
    void tableAlignsNumbersRightAndTextLeft() throws QueryException {
        assertEquals("""
                 name | n  | x  \s
                ------+----+-----
                 tanh |  7 | 0.1\s
                 null | 12 | NaN\s
                """, printed(PrintFormat.TABLE));
    }

    @Test
    void markdownIsATableOfGitHub() throws QueryException {
        assertEquals("""
                | name | n  | x   |
                |------|----|-----|
                | tanh |  7 | 0.1 |
                | null | 12 | NaN |
                """, printed(PrintFormat.MARKDOWN));
    }

    @Test
    void latexIsATableWithTheRulesOfBooktabs() throws QueryException {
        assertEquals("""
                \\begin{tabular}{lrr}
                \\toprule
                name & n & x \\\\
                \\midrule
                tanh & 7 & 0.1 \\\\
                -- & 12 & NaN \\\\
                \\bottomrule
                \\end{tabular}
                """, printed(PrintFormat.LATEX));
    }

    private static List<String> latexRows(String columns, Row... rows) throws QueryException {
        var lines = printed(PrintFormat.LATEX, columns, rows).lines().toList();
        return lines.subList(4, lines.size() - 2).stream()
                .map(line -> line.replaceAll(" *\\\\\\\\$", ""))
                .toList();
    }

    @Test
    void numbersInLatexAreMathematicsWhereTheyHaveASignOrAPower() throws QueryException {
        assertEquals(
                List.of(
                        "0.666667",
                        "$-0.5$",
                        "$-1.23457 \\times 10^{-7}$",
                        "$1.0 \\times 10^{300}$",
                        "NaN",
                        "$\\infty$",
                        "$-\\infty$"),
                latexRows(
                        "x DOUBLE",
                        RowFactory.create(2.0 / 3),
                        RowFactory.create(-0.5),
                        RowFactory.create(-1.23456789e-7),
                        RowFactory.create(1e300),
                        RowFactory.create(Double.NaN),
                        RowFactory.create(Double.POSITIVE_INFINITY),
                        RowFactory.create(Double.NEGATIVE_INFINITY)));
    }

    @Test
    void textInLatexIsNoCommand() throws QueryException {
        assertEquals(
                List.of(
                        "a\\_b 5\\% \\& \\#1 \\$x\\$ \\{y\\}",
                        "\\textasciitilde{} \\textasciicircum{} \\textbackslash{}input\\{x\\}",
                        "\\textless{}\\textbar{}\\textgreater{}",
                        "\u03c6\u2032 na\u00efve",
                        "two lines",
                        "a\\textbackslash{}u001b[2J",
                        "{}[1ex]",
                        "{}*",
                        "2-16-16-1",
                        "1e5e2"),
                latexRows(
                        "x STRING",
                        RowFactory.create("a_b 5% & #1 $x$ {y}"),
                        RowFactory.create("~ ^ \\input{x}"),
                        RowFactory.create("<|>"),
                        RowFactory.create("\u03c6\u2032 na\u00efve"),
                        RowFactory.create("two\nlines"),
                        RowFactory.create("a\u001b[2J"),
                        RowFactory.create("[1ex]"),
                        RowFactory.create("*"),
                        RowFactory.create("2-16-16-1"),
                        RowFactory.create("1e5e2")));
        assertTrue(printed(PrintFormat.LATEX, "test_acc DOUBLE").contains("\ntest\\_acc \\\\\n"));
    }

    /** Queries round numbers by making texts of them. */
    @Test
    void aColumnOfTextsThatAreNumbersIsAlignedAsNumbersAre() throws QueryException {
        String both = "a STRING, b STRING";
        assertTrue(printed(
                        PrintFormat.LATEX,
                        both,
                        RowFactory.create("0.7000", "0.7"),
                        RowFactory.create("1.234e-05", "x"),
                        RowFactory.create(null, null))
                .startsWith("\\begin{tabular}{rl}\n"));
        assertTrue(printed(PrintFormat.LATEX, both).startsWith("\\begin{tabular}{ll}\n"));
    }

    @Test
    void namesOfFormatsAreThoseThatTheHelpLists() {
        assertEquals("table, csv, json, markdown or latex", PrintFormat.names());
    }

    @Test
    void thePagesListAllFormats() throws IOException {
        assertLists("README.md", "| `--format F` |");
        assertLists("src/site/markdown/views.md", "| `\\format F` |");
    }

    private static void assertLists(String page, String beginning) throws IOException {
        String line = Files.readAllLines(Path.of(page)).stream()
                .filter(candidate -> candidate.startsWith(beginning))
                .findFirst()
                .orElseThrow();
        for (var format : PrintFormat.values()) {
            assertTrue(line.contains("`" + format + "`"), page + ": " + line);
        }
    }

    private static String folded(Set<String> foldable, Row... rows) throws QueryException {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            PrintFormat.TABLE.print(StructType.fromDDL("a STRING, b DOUBLE, c INT"), List.of(rows), foldable, out);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void whatIsTheSameInAllRowsStandsAboveATableIfItMay() throws QueryException {
        assertEquals(
                """
                in all rows: a = x, b = null

                 c\s
                ---
                 1\s
                 2\s
                """, folded(Set.of("a", "b", "d"), RowFactory.create("x", null, 1), RowFactory.create("x", null, 2)));
    }

    @Test
    void aColumnThatMayFoldStaysIfItDiffersOrIfNoOtherIsLeftOrIfThereIsOneRow() throws QueryException {
        assertEquals("""
                in all rows: c = 1

                 a | b  \s
                ---+-----
                 x | 1.0\s
                 y | 1.0\s
                """, folded(Set.of("a", "c"), RowFactory.create("x", 1.0, 1), RowFactory.create("y", 1.0, 1)));
        assertFalse(folded(Set.of("a", "b", "c"), RowFactory.create("x", 1.0, 1), RowFactory.create("x", 1.0, 1))
                .contains("in all rows"));
        assertFalse(folded(Set.of("a"), RowFactory.create("x", 1.0, 1)).contains("in all rows"));
        assertEquals(" a | b | c \n---+---+---\n", folded(Set.of("a")));
    }

    @Test
    void numbersInTablesHaveSixDigits() throws QueryException {
        for (var format : List.of(PrintFormat.TABLE, PrintFormat.MARKDOWN)) {
            var lines = printed(
                            format,
                            "x DOUBLE",
                            RowFactory.create(2.0 / 3),
                            RowFactory.create(-1.23456789e-7),
                            RowFactory.create(1e300),
                            RowFactory.create(0.30000000000000004))
                    .lines()
                    .skip(2)
                    .map(line -> line.replaceAll("[| ]", ""))
                    .toList();

            assertEquals(List.of("0.666667", "-1.23457E-7", "1.0E300", "0.3"), lines);
        }
    }

    @Test
    void csvHasAHeaderAndEmptyNulls() throws QueryException {
        assertEquals("""
                name,n,x
                tanh,7,0.1
                ,12,NaN
                """, printed(PrintFormat.CSV));
    }

    @Test
    void jsonIsAnObjectALine() throws QueryException {
        assertEquals("""
                {"name":"tanh","n":7,"x":0.1}
                {"name":null,"n":12,"x":null}
                """, printed(PrintFormat.JSON));
    }

    @Test
    void csvQuotesWhatWouldBreakARow() throws QueryException {
        assertEquals(
                "a\n\"x,y\"\n\"say \"\"x\"\"\"\n\"two\nlines\"\n",
                printed(
                        PrintFormat.CSV,
                        "a STRING",
                        RowFactory.create("x,y"),
                        RowFactory.create("say \"x\""),
                        RowFactory.create("two\nlines")));
    }

    @Test
    void csvKeepsTheBitsOfDoubles() throws QueryException {
        for (double x : new double[] {0.1 + 0.2, -0.0, Double.MIN_VALUE, Double.MAX_VALUE, 1e22}) {
            var lines =
                    printed(PrintFormat.CSV, "x DOUBLE", RowFactory.create(x)).lines();
            assertEquals(x, Double.parseDouble(lines.toList().get(1)));
        }
        assertEquals(
                List.of("x", "Infinity", "-Infinity"),
                printed(
                                PrintFormat.CSV,
                                "x DOUBLE",
                                RowFactory.create(Double.POSITIVE_INFINITY),
                                RowFactory.create(Double.NEGATIVE_INFINITY))
                        .lines()
                        .toList());
    }

    @Test
    void nestedValuesAreJsonAndBinaryValuesHexadecimal() throws QueryException {
        var row = RowFactory.create(
                CollectionConverters.asScala(List.of(1, 2)).toSeq(),
                CollectionConverters.asScala(Map.of("k", 0.5)),
                new byte[] {(byte) 0xca, (byte) 0xfe});
        String columns = "a ARRAY<INT>, b MAP<STRING, DOUBLE>, c BINARY";
        assertEquals("a,b,c\n\"[1,2]\",\"{\"\"k\"\":0.5}\",cafe\n", printed(PrintFormat.CSV, columns, row));
        assertEquals("{\"a\":[1,2],\"b\":{\"k\":0.5},\"c\":\"cafe\"}\n", printed(PrintFormat.JSON, columns, row));
    }

    /** Readers skip empty lines, and so would lose the row. */
    @Test
    void aCsvRowOfOneNullIsNoEmptyLine() throws QueryException {
        assertEquals(
                "a\n\"\"\nx\n",
                printed(PrintFormat.CSV, "a STRING", RowFactory.create((Object) null), RowFactory.create("x")));
        assertEquals("a,b\n,\n", printed(PrintFormat.CSV, "a STRING, b INT", RowFactory.create(null, null)));
    }

    @Test
    void nestedNumbersThatAreNotFiniteAreNullInJsonAlone() throws QueryException {
        var row = RowFactory.create(CollectionConverters.asScala(List.of(Double.NaN, Double.POSITIVE_INFINITY))
                .toSeq());
        String columns = "a ARRAY<DOUBLE>";
        assertEquals("a\n\"[NaN,Infinity]\"\n", printed(PrintFormat.CSV, columns, row));
        assertTrue(printed(PrintFormat.TABLE, columns, row).contains(" [NaN,Infinity] "));
        assertEquals("{\"a\":[null,null]}\n", printed(PrintFormat.JSON, columns, row));
    }

    @Test
    void controlCharactersAreSpelledInEveryFormat() throws QueryException {
        var row = RowFactory.create("a\u001b[2Jb\u009b\tc");
        assertEquals("x\na\\u001b[2Jb\\u009b\tc\n", printed(PrintFormat.CSV, "x STRING", row));
        assertEquals("{\"x\":\"a\\u001B[2Jb\\u009b\\tc\"}\n", printed(PrintFormat.JSON, "x STRING", row));
        for (var format : List.of(PrintFormat.TABLE, PrintFormat.MARKDOWN)) {
            assertTrue(printed(format, "x STRING", row).contains(" a\\u001b[2Jb\\u009b\\tc "), format.toString());
        }
        assertTrue(printed(PrintFormat.TABLE, "`x\u001b` STRING", row).startsWith(" x\\u001b "));
    }

    @Test
    void tablesKeepARowOnOneLine() throws QueryException {
        assertEquals(
                " a b    \n--------\n x\\y|z  \n",
                printed(PrintFormat.TABLE, "`a\nb` STRING", RowFactory.create("x\\y|z ")));
        assertEquals(
                "| a    |\n|------|\n| x y  |\n| z\\|z |\n",
                printed(PrintFormat.MARKDOWN, "a STRING", RowFactory.create("x\r\ny"), RowFactory.create("z|z")));
    }

    @ParameterizedTest
    @EnumSource(names = {"TABLE", "MARKDOWN", "CSV"})
    void withoutRowsThereIsAHeader(PrintFormat format) throws QueryException {
        assertEquals(
                List.of("name", "n", "x"),
                List.of(printed(format, COLUMNS)
                        .lines()
                        .findFirst()
                        .orElseThrow()
                        .replaceAll("^\\W+|\\W+$", "")
                        .split("\\W+")));
    }

    @Test
    void withoutRowsJsonIsEmpty() throws QueryException {
        assertEquals("", printed(PrintFormat.JSON, COLUMNS));
    }

    @Test
    void jsonRefusesTwoColumnsOfOneName() throws QueryException {
        var thrown = assertThrows(QueryException.class, () -> printed(PrintFormat.JSON, "a INT, a INT"));
        assertEquals(
                "two columns are called a, must have different names in JSON; AS gives a column a name",
                thrown.getMessage());
        assertEquals("a,a\n1,2\n", printed(PrintFormat.CSV, "a INT, a INT", RowFactory.create(1, 2)));
    }

    @ParameterizedTest
    @EnumSource(names = {"TABLE", "MARKDOWN", "LATEX", "CSV"})
    void aQueryThatFailsPrintsNothing(PrintFormat format) {
        var bytes = new ByteArrayOutputStream();
        Iterable<Row> failing = () -> {
            throw new IllegalStateException("no rows");
        };
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            assertThrows(
                    IllegalStateException.class,
                    () -> format.print(StructType.fromDDL(COLUMNS), failing, Set.of(), out));
        }
        assertEquals("", bytes.toString(StandardCharsets.UTF_8));
    }

    @Test
    void namesAreLowerCaseOnTheCommandLine() {
        assertEquals("markdown", PrintFormat.MARKDOWN.toString());
    }
}
