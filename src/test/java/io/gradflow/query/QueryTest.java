package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers of queries, and what is said of those that fail. */
@Tag("spark")
class QueryTest {
    @TempDir
    private static Path folder;

    private static SmallSession session;

    @BeforeAll
    static void start() throws IOException {
        session = new SmallSession(folder);
    }

    @AfterAll
    static void stop() {
        session.close();
    }

    /**
     * Each in a query over rows too, since Spark computes constants at another time and place. Texts of 2,140,000,000
     * bytes fit into no heap of 2 GB, however little else is there.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 'a' RLIKE '('",
                "SELECT string(epoch) RLIKE '(' FROM epochs",
                "SELECT split(string(epoch), '[') FROM epochs",
                "SELECT regexp_replace(string(epoch), '*', '') FROM epochs",
                "SELECT format_string('%q', epoch) FROM epochs",
                "SELECT repeat('x', 2140000000)",
                "SELECT length(repeat(string(epoch), 2140000000)) FROM epochs",
                "SELECT lpad('x', 2140000000, 'y')",
                "SELECT sequence(1, 10000000000 + epoch) FROM epochs",
                "SELECT array_repeat(epoch, 2147483647) FROM epochs",
                "SELECT explode(array_repeat(1, 2147483647))",
                "SELECT map(epoch, 1, epoch, 2) FROM epochs",
                "SELECT timestamp'2024-01-01' + interval 300000 years",
                "SELECT * FROM range(1, 10, 0)",
                "SELECT measure(epoch) FROM epochs",
                "SELECT window(timestamp'2020-01-01', '1 day'), session_window(timestamp'2020-01-01', '1 day')",
                "SELECT raise_error('no')",
                "SELECT schema_of_json('{')",
                "SELECT CAST('a' AS INT)"
            })
    void argumentsThatMakeNoSenseAreFaultsOfTheQuery(String text) {
        String message = session.refusal(text);
        assertFalse(message.isBlank() || message.endsWith("null"), message);
        assertEquals(1, message.lines().count(), message);
    }

    static List<String> deepQueries() {
        return List.of(
                "SELECT " + "(".repeat(2000) + "1" + ")".repeat(2000),
                "SELECT 1" + " + 1".repeat(3000),
                "SELECT epoch" + " + epoch".repeat(3000) + " FROM epochs",
                "SELECT 1" + " UNION ALL SELECT 1".repeat(1500),
                "SELECT * FROM " + "(SELECT * FROM ".repeat(1000) + "epochs" + ")".repeat(1000),
                "SELECT " + "abs(".repeat(3000) + "1" + ")".repeat(3000),
                "SELECT " + "NOT ".repeat(5000) + "true",
                "SELECT " + "array(".repeat(2000) + "1" + ")".repeat(2000));
    }

    @Tag("faults")
    @Test
    void aQueryOfTooManyStepsIsOneLine() {
        var steps = IntStream.range(1, 300).mapToObj(i -> ", a" + i + " AS (SELECT * FROM a" + (i - 1) + ")");
        String text = "WITH a0 AS (SELECT 1)" + steps.collect(Collectors.joining()) + " SELECT * FROM a299";
        String message = session.refusal(text);
        assertTrue(message.startsWith("the query fails: Max iterations (100) reached"), message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void tasksSeeTheSettingsOfTheSession() throws QueryException {
        session.spark().conf().set("spark.sql.legacy.timeParserPolicy", "LEGACY");
        try {
            String text = "SELECT to_date('2024-1-' || epoch, 'yyyy-MM-dd') AS d FROM epochs WHERE epoch = 5";
            assertEquals(List.of("d", "2024-01-05"), session.csv(text));
        } finally {
            session.spark().conf().unset("spark.sql.legacy.timeParserPolicy");
        }
    }

    @Test
    void keysOfMapsAreNames() throws QueryException {
        assertEquals(
                List.of(
                        "a,b,c,d",
                        "\"{\"\"00ff\"\":1}\",\"{\"\"[1,2]\"\":1}\",\"{\"\"NaN\"\":1}\",\"{\"\"1.5\"\":1}\""),
                session.csv("SELECT map(x'00ff', 1) AS a, map(array(1, 2), 1) AS b, map(double('NaN'), 1) AS c,"
                        + " map(1.5, 1) AS d"));
    }

    @ParameterizedTest
    @MethodSource("deepQueries")
    void queriesThatAreTooDeepAreOneLine(String text) {
        assertEquals(
                "the query is nested too deeply: parentheses, operators and subqueries may be some hundreds deep",
                session.refusal(text));
    }

    /** Spark allows a task 4 MB for its rows here, where it allows a part of the memory otherwise. */
    @ParameterizedTest
    @EnumSource(names = {"CSV", "JSON"})
    void aResultMayBeLargerThanTheMemoryInFormatsForPrograms(PrintFormat format) throws QueryException {
        String text = "SELECT id, sha2(string(id), 512) AS x FROM range(0, 100000, 1, 1)";
        assertTrue(session.answer(text, format, false).length() > 13_000_000);
    }

