package io.gradflow.it;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the study once as a user does, and checks the store that it leaves. */
class StudyIT {
    private static final int LAST_EPOCH = 2999;

    /**
     * Columns of counts divided by numbers of samples. Nothing is rounded before the division, so they have the same
     * bits everywhere.
     */
    private static final List<String> COUNTED =
            List.of("train_acc", "test_acc", "dphi_small_rate", "z_near0_rate", "limit_rate");

    private static final List<String> SUMMED = List.of(
            "train_loss",
            "test_loss",
            "dphi_mean_abs",
            "dphi_p10_abs",
            "dphi_p01_abs",
            "dphi_log_mean",
            "z_mean_abs",
            "z_p90_abs",
            "grad_norm_L1",
            "grad_rms_L1",
            "grad_norm_L2",
            "grad_rms_L2",
            "grad_norm_L3",
            "grad_rms_L3");

    private static final String BOTH = "reference r JOIN epochs e USING (activation, init, scale, seed, epoch)";

    @TempDir
    private static Path temporary;

    private static Checkout checkout;
    private static Path store;
    private static Command.Finished run;

    @BeforeAll
    static void runTheStudy() throws IOException {
        checkout = Checkout.shared();
        store = temporary.resolve("study");
        run = checkout.gradflow("run", "conf/study.conf", "--store", store.toString())
                .run();
        run.assertExitCode(0);
    }

    @Test
    void standardOutputIsTheTableThatTheStudyPublished() throws IOException {
        var published = referenceCells()
                .map(cell -> List.of(
                        cell.get("activation"),
                        cell.get("scale"),
                        cell.get("seeds"),
                        "0",
                        fourDecimals(cell.get("test_acc_mean")),
                        fourDecimals(cell.get("test_acc_std")),
                        fourDecimals(cell.get("train_acc_mean"))))
                .sorted((a, b) -> String.join(" ", a).compareTo(String.join(" ", b)))
                .toList();
        var lines = run.stdout().lines().toList();

        assertEquals(
                List.of("activation", "scale", "runs", "diverged", "test_acc_mean", "test_acc_std", "train_acc_mean"),
                columns(lines.get(0)));
        assertTrue(lines.get(1).matches("[-+]+"), run::toString);
        assertEquals(published, lines.stream().skip(2).map(StudyIT::columns).toList(), run::toString);
    }

    @Test
    void standardErrorTellsWhereTheRowsAreAndHowToAsk() {
        assertTrue(run.stderr().contains("360,000 in "), run::toString);
        assertTrue(run.stderr().contains(store.resolve("epochs").toString()), run::toString);
        assertTrue(
                run.stderr().contains("'" + checkout.script() + "' sql --store " + store + " \"SELECT * FROM cells\""),
                run.stderr());
    }

    @Test
    void standardErrorHoldsNoLogAndNoWarning() {
        assertFalse(
                run.notes().stream().anyMatch(line -> line.matches(".*\\b(INFO|WARN|WARNING|ERROR)\\b.*")),
                run.stderr());
        assertFalse(run.stderr().contains("\tat "), run::toString);
    }

    @Test
    void everyColumnOfEveryRunAgreesWithNumpy() throws Exception {
        var reference = Path.of(StudyIT.class
                .getResource("/io/gradflow/engine/study-rows-every-100-epochs.csv.gz")
                .toURI());
        try (var duckdb = new DuckDb()) {
            duckdb.loadRows(store);
            duckdb.execute("CREATE TABLE reference AS FROM read_csv(" + DuckDb.literal(reference) + ")");

            assertEquals(360_000, duckdb.number("SELECT count(*) FROM epochs"));
            assertEquals(120 * 31, duckdb.number("SELECT count(*) FROM reference"));
            assertEquals(120 * 31, duckdb.number("SELECT count(*) FROM " + BOTH));
            assertAll(Stream.concat(
                    COUNTED.stream().map(column -> () -> assertAgrees(duckdb, column, "ours = theirs")),
                    SUMMED.stream()
                            .map(column -> () ->
                                    assertAgrees(duckdb, column, "abs(ours - theirs) <= 1e-9 * abs(theirs) + 1e-12"))));
        }
    }

