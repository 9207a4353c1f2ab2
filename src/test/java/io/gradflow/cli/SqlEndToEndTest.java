package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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
                        + "` is none of the views epochs, layers, runs, cells, curves, outcomes, units; files are"
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
    void severalStatementsAreAnsweredOneAfterTheOther() {
        String statements = "SELECT 'a;b' AS x; -- the first; of all\nSELECT count(*) AS n FROM runs;";
        assertEquals("x\na;b\n\nn\n4\n", sql("csv", statements).out());
        assertEquals("{\"x\":\"a;b\"}\n\n{\"n\":4}\n", sql("json", statements).out());
        assertEquals(
                List.of(" x", "-----", " a;b", "", " n", "---", " 4"),
                sql("table", statements).outLines().stream()
                        .map(String::stripTrailing)
                        .toList());
        assertEquals(
                "\n{\"n\":1}\n",
                sql("json", "SELECT 1 AS n WHERE false; SELECT 1 AS n").out());
    }

    @Test
    void theFirstStatementThatFailsIsTheLast() {
        var answer = sql("csv", "SELECT 1 AS a; SELECT nope FROM runs; SELECT 2 AS b");
        assertEquals(2, answer.exitCode(), answer.err());
        assertEquals("a\n1\n\n", answer.out());
        assertTrue(answer.err().startsWith("gradflow: statement 2: [UNRESOLVED_COLUMN"), answer.err());
    }

    @Test
    void statementsComeFromAFile() throws IOException {
        var file =
                Files.writeString(folder.resolve("statements.sql"), "\ufeffSELECT 1 AS a;\n/* b; */ SELECT 2 AS b;\n");
        var answer = Invocation.of("sql", "--store", store, "--format=csv", "--file", file.toString());
        assertEquals("a\n1\n\nb\n2\n", answer.out(), answer.err());
        assertMistake(
                Invocation.of("sql", "--store", store, "--file", file.toString(), "SELECT 1"),
                "gradflow: there are a query and --file " + file + ", must be one of them");
        assertMistake(
                Invocation.of("sql", "--store", store, "--file", folder + "/none.sql"),
                "gradflow: --file cannot be read: ");
        Files.write(file, new byte[] {'\'', (byte) 0xe4, '\''});
        assertMistake(
                Invocation.of("sql", "--store", store, "--file", file.toString()),
                "gradflow: " + file + " has bytes that are not UTF-8, must be UTF-8");
        Files.writeString(file, "-- nothing\n;\n");
        assertMistake(
                Invocation.of("sql", "--store", store, "--file", file.toString()),
                "gradflow: the query is empty, must be SQL such as");
    }

    @Test
    void namesThatDoNotExistAreToldWithNearOnes() {
        assertNear("SELECT * FROM cels", "[TABLE_OR_VIEW_NOT_FOUND]", " Did you mean cells?");
        assertNear("SELECT stdev_pop(scale) FROM runs", "[UNRESOLVED_ROUTINE]", " Did you mean stddev_pop?");
        assertNear("SELECT * FROM rnge(3)", "[UNRESOLVABLE_TABLE_VALUED_FUNCTION]", " Did you mean range?");
        assertNear("SELECT activatin FROM runs", "[UNRESOLVED_COLUMN", "`activation`");
    }

    private static void assertNear(String query, String start, String near) {
        var answer = sql("csv", query);
        assertEquals(2, answer.exitCode(), answer.err());
        assertEquals(2, answer.errLines().size(), answer.err());
        assertTrue(answer.errLines().get(0).startsWith("gradflow: " + start), answer.err());
        assertTrue(answer.errLines().get(0).contains(near), answer.err());
    }

    /** Each statement is written when the answer to that before it has been read. */
    @Test
    void answersComeBeforeTheNextStatementIsWritten() throws Exception {
        var in = System.in;
        var out = System.out;
        var statements = new PipedOutputStream();
        var answers = new PipedInputStream();
        try {
            System.setIn(new PipedInputStream(statements));
            System.setOut(new PrintStream(new PipedOutputStream(answers), false, StandardCharsets.UTF_8));
            var command = CompletableFuture.supplyAsync(
                    () -> Main.run("sql", "--store", store, "--master", "local[2]", "--format", "csv"));
            var reader = new BufferedReader(new InputStreamReader(answers, StandardCharsets.UTF_8));
            for (int i = 1; i <= 3; i++) {
                statements.write(("SELECT " + i + " AS n;").getBytes(StandardCharsets.UTF_8));
                statements.flush();
                assertEquals("n", i == 1 ? reader.readLine() : reader.readLine() + reader.readLine());
                assertEquals(String.valueOf(i), reader.readLine());
            }
            statements.close();
            assertEquals(0, command.get(1, TimeUnit.MINUTES));
        } finally {
            System.setIn(in);
            System.setOut(out);
        }
    }

    @Test
    void aTextOfTheStoreDoesNotCommandTheTerminal() throws IOException {
        var progress = Path.of(store, "_progress.json");
        String before = Files.readString(progress);
        var note = (ObjectNode) new ObjectMapper().readTree(before);
        Files.writeString(progress, note.put("configuration", "a\u001b[2J\nb").toString());
        try {
            for (var format : List.of("table", "csv", "json", "markdown", "latex")) {
                var status = Invocation.of("status", "--store", store, "--format", format);
                assertEquals(0, status.exitCode(), status.err());
                assertFalse(status.out().contains("\u001b"), format);
                String text = status.out().replace("\\textbackslash{}", "\\").toLowerCase(Locale.ROOT);
                assertTrue(text.contains("a\\u001b[2j"), status.out());
            }
        } finally {
            Files.writeString(progress, before);
        }
    }
}