    @Tag("faults")
    @ParameterizedTest
    @EnumSource(names = {"TABLE", "MARKDOWN"})
    void aTableThatDoesNotFitIntoTheMemoryIsOneLine(PrintFormat format) {
        var thrown = assertThrows(
                QueryException.class,
                () -> session.answer(
                        "SELECT id, repeat('x', 1000000) AS x FROM range(0, 1000000, 1, 1)", format, false));
        assertTrue(
                thrown.getMessage()
                        .matches("the result does not fit into [0-9]+ MB of heap as a table: csv and json print row by"
                                + " row \\(--format\\), LIMIT makes it shorter, --memory gives more"),
                thrown.getMessage());
    }

    @Test
    void rowsKeepTheirOrderOverPartitions() throws QueryException {
        var ordered = session.csv("SELECT id FROM range(0, 100000, 1, 7) ORDER BY id DESC");
        assertEquals(100001, ordered.size());
        assertEquals(List.of("id", "99999", "99998"), ordered.subList(0, 3));
        assertEquals("0", ordered.get(100000));
    }

    @Test
    void aQueryThatFailsLateEndsWithItsFault() {
        var bytes = new ByteArrayOutputStream();
        try (var out = new PrintStream(bytes, true, StandardCharsets.UTF_8)) {
            var query = new Query(session.spark(), "SELECT 1 / (id - 5000) AS x FROM range(0, 10000, 1, 1)");
            var thrown = assertThrows(QueryException.class, () -> query.print(PrintFormat.CSV, out));
            assertTrue(thrown.getMessage().startsWith("[DIVIDE_BY_ZERO]"), thrown.getMessage());
        }
    }

    @Test
    void pointsOfTimeAreInTheTimeZoneOfTheSession() throws QueryException {
        // The session's zone is Tokyo's.
        String text = "SELECT timestamp'2024-01-01 00:00:00' AS a, timestamp_seconds(0.5) AS b,"
                + " timestamp_ntz'2024-01-01 01:02:03' AS c, date'2024-01-01' AS d,"
                + " array(timestamp_seconds(0)) AS e, named_struct('x', map('k', timestamp_seconds(0))) AS f,"
                + " CAST(timestamp_seconds(0) AS VARIANT) AS g";
        assertEquals(
                List.of(
                        "a,b,c,d,e,f,g",
                        "2024-01-01 00:00:00,1970-01-01 09:00:00.5,2024-01-01 01:02:03,2024-01-01,"
                                + "\"[\"\"1970-01-01 09:00:00\"\"]\","
                                + "\"{\"\"x\"\":{\"\"k\"\":\"\"1970-01-01 09:00:00\"\"}}\","
                                + "\"\"\"1970-01-01 09:00:00+09:00\"\"\""),
                session.csv(text));
    }

    @Test
    void plansAreTextForPeopleAndValuesForPrograms() throws QueryException {
        var table = session.answer("EXPLAIN FORMATTED SELECT * FROM cells", PrintFormat.TABLE, false)
                .lines()
                .toList();
        assertEquals("== Physical Plan ==", table.get(0));
        assertTrue(table.size() > 10, table.toString());
        var markdown = session.answer("EXPLAIN SELECT * FROM cells", PrintFormat.MARKDOWN, false)
                .lines()
                .toList();
        assertEquals(List.of("```", "== Physical Plan =="), markdown.subList(0, 2));
        assertEquals("```", markdown.get(markdown.size() - 1));
        assertTrue(session.answer("EXPLAIN SELECT * FROM cells", PrintFormat.JSON, false)
                .startsWith("{\"plan\":\"== "));
        assertTrue(session.answer("SHOW COLUMNS IN cells", PrintFormat.TABLE, false)
                .startsWith(" col_name "));
    }

    @Test
    void aColumnInDoubleQuotesIsHinted() {
        assertEquals(
                List.of("\"runs\" in double quotes is a text; the column is runs without quotes"),
                new Query(session.spark(), "SELECT \"runs\", \"tanh\" FROM cells").hints());
    }

    /** What all rows of a run have in common is the activation here. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "true | RUN",
                "activation = 'tanh' | RUN",
                "activation LIKE 'epoch%' -- of outcome | RUN",
                "hash(activation) % 2 = 0 OR true | RUN",
                "epoch = 3 AND activation = 'tanh' | ROW",
                "size(layers) = 1 | ROW",
                "activation IN (SELECT activation FROM epochs) | ROW",
                "activation = 'tanh' AND rand() < 0.5 | CHANCE",
                "uuid() > activation | CHANCE",
                "input_file_name() LIKE '%' | CHANCE"
            })
    void aConditionDependsOnRunsOrRowsOrChance(String condition, ConditionScope scope) throws QueryException {
        var query = new Query(session.spark(), "SELECT activation FROM epochs WHERE true AND (" + condition + "\n)");

        assertEquals(scope, ConditionScope.of(query.analysed(), Set.of("activation")));
    }
}
