package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code sql} as a whole: its options, what it reads, and what it says of a query. */
@Tag("spark")
class SqlEndToEndTest {
    @TempDir
    private static Path folder;

    private static String store;

    @BeforeAll
    static void runASweep() throws IOException {
        var configuration = Files.writeString(
                folder.resolve("a.conf"),
                "sweep { dataset.n = 40, architecture = 2-3-1, activation = [tanh, relu], epochs = 2, seed = [0, 1] }");
        store = folder.resolve("store").toString();
        var run = Invocation.of("run", configuration.toString(), "--store", store, "--master", "local[2]");
        assertEquals(0, run.exitCode(), run.err());
    }

    private static Invocation sql(String format, String query) {
        return Invocation.of("sql", "--store", store, "--master", "local[2]", "--format", format, query);
    }

    private static void assertMistake(Invocation answer, String start) {
        assertEquals(2, answer.exitCode(), answer.err());
        assertEquals("", answer.out());
        assertEquals(1, answer.errLines().size(), answer.err());
        assertTrue(answer.err().startsWith(start), answer.err());
    }

    @Tag("faults")
    @Test
    void whatDoesMoreThanLookIsRefusedInOneLine() {
        for (var query : List.of(
                "EXECUTE IMMEDIATE \"INSERT OVERWRITE DIRECTORY '" + store + "' USING parquet SELECT 1\"",
                "SELECT TRANSFORM(task) USING 'touch " + folder + "/touched && cat' AS (x STRING) FROM epochs",
                "SELECT reflect('java.nio.file.Files', 'exists', '/')",
                "SELECT * FROM text.`" + store + "/store.json`",
                "SELECT 'a' RLIKE '('",
                "SELECT " + "(".repeat(2000) + "1" + ")".repeat(2000),
                "SELECT length(repeat(task, 2000000000)) FROM epochs")) {
            assertMistake(sql("csv", query), "gradflow: ");
        }
        assertFalse(Files.exists(folder.resolve("touched")));
        assertEquals(
                List.of("n", "4"), sql("csv", "SELECT count(*) AS n FROM runs").outLines());
    }

    @Test
    void filesAreReadWithTheOptionAlone() throws IOException {
        var names = Files.writeString(folder.resolve("names.csv"), "tanh\n");
        String query = "SELECT count(*) AS n FROM runs JOIN csv.`" + names + "` AS f ON activation = f._c0";
        assertMistake(
                sql("csv", query),
                "gradflow: `csv`.`" + names
                        + "` is none of the views epochs, layers, runs, cells, curves, outcomes; files are"
                        + " read only with --allow-files");
        var answer = Invocation.of(
                "sql", "--store", store, "--master", "local[2]", "--format", "csv", "--allow-files", query);
        assertEquals(List.of("n", "2"), answer.outLines(), answer.err());
    }

    @Test
    void settingsOfTheUserDoNotOpenFiles() {
        var answer = Invocation.of(
                "sql",
                "--store",
                store,
                "--master",
                "local[2]",
                "--conf",
                "spark.sql.runSQLOnFiles=true",
                "SELECT * FROM text.`" + store + "/store.json`");
        assertEquals(2, answer.exitCode(), answer.err());
        assertEquals("", answer.out());
    }

    @Test
    void aTimeZoneThatDoesNotExistIsNamed() {
        try {
            assertMistake(
                    Invocation.of(
                            "sql",
                            "--store",
                            store,
                            "--master",
                            "local[2]",
                            "--conf",
                            "spark.sql.session.timeZone=Nowhere/X",
                            "SELECT 1"),
                    "gradflow: Spark does not start: [INVALID_CONF_VALUE.TIME_ZONE] The value 'Nowhere/X'");
        } finally {
            // A command has its JVM for itself; the other tests in this one need a context that has no such setting.
            SparkContext.getOrCreate().stop();
        }
    }

    @Test
    void aColumnInDoubleQuotesIsHinted() {
        var answer = sql("csv", "SELECT DISTINCT \"activation\" AS a FROM cells");
        assertEquals(List.of("a", "activation"), answer.outLines());
        assertEquals(
                "gradflow: \"activation\" in double quotes is a text; the column is activation without quotes",
                answer.errLines().get(0));
    }

    @Test
    void aByteOrderMarkBeforeAQueryIsSkipped() {
        assertEquals(List.of("n", "1"), sql("csv", "\ufeffSELECT 1 AS n").outLines());
        var answer = Invocation.withInput("\ufeffSELECT 1 AS n", "sql", "--store", store, "--format=csv");
        assertEquals(List.of("n", "1"), answer.outLines(), answer.err());
    }

    @Test
    void aTextOfTheStoreDoesNotCommandTheTerminal() throws IOException {
        var progress = Path.of(store, "_progress.json");
        String before = Files.readString(progress);
        var note = (ObjectNode) new ObjectMapper().readTree(before);
        Files.writeString(progress, note.put("configuration", "a\u001b[2J\nb").toString());
        try {
            for (var format : List.of("table", "csv", "json", "markdown")) {
                var status = Invocation.of("status", "--store", store, "--format", format);
                assertEquals(0, status.exitCode(), status.err());
                assertFalse(status.out().contains("\u001b"), format);
                assertTrue(status.out().toLowerCase(Locale.ROOT).contains("a\\u001b[2j"), status.out());
            }
        } finally {
            Files.writeString(progress, before);
        }
    }
}
