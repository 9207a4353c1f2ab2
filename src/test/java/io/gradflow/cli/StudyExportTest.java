package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The study's files as {@code export} makes them, against those of the study's own program in NumPy. */
@Tag("spark")
class StudyExportTest {
    private static final String CELL = "activation,init,scale";

    private static final List<String> CELLS = List.of("arctan", "relu");

    private static final CSVFormat WITH_HEADER =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get();

    @TempDir
    private static Path folder;

    private static String store;
    private static Path exported;

    @BeforeAll
    static void exportTheStudy() {
        store = folder.resolve("store").toString();
        // Two of its cells, to the last epoch. The rows of its own program are of these epochs and the last.
        var run = Invocation.of(
                "run",
                "conf/study.conf",
                "--store",
                store,
                "--set",
                "sweep.activation=[relu,arctan]",
                "--set",
                "sweep.scale=0.5",
                "--set",
                "sweep.log-every=100");
        assertEquals(0, run.exitCode(), run.err());
        exported = folder.resolve("study");
        var export = Invocation.of("export", "--store", store, "--as", "study-csv", "--output", exported.toString());
        assertEquals(0, export.exitCode(), export.err());
        assertEquals("", export.out());
    }

    /** The names of a file's columns, and its rows. */
    private record Csv(List<String> columns, List<CSVRecord> rows) {
        static Csv of(Path file) throws IOException {
            return of(Files.newBufferedReader(file));
        }

        static Csv of(Reader text) throws IOException {
            try (text;
                    var parser = WITH_HEADER.parse(text)) {
                return new Csv(parser.getHeaderNames(), parser.getRecords());
            }
        }

        /** The rows by what some columns say. Numbers are compared as such: one program writes 1, another 1.0. */
        Map<List<Object>, CSVRecord> by(String columns) {
            return rows.stream()
                    .collect(Collectors.toMap(
                            row -> List.of(columns.split(",")).stream()
                                    .map(column -> value(row.get(column)))
                                    .toList(),
                            row -> row));
        }

        private static Object value(String text) {
            return text.matches("[\\d.]+") ? (Object) Double.valueOf(text) : text;
        }
    }

    private static Reader resource(String name) {
        return new InputStreamReader(StudyExportTest.class.getResourceAsStream(name), StandardCharsets.UTF_8);
    }

    private static void assertSame(Csv expected, Csv actual, String keys, double relative) {
        assertEquals(expected.columns, actual.columns);
        var expectedRows = expected.by(keys);
        expectedRows
                .keySet()
                .removeIf(key -> !(CELLS.contains(key.get(0)) && key.get(2).equals(0.5)));
        var actualRows = actual.by(keys);
        assertEquals(expectedRows.keySet(), actualRows.keySet());
        expectedRows.forEach((key, row) -> {
            for (String column : expected.columns.subList(keys.split(",").length, expected.columns.size())) {
                double number = Double.parseDouble(row.get(column));
                double found = Double.parseDouble(actualRows.get(key).get(column));
                // Deviations of numbers near 1 are differences of these.
                assertEquals(number, found, relative * Math.abs(number) + 1e-15, key + " " + column);
            }
        });
    }

    @Test
    void theFolderHasThreeFilesAndNothingElse() throws IOException {
        try (var files = Files.list(exported)) {
            assertEquals(
                    List.of("final.csv", "per_seed.csv", "summary.csv"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        try (var beside = Files.list(folder)) {
            assertEquals(
                    List.of("store", "study"),
                    beside.map(file -> file.getFileName().toString())
                            .filter(name -> !name.startsWith("store-"))
                            .sorted()
                            .toList());
        }
    }

    @Test
    void theFinalFileIsThatOfTheStudy() throws IOException {
        assertSame(
                Csv.of(resource("/io/gradflow/it/study-final.csv")),
                Csv.of(exported.resolve("final.csv")),
                CELL,
                1e-12);
    }

    @Test
    void theRowsOfSeedsAreThoseOfTheStudy() throws IOException {
        var reference =
                StudyExportTest.class.getResourceAsStream("/io/gradflow/engine/study-rows-every-100-epochs.csv.gz");

        assertSame(
                Csv.of(new InputStreamReader(new GZIPInputStream(reference), StandardCharsets.UTF_8)),
                Csv.of(exported.resolve("per_seed.csv")),
                CELL + ",seed,epoch",
                1e-9);
    }

    @Test
    void theSummaryEndsWithTheFinalFile() throws IOException {
        var summary = Csv.of(exported.resolve("summary.csv"));
        var last = Csv.of(exported.resolve("final.csv"));

        assertEquals(2 * 31, summary.rows.size());
        assertEquals(
                summary.columns,
                Stream.of(last.columns.subList(0, 3), List.of("epoch"), last.columns.subList(3, last.columns.size()))
                        .flatMap(List::stream)
                        .toList());
        var finalRows = last.by(CELL);
        for (var row : summary.rows) {
            if (row.get("epoch").equals("2999")) {
                var expected = row.toMap();
                expected.remove("epoch");
                assertEquals(expected, finalRows.remove(key(row)).toMap());
            }
        }
        assertEquals(Map.of(), finalRows);
    }

    private static List<Object> key(CSVRecord row) {
        return List.of(row.get("activation"), row.get("init"), Double.valueOf(row.get("scale")));
    }

    @Test
    void aTableOfTheCellsIsReadyForADocument() {
        var latex = Invocation.of("export", "--store", store, "--as", "latex");

        assertEquals(0, latex.exitCode(), latex.err());
        var lines = latex.outLines();
        assertEquals("\\begin{tabular}{lrrrrrrrrrr}", lines.get(0));
        assertEquals(
                "activation & runs & finite & test\\_acc\\_mean & test\\_acc\\_std & train\\_acc\\_mean"
                        + " & train\\_acc\\_std & test\\_loss\\_mean & test\\_loss\\_std & train\\_loss\\_mean"
                        + " & train\\_loss\\_std \\\\",
                lines.get(2));
        // The accuracies of the study's Table 3.
        assertTrue(lines.get(4).startsWith("arctan & 10 & 10 & 0.7000 & 0.1503 & 0.7124 & "), lines.get(4));
        assertEquals(List.of("\\bottomrule", "\\end{tabular}"), lines.subList(6, 8));
        assertEquals(8, lines.size());

        var markdown = Invocation.of("export", "--store", store, "--as", "markdown");
        assertEquals(0, markdown.exitCode(), markdown.err());
        assertEquals(4, markdown.outLines().size());
        assertEquals(
                List.of("", "arctan", "10", "10", "0.7000", "0.1503", "0.7124"),
                List.of(markdown.outLines().get(2).split(" *\\| *")).subList(0, 7));
    }
}