    private static void assertAgrees(DuckDb duckdb, String column, String agreement) throws SQLException {
        String ours = IntStream.rangeClosed(1, 3)
                .filter(layer -> column.endsWith("_L" + layer))
                .mapToObj(layer -> "e.layers[" + layer + "]." + column.substring(0, column.length() - 3))
                .findFirst()
                .orElse("e." + column);
        var differing = duckdb.query("SELECT activation, scale, seed, epoch, ours, theirs FROM"
                + " (SELECT *, " + ours + " AS ours, r." + column + " AS theirs FROM " + BOTH + ")"
                + " WHERE (" + agreement + ") IS NOT true ORDER BY ALL");
        assertEquals(
                List.of(), differing.stream().limit(5).toList(), column + " differs in " + differing.size() + " rows");
    }

    @Test
    void theViewOfCellsIsWhatDuckDbMakesOfTheRows() throws SQLException {
        var sql = checkout.gradflow(
                        "sql",
                        "--store",
                        store.toString(),
                        "--format",
                        "csv",
                        "SELECT activation, scale, test_acc_mean, test_acc_std FROM cells ORDER BY 1, 2")
                .run();
        sql.assertExitCode(0);
        assertEquals(List.of(), sql.notes());
        assertFalse(sql.stdout().contains("\r"), sql::toString);
        assertTrue(sql.stdout().endsWith("\n"), sql::toString);
        var lines = sql.stdout().lines().toList();
        assertEquals("activation,scale,test_acc_mean,test_acc_std", lines.get(0));

        try (var duckdb = new DuckDb()) {
            duckdb.loadRows(store);
            var expected = duckdb.query("SELECT activation, scale, avg(test_acc), stddev_pop(test_acc) FROM epochs"
                    + " WHERE epoch = " + LAST_EPOCH + " GROUP BY 1, 2 ORDER BY 1, 2");
            assertEquals(12, expected.size());
            assertEquals(12, lines.size() - 1, sql::toString);
            for (int i = 0; i < 12; i++) {
                var cell = fields(lines.get(i + 1), ",");
                assertEquals(expected.get(i).subList(0, 2), cell.subList(0, 2));
                for (int column = 2; column < 4; column++) {
                    assertEquals(
                            Double.parseDouble(expected.get(i).get(column)),
                            Double.parseDouble(cell.get(column)),
                            1e-12,
                            lines.get(i + 1));
                }
            }
        }
    }

    @Test
    void aQueryForAMissingColumnIsTheUsersMistake() {
        var sql = checkout.gradflow("sql", "--store", store.toString(), "SELECT accuracy FROM cells")
                .run();

        sql.assertExitCode(2);
        assertEquals("", sql.stdout(), sql::toString);
        assertTrue(sql.notes().size() <= 3, sql::toString);
        assertTrue(sql.notes().get(0).contains("`accuracy`"), sql::toString);
    }

    @Test
    void theStoreShowsNothingButCommittedFiles() throws IOException {
        try (var files = Files.list(store)) {
            assertEquals(
                    List.of("epochs", "store.json"),
                    files.map(file -> file.getFileName().toString())
                            .filter(name -> !name.startsWith("_"))
                            .sorted()
                            .toList());
        }
    }

    private static Stream<CSVRecord> referenceCells() throws IOException {
        try (var reader =
                new InputStreamReader(StudyIT.class.getResourceAsStream("study-final.csv"), StandardCharsets.UTF_8)) {
            return CSVFormat.DEFAULT
                    .builder()
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get()
                    .parse(reader)
                    .getRecords()
                    .stream();
        }
    }

    private static String fourDecimals(String number) {
        return String.format(Locale.ROOT, "%.4f", Double.parseDouble(number));
    }

    private static List<String> columns(String line) {
        return fields(line, "\\|");
    }

    private static List<String> fields(String line, String separator) {
        return Arrays.stream(line.split(separator, -1)).map(String::strip).toList();
    }
}
