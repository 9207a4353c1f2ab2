package io.gradflow.query;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.spark.sql.types.DataTypes;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What queries may do, and what they may not. */
@Tag("spark")
@Tag("faults")
class QueryRulesTest {
    private static final String NO_QUERY = " is no query, must be SELECT, SHOW, DESCRIBE or EXPLAIN";

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

    @ParameterizedTest
    @ValueSource(
            strings = {
                "EXECUTE IMMEDIATE 'SELECT 1'",
                "EXECUTE IMMEDIATE \"INSERT OVERWRITE DIRECTORY 'FOLDER' USING parquet SELECT 1\"",
                "EXPLAIN EXECUTE IMMEDIATE 'SELECT 1'",
                "BEGIN SELECT 1; END",
                "BEGIN DECLARE x INT DEFAULT 1; INSERT OVERWRITE DIRECTORY 'FOLDER' USING parquet SELECT x; END",
                "SELECT TRANSFORM(epoch) USING 'touch FOLDER/touched && cat' AS (x STRING) FROM epochs",
                "SELECT * FROM (SELECT TRANSFORM(epoch) USING 'cat' AS (x STRING) FROM epochs)",
                "WITH a AS (SELECT TRANSFORM(epoch) USING 'cat' AS (x STRING) FROM epochs) SELECT 1",
                "SELECT (SELECT max(x) FROM (SELECT TRANSFORM(epoch) USING 'cat' AS (x STRING) FROM epochs))",
                "FROM epochs MAP epoch USING 'cat' AS x",
                "EXPLAIN SELECT TRANSFORM(epoch) USING 'cat' AS (x STRING) FROM epochs",
                "DESCRIBE QUERY SELECT TRANSFORM(epoch) USING 'cat' AS (x STRING) FROM epochs",
                "INSERT OVERWRITE DIRECTORY 'FOLDER' USING parquet SELECT 1",
                "INSERT OVERWRITE LOCAL DIRECTORY 'FOLDER' USING csv SELECT 1",
                "FROM epochs INSERT OVERWRITE DIRECTORY 'FOLDER' USING csv SELECT 1"
                        + " INSERT OVERWRITE DIRECTORY 'FOLDER' USING csv SELECT 2",
                "EXPLAIN INSERT OVERWRITE DIRECTORY 'FOLDER' USING parquet SELECT 1",
                "INSERT INTO parquet.`FOLDER` SELECT 1",
                "CREATE TEMPORARY VIEW v USING text OPTIONS (path 'SECRET')",
                "CREATE TABLE t USING text LOCATION 'SECRET'",
                "CREATE TEMPORARY FUNCTION f AS 'java.lang.Runtime' USING JAR 'SECRET'",
                "CREATE OR REPLACE TEMPORARY VIEW epochs AS SELECT 1",
                "DROP VIEW epochs",
                "DROP TABLE IDENTIFIER('epo' || 'chs')",
                "CACHE TABLE c AS SELECT 1",
                "ADD JAR 'SECRET'",
                "ADD FILE 'SECRET'",
                "LIST FILES",
                "SET spark.sql.runSQLOnFiles = true",
                "SET VARIABLE x = 1",
                "DECLARE x INT DEFAULT 1",
                "SET TIME ZONE 'UTC'",
                "SET",
                "RESET",
                "USE default",
                "CALL system.f()",
                "REFRESH 'SECRET'",
                "CLEAR CACHE",
                "LOAD DATA INPATH 'SECRET' INTO TABLE epochs",
                "DELETE FROM epochs",
                "TRUNCATE TABLE epochs",
                "ANALYZE TABLE epochs COMPUTE STATISTICS",
                "GRANT ALL ON epochs TO x",
                "DFS -ls /"
            })
    void statementsThatDoMoreThanLookAreNoQueries(String text) {
        String message = session.refusal(text);
        assertTrue(message.endsWith(NO_QUERY), message);
        assertEquals(1, message.lines().count(), message);
        assertFalse(Files.exists(folder.resolve("touched")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT reflect('java.lang.System', 'getProperty', 'user.home')",
                "SELECT ReFlect('java.lang.System', 'getProperty', 'user.home')",
                "SELECT java_method('java.lang.System', 'getProperty', 'user.home')",
                "SELECT try_reflect('java.lang.System', 'getProperty', 'user.home')",
                "SELECT builtin.reflect('java.lang.System', 'getProperty', 'user.home')",
                "SELECT system.builtin.java_method('java.lang.System', 'getProperty', 'user.home')",
                "SELECT IDENTIFIER('ref' || 'lect')('java.lang.System', 'getProperty', 'user.home')",
                "SELECT transform(array(1), x -> reflect('java.lang.String', 'valueOf', x))",
                "SELECT * FROM epochs ORDER BY reflect('java.lang.String', 'valueOf', epoch)",
                "SELECT (SELECT reflect('java.lang.String', 'valueOf', epoch) FROM epochs)",
                "WITH a AS (SELECT reflect('java.lang.String', 'valueOf', epoch) FROM epochs) SELECT * FROM a",
                "SELECT * FROM epochs, LATERAL (SELECT reflect('java.lang.String', 'valueOf', epoch))",
                "SELECT * FROM explode(array(reflect('java.lang.String', 'valueOf', 1)))",
                "SELECT sum(epoch) OVER (ORDER BY reflect('java.lang.String', 'valueOf', epoch)) FROM epochs",
                "SELECT * FROM epochs |> EXTEND reflect('java.lang.String', 'valueOf', epoch) AS x",
                "SELECT * FROM IDENTIFIER(reflect('java.lang.String', 'valueOf', 'epochs'))",
                "SELECT * FROM range(CAST(reflect('java.lang.String', 'valueOf', 3) AS INT))",
                "EXPLAIN SELECT reflect('java.lang.System', 'getProperty', 'user.home')",
                "DESCRIBE QUERY SELECT reflect('java.lang.System', 'getProperty', 'user.home')",
                "SELECT from_avro(x'00', '{\"type\": \"string\"}', map('avroSchemaUrl', 'SECRET'))",
                "SELECT from_protobuf(x'00', 'M', 'SECRET')",
                "SELECT to_protobuf(struct(1), 'M', 'SECRET')",
                "SELECT from_xml('<p><a>1</a></p>', 'a INT', map('rowValidationXSDPath', 'SECRET'))",
                "SELECT schema_of_xml('<p><a>1</a></p>', map('rowValidationXSDPath', 'SECRET'))",
                "SELECT xpath_string('<!DOCTYPE a SYSTEM \"file://SECRET\"><a>1</a>', 'a')",
                "SELECT xpath('<!DOCTYPE a SYSTEM \"file://SECRET\"><a>1</a>', 'a')",
                "SELECT * FROM python_worker_logs()"
            })
    void functionsThatRunCodeOrReadFilesAreRefused(String text) {
        String message = session.refusal(text);
        assertTrue(
                message.endsWith(" is refused: it runs code or reads files, and sql only looks at the store"), message);
        assertEquals(1, message.lines().count(), message);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM text.`SECRET`",
                "SELECT * FROM STREAM text.`SECRET`",
                "SELECT * FROM STREAM(text.`SECRET`)",
                "SELECT * FROM binaryFile.`SECRET`",
                "SELECT * FROM parquet.`FOLDER/rows`",
                "SELECT * FROM IDENTIFIER('text.`SECRET`')",
                "SELECT * FROM IDENTIFIER('te' || 'xt.`SECRET`')",
                "WITH t AS (TABLE text.`SECRET`) SELECT * FROM t",
                "SELECT (SELECT max(value) FROM text.`SECRET`)",
                "SELECT * FROM epochs WHERE EXISTS (SELECT 1 FROM text.`SECRET`)",
                "SELECT * FROM epochs JOIN csv.`SECRET`",
                "SELECT * FROM epochs, LATERAL (SELECT * FROM text.`SECRET`)",
                "SELECT epoch FROM epochs UNION ALL SELECT 1 FROM text.`SECRET`",
                "EXPLAIN SELECT * FROM text.`SECRET`",
                "DESCRIBE SELECT * FROM text.`SECRET`",
                "DESCRIBE text.`SECRET`",
                "SHOW COLUMNS IN text.`SECRET`",
                "SELECT * FROM jdbc.`jdbc:h2:mem:x`"
            })
    void filesAreNoneOfTheViews(String text) {
        String message = session.refusal(text);
        assertTrue(
                message.contains(" is none of the views epochs, layers, runs, cells, curves, outcomes, units; files"),
                message);
        assertEquals(1, message.lines().count(), message);
    }

