package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The views as DuckDB has them, against those of {@code gradflow sql}. */
@Tag("spark")
class ExportTest {
    /** Half of the relu networks of the first sweep diverge. The second sweep has keys that the first has not. */
    private static final List<String> SWEEPS = List.of("""
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [relu, tanh]
              optimizer = { kind = gd, learning-rate = [0.1, 1e300] }
              epochs = 7
              seed = "0..3"
              log-every = 3
              diagnostics = [study, layers, units]
            }
            """, """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = { kind = leaky_relu, slope = 0.1 }
              optimizer = { kind = adam, learning-rate = 0.1 }
              epochs = 7
              seed = "0..3"
              log-every = 3
              diagnostics = [study, layers, units]
            }
            """);

    /** The programs print lists differently; the views of these names have them. */
    private static final Set<String> LISTS = Set.of("layers", "units");

    private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?(E-?\\d+)?");

    @TempDir
    private static Path folder;

    private static String store;
    private static Path script;

    @BeforeAll
    static void exportAStore() throws IOException {
        // DuckDB would take the name for a pattern, and a quote for the end of a text.
        store = folder.resolve("it's a store [1]").toString();
        for (int i = 0; i < SWEEPS.size(); i++) {
            var sweep = Files.writeString(folder.resolve(i + ".conf"), SWEEPS.get(i));
            var run = Invocation.of("run", sweep.toString(), "--store", store, "--master", "local[2]");
            assertEquals(0, run.exitCode(), run.err());
        }
        script = folder.resolve("views.sql");
        var export = Invocation.of("export", "--store", store, "--as", "duckdb", "--output", script.toString());
        assertEquals(0, export.exitCode(), export.err());
        assertEquals("", export.out());
    }

    /** A view's columns and rows, each value as text; null as the empty text. */
    private record Answer(List<String> columns, List<List<String>> rows) {
        /** The rows in an order that does not depend on the last digits of numbers. */
        List<List<String>> sorted() {
            return rows.stream()
                    .sorted(Comparator.comparing(
                            row -> row.stream().map(Answer::rounded).collect(Collectors.joining("|"))))
                    .toList();
        }

        private static String rounded(String value) {
            return isFraction(value) ? String.format(Locale.ROOT, "%.6e", Double.parseDouble(value)) : value;
        }
    }

    private static boolean isFraction(String value) {
        return NUMBER.matcher(value).matches() && (value.contains(".") || value.contains("E"));
    }

    private static Answer ofSpark(String query) throws IOException {
        var answer = Invocation.of("sql", "--store", store, "--master", "local[2]", "--format", "csv", query);
        assertEquals(0, answer.exitCode(), answer.err());
        var records = CSVParser.parse(answer.out(), CSVFormat.DEFAULT).getRecords();
        return new Answer(
                records.get(0).toList(),
                records.stream().skip(1).map(row -> row.toList()).toList());
    }

    private static Answer ofDuckDb(String query) throws IOException, SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var jdbc = connection.createStatement()) {
            jdbc.execute(Files.readString(script));
            try (var result = jdbc.executeQuery(query)) {
                int columns = result.getMetaData().getColumnCount();
                var names = new ArrayList<String>();
                for (int i = 1; i <= columns; i++) {
                    names.add(result.getMetaData().getColumnName(i));
                }
                var rows = new ArrayList<List<String>>();
                while (result.next()) {
                    var row = new ArrayList<String>();
                    for (int i = 1; i <= columns; i++) {
                        var value = result.getObject(i);
                        row.add(value == null ? "" : value.toString());
                    }
                    rows.add(row);
                }
                return new Answer(names, rows);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"epochs", "layers", "runs", "cells", "curves", "outcomes", "units"})
    void aViewIsWhatSparkHas(String view) throws IOException, SQLException {
        String query = "SELECT * /* with _finite */ FROM " + view;
        var expected = ofSpark(query);
        var actual = ofDuckDb(query);

        assertEquals(expected.columns, actual.columns);
        var expectedRows = expected.sorted();
        var actualRows = actual.sorted();
        assertEquals(expectedRows.size(), actualRows.size());
        assertTrue(expectedRows.size() >= 5, view);
        for (int row = 0; row < expectedRows.size(); row++) {
            for (int i = 0; i < expected.columns.size(); i++) {
                assertSame(
                        expected.columns.get(i),
                        expectedRows.get(row).get(i),
                        actualRows.get(row).get(i));
            }
        }
    }

    private static void assertSame(String column, String expected, String actual) {
        if (column.endsWith("_std") && isFraction(expected) && Double.parseDouble(expected) > 1e150) {
            assertEquals("Infinity", actual, column);
        } else if (isFraction(expected) && isFraction(actual)) {
            double number = Double.parseDouble(expected);
            assertEquals(number, Double.parseDouble(actual), 1e-12 * Math.abs(number), column);
        } else if (!LISTS.contains(column)) {
            assertEquals(expected, actual, column);
        }
    }

    @Test
    void someCellsHaveNoMeanAndSomeSurvivors() throws IOException, SQLException {
        var cells = ofDuckDb("SELECT diverged, test_loss_mean IS NULL, test_loss_finite FROM cells"
                + " WHERE learning_rate > 1 AND activation = 'relu'");

        assertEquals(1, cells.rows.size());
        assertTrue(Integer.parseInt(cells.rows.get(0).get(0)) > 0, cells::toString);
        assertEquals("true", cells.rows.get(0).get(1));
    }

    @Test
    void aStoreOfAnEarlierVersionHasTheColumnsThatCameLater() throws IOException, SQLException {
        var export = Invocation.of(
                "export", "--store", "src/test/resources/io/gradflow/cli/lanes-3/store", "--as", "duckdb");
        assertEquals(0, export.exitCode(), export.err());
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var jdbc = connection.createStatement()) {
            jdbc.execute(export.out());
            try (var result = jdbc.executeQuery("SELECT sum(runs), count(stuck) FROM outcomes")) {
                assertTrue(result.next());
                assertEquals(24, result.getLong(1));
                assertEquals(0, result.getLong(2));
            }
        }
    }

    @Test
    void withoutAFileTheScriptIsTheResult() throws IOException {
        var export = Invocation.of("export", "--store", store, "--as", "duckdb");

        assertEquals(0, export.exitCode(), export.err());
        assertEquals(Files.readString(script), export.out());
    }

    @Test
    void aFileThatExistsStays() throws IOException {
        var mine = Files.writeString(folder.resolve("mine.sql"), "SELECT 1");
        var export = Invocation.of("export", "--store", store, "--as", "duckdb", "--output", mine.toString());

        assertEquals(2, export.exitCode());
        assertEquals("gradflow: " + mine + " exists, must be a new file\n", export.err());
        assertEquals("SELECT 1", Files.readString(mine));
    }

    @Test
    void anotherProgramIsRefused() {
        var export = Invocation.of("export", "--store", store, "--as", "excel");

        assertEquals(2, export.exitCode());
        assertTrue(
                export.err().contains("'--as'")
                        && export.err().contains("must be duckdb, study-csv, tidy, latex or markdown, but is 'excel'"),
                export.err());
    }

    /** Which would be ignored: the form decides. */
    @Test
    void aFormatIsRefused() {
        var export = Invocation.of("export", "--store", store, "--as", "tidy", "--format", "json");
        assertEquals(2, export.exitCode());
        assertTrue(export.err().contains("--as tells the form of what is written, must not be with --format"));
    }
}