    @Test
    void tablesThatAreNotOfTheStoreAreRefused() {
        session.spark().sql("CREATE TABLE other USING text LOCATION '" + session.named("SECRET") + "'");
        try {
            assertEquals(
                    "the query reads what is not of the store, must read its views: epochs, layers, runs, cells,"
                            + " curves, outcomes, units",
                    session.refusal("SELECT * FROM other"));
        } finally {
            session.spark().sql("DROP TABLE other");
        }
    }

    @Test
    void functionsThatAUserHasRegisteredAreRefused() {
        session.spark().udf().register("mine", (Long x) -> x + 1, DataTypes.LongType);
        assertTrue(session.refusal("SELECT mine(epoch) FROM epochs").startsWith("[UNRESOLVED_ROUTINE]"));
    }

    @Test
    void aQueryFetchesNothing() throws IOException {
        var asked = new AtomicBoolean();
        try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                var accepting = new Accepting(server, asked)) {
            String url = "http://127.0.0.1:" + server.getLocalPort() + "/x";
            session.refusal("SELECT xpath_string('<!DOCTYPE a SYSTEM \"" + url + "\"><a>1</a>', 'a')");
            session.refusal("SELECT from_xml('<p/>', 'a INT', map('rowValidationXSDPath', '" + url + "'))");
            session.refusal("SELECT * FROM text.`" + url + "`");
            assertFalse(asked.get(), accepting::toString);
        }
    }

    /** Notes whether anybody connects. */
    private record Accepting(ServerSocket server, AtomicBoolean asked, ExecutorService thread)
            implements AutoCloseable {
        Accepting(ServerSocket server, AtomicBoolean asked) {
            this(server, asked, Executors.newSingleThreadExecutor());
            thread.execute(() -> {
                try {
                    server.accept().close();
                    asked.set(true);
                } catch (IOException e) {
                    // Closed at the end of the test.
                }
            });
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    @Test
    void variablesOfTheEnvironmentAndSettingsAreNotPutIn() throws QueryException {
        assertEquals(
                List.of("a,b,c", "${env:PATH},${system:user.home},${spark.master}"),
                session.csv("SELECT '${env:PATH}' AS a, '${system:user.home}' AS b, '${spark.master}' AS c"));
    }

    @Test
    void withTheOptionFilesAreReadAndNothingElse() throws QueryException {
        assertEquals("value\nprecious\n", session.answer("SELECT * FROM text.`SECRET`", PrintFormat.CSV, true));
        assertEquals(
                "n\n10\n",
                session.answer(
                        "SELECT count(*) AS n FROM epochs JOIN parquet.`FOLDER/rows` AS r USING (epoch)",
                        PrintFormat.CSV,
                        true));
        for (var text : List.of(
                "INSERT OVERWRITE DIRECTORY 'FOLDER' USING parquet SELECT 1",
                "INSERT INTO parquet.`FOLDER/rows` SELECT * FROM epochs",
                "SELECT TRANSFORM(epoch) USING 'cat' AS (x STRING) FROM epochs",
                "SELECT reflect('java.lang.System', 'getProperty', 'user.home')",
                "SELECT * FROM jdbc.`jdbc:h2:mem:x`")) {
            assertThrows(QueryException.class, () -> session.answer(text, PrintFormat.CSV, true), text);
        }
        // The next query without the option reads none.
        session.refusal("SELECT * FROM text.`SECRET`");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TABLE epochs",
                "FROM epochs SELECT epoch",
                "SELECT epoch, sum(epoch) OVER (PARTITION BY activation ORDER BY epoch) FROM epochs",
                "SELECT rank() OVER w FROM epochs WINDOW w AS (ORDER BY epoch) LIMIT 3 OFFSET 1",
                "WITH RECURSIVE r(n) AS (VALUES (1) UNION ALL SELECT n + 1 FROM r WHERE n < 5) SELECT * FROM r",
                "WITH a AS (SELECT * FROM epochs), b AS (SELECT epoch FROM a) SELECT * FROM a JOIN b USING (epoch)",
                "SELECT transform(layers, l -> l.layer + 1), explode(layers) FROM epochs",
                "SELECT inline(layers) FROM epochs",
                "SELECT * FROM epochs LATERAL VIEW OUTER posexplode(layers) AS i, l",
                "SELECT * FROM epochs, LATERAL (SELECT epoch + 1 AS next), LATERAL explode(layers)",
                "SELECT * FROM (SELECT epoch, activation FROM epochs) PIVOT (sum(epoch) FOR activation IN ('tanh'))",
                "SELECT * FROM (SELECT epoch, epoch AS b FROM epochs) UNPIVOT (v FOR n IN (epoch, b))",
                "SELECT epoch FROM epochs TABLESAMPLE (50 PERCENT) UNION SELECT 1 EXCEPT SELECT 2",
                "SELECT 3 INTERSECT ALL SELECT 3 MINUS SELECT 4",
                "SELECT activation, count(DISTINCT epoch), grouping_id() FROM epochs GROUP BY CUBE(activation)",
                "SELECT activation, avg(epoch) FROM epochs GROUP BY ALL HAVING count(*) > 0 ORDER BY ALL",
                "SELECT /*+ BROADCAST(e), REPARTITION(3), REBALANCE */ * FROM epochs e WHERE EXISTS"
                        + " (SELECT 1 FROM epochs f WHERE f.epoch = e.epoch) AND epoch IN (SELECT epoch FROM epochs)"
                        + " AND epoch > (SELECT min(epoch) FROM epochs)",
                "FROM epochs |> WHERE epoch = 1 |> AGGREGATE sum(epoch) GROUP BY activation |> EXTEND 1 AS z",
                "SELECT * FROM range(3), VALUES (1, 2) AS t(a, b), stack(2, 1, 2)",
                "SELECT DISTINCT epoch FROM epochs DISTRIBUTE BY epoch SORT BY epoch",
                "SELECT * FROM epochs NATURAL JOIN cells LEFT ANTI JOIN epochs f ON f.epoch = epochs.epoch",
                "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY epoch), listagg(epoch), max_by(epoch, epoch)"
                        + " FILTER (WHERE epoch > 1), corr(epoch, epoch), histogram_numeric(epoch, 3) FROM epochs",
                "SELECT parse_url('http://a/b', 'HOST'), sha2('a', 256), url_encode('a b'), base64(x'00'),"
                        + " aes_decrypt(aes_encrypt('a', '0000111122223333'), '0000111122223333'), to_xml(struct(1))",
                "SELECT from_json('{\"a\":1}', 'a INT').a, to_csv(struct(1)), get_json_object('{}', '$.a'),"
                        + " schema_of_json('{}'), parse_json('[1]'), from_csv('1', 'a INT')",
                "SELECT window(timestamp'2020-01-01', '1 day'), date_trunc('month', current_date()), now()",
                "SELECT input_file_name(), uuid(), rand(1), typeof(epoch), current_user(), version() FROM epochs",
                "SELECT * FROM IDENTIFIER('ce' || 'lls')",
                "SELECT * FROM variant_explode(parse_json('[1, 2]'))",
                "SELECT try_divide(1, 0), 1 <=> NULL, CASE WHEN true THEN 1 END, 'a' LIKE ANY ('a', 'b')"
            })
    void whatOnlyComputesIsPlanned(String text) throws QueryException {
        var plan = session.answer("EXPLAIN " + text, PrintFormat.TABLE, false);
        assertTrue(plan.startsWith("== Physical Plan =="), plan);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT epoch FROM epochs",
                "EXPLAIN SELECT * FROM cells",
                "EXPLAIN FORMATTED SELECT * FROM cells",
                "DESCRIBE cells",
                "DESCRIBE QUERY SELECT 1",
                "DESCRIBE FUNCTION EXTENDED abs",
                "SHOW COLUMNS IN epochs",
                "SHOW FUNCTIONS LIKE 'a*'",
                "SHOW TABLES",
                "SHOW VIEWS",
                "SHOW DATABASES"
            })
    void whatTellsIsAnswered(String text) throws QueryException {
        assertTrue(session.csv(text).size() > 1, text);
    }

    @Test
    void showFunctionsListsThoseThatMayBeCalled() throws QueryException {
        var functions = session.csv("SHOW FUNCTIONS");
        assertTrue(functions.contains("abs"));
        assertFalse(functions.contains("reflect"));
    }
}
