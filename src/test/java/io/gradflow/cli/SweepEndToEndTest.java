package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One small sweep, run once, and the questions that its store must answer. */
@Tag("spark")
class SweepEndToEndTest {
    private static final List<String> KEYS = List.of(
            "dataset",
            "dataset_n",
            "dataset_noise",
            "dataset_test_fraction",
            "dataset_relabel_after_noise",
            "dataset_stratified",
            "dataset_generator",
            "architecture",
            "activation",
            "activation_slope",
            "init",
            "init_generator",
            "scale",
            "bias_init",
            "loss",
            "loss_clip",
            "optimizer",
            "learning_rate",
            "optimizer_weight_decay",
            "optimizer_clip_norm",
            "schedule",
            "schedule_warm_up",
            "batch",
            "epochs",
            "seed",
            "seeding");

    private static final List<String> VARYING = List.of("activation", "activation_slope", "learning_rate", "seed");

    private static final List<String> SAME =
            KEYS.stream().filter(key -> !VARYING.contains(key)).toList();

    /** One cell diverges: a learning rate of 1e300 overflows in the first update, but for tanh, which is bounded. */
    private static final String CONFIGURATION = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [tanh, { kind = leaky_relu, slope = 0.1 }]
              optimizer = { kind = gd, learning-rate = [0.1, 1e300] }
              epochs = 7
              seed = "0..2"
              log-every = 3
            }
            """;

    @TempDir
    private static Path folder;

    private static String store;
    private static Invocation run;

    @BeforeAll
    static void runTheSweep() throws IOException {
        var configuration = Files.writeString(folder.resolve("small.conf"), CONFIGURATION);
        // A name that Hadoop would take for a pattern.
        store = folder.resolve("store [1]").toString();
        run = Invocation.of("run", configuration.toString(), "--store", store, "--master", "local[2]");
    }

    private static Invocation sql(String format, String query) {
        return Invocation.of("sql", "--store", store, "--master", "local[2]", "--format", format, query);
    }

    private static List<String> csv(String query) {
        var answer = sql("csv", query);
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.outLines();
    }

    @Test
    void runEndsWithTheSummaryTableOnStandardOutput() {
        assertEquals(0, run.exitCode(), run.err());
        var lines = run.outLines();
        assertEquals(6, lines.size(), run.out());
        assertEquals(
                List.of(
                        "activation",
                        "learning_rate",
                        "runs",
                        "diverged",
                        "test_acc_mean",
                        "test_acc_std",
                        "train_acc_mean"),
                cells(lines.get(0)));
        assertEquals(List.of("leaky_relu", "0.1", "3", "0"), cells(lines.get(2)).subList(0, 4));
        assertEquals(
                List.of("leaky_relu", "1.0E300", "3", "3", "null", "null", "null"),
                cells(lines.get(3)),
                "diverged cell");
    }

    private static List<String> cells(String line) {
        return Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
    }

    @Test
    void runSaysWhereTheRowsAreAndHowToQueryThem() {
        assertTrue(
                run.errLines()
                        .get(0)
                        .matches("engine: lanes, [248] networks a vector, .*"
                                + Pattern.quote(Runtime.version().toString()) + ".*"),
                run.err());
        assertTrue(run.err().contains("12 networks trained in "), run.err());
        assertTrue(run.err().contains("3 diverged, 0 failed"), run.err());
        assertTrue(run.err().contains(store + "/epochs"), run.err());
        assertTrue(run.err().contains("sql --store '" + store + "' \"SELECT"), run.err());
        assertTrue(run.err().contains("12/12 models"), run.err());
        assertTrue(run.err().contains("model-epochs/s"), run.err());
    }

    @Test
    void epochsHaveTheKeysThatVaryFirstAndThoseThatAreTheSameLast() {
        var metrics =
                Metric.of(DiagnosticGroups.DEFAULT).stream().map(Metric::column).toList();
        assertEquals(
                joined(List.of(
                        VARYING, List.of("epoch"), metrics, List.of("layers", "outcome"), SAME, List.of("task"))),
                csv("SELECT * FROM epochs LIMIT 1").get(0));
        assertEquals(
                List.of(
                        "train_loss",
                        "test_loss",
                        "train_acc",
                        "test_acc",
                        "dphi_small_rate",
                        "dphi_mean_abs",
                        "dphi_p10_abs",
                        "dphi_p01_abs",
                        "dphi_log_mean",
                        "z_mean_abs",
                        "z_p90_abs",
                        "z_near0_rate",
                        "limit_rate",
                        "train_majority"),
                metrics);
    }

    @Test
    void layersHaveTheirMetricsBetweenTheKeys() {
        var metrics = LayerMetric.of(DiagnosticGroups.DEFAULT).stream()
                .map(LayerMetric::column)
                .toList();
        assertEquals(
                joined(List.of(VARYING, List.of("epoch", "layer"), metrics, SAME, List.of("task"))),
                csv("SELECT * FROM layers LIMIT 1").get(0));
    }

    private static String joined(List<List<String>> lists) {
        return lists.stream().flatMap(List::stream).collect(Collectors.joining(","));
    }

    @Test
    void rowsAreThoseOfTheLoggedEpochsAndTheLast() {
        assertEquals(
                List.of("epoch,tasks,ended", "0,12,0", "1,3,3", "3,9,0", "6,9,0", "7,9,9"),
                csv("SELECT epoch, count(*) AS tasks, count(outcome) AS ended FROM epochs GROUP BY epoch"
                        + " ORDER BY epoch"));
    }

    @Test
    void runsHaveOneRowATaskWithItsOutcomeAndItsBestEpoch() {
        assertEquals(
                List.of("outcome,outcome_epoch,count(1)", "completed,7,9", "diverged,1,3"),
                csv("SELECT outcome, outcome_epoch, count(*) FROM runs GROUP BY 1, 2 ORDER BY 1"));
        assertEquals(
                List.of("wrong", "0"),
                csv("SELECT count(*) AS wrong FROM runs r WHERE best_test_acc <>"
                        + " (SELECT max(test_acc) FROM epochs e WHERE e.task = r.task) OR best_test_acc_epoch <>"
                        + " (SELECT min(epoch) FROM epochs e WHERE e.task = r.task AND e.test_acc = r.best_test_acc)"));
    }

    @Test
    void cellsAreMeansAndPopulationDeviationsOverSeedsAndNullIfARunDiverged() {
        assertEquals(List.of("cells,runs", "4,12"), csv("SELECT count(*) AS cells, sum(runs) AS runs FROM cells"));
        assertEquals(
                List.of("wrong", "0"),
                csv("SELECT count(*) AS wrong FROM cells JOIN (SELECT activation, learning_rate,"
                        + " avg(train_loss) AS mean, stddev_pop(train_loss) AS std FROM runs GROUP BY 1, 2)"
                        + " USING (activation, learning_rate) WHERE learning_rate < 1 AND"
                        + " (abs(mean - train_loss_mean) > 1e-15 OR abs(std - train_loss_std) > 1e-15"
                        + " OR std = 0)"));
        assertEquals(
                List.of("finite,diverged,no_number", "3,0,false", "0,3,true"),
                csv("SELECT finite, diverged, coalesce(train_acc_mean, z_mean_abs_std, z_mean_abs_median) IS NULL"
                        + " AS no_number FROM cells WHERE learning_rate > 1 ORDER BY 2"));
        assertEquals(
                List.of("wrong", "0"),
                csv("SELECT count(*) AS wrong FROM cells WHERE learning_rate < 1 AND NOT (train_loss_min"
                        + " < train_loss_median AND train_loss_median < train_loss_max AND train_loss_finite = 3"
                        + " AND train_loss_finite_mean = train_loss_mean AND train_loss_finite_std = train_loss_std)"));
    }

    @Test
    void theBestCellIsNotOneThatDiverged() {
        var expected = List.of("learning_rate", "0.1");

        assertEquals(
                expected,
                csv("SELECT learning_rate FROM cells WHERE activation = 'leaky_relu'"
                        + " ORDER BY train_loss_mean DESC LIMIT 1"));
        assertEquals(
                expected,
                csv("SELECT learning_rate FROM cells WHERE activation = 'leaky_relu'"
                        + " ORDER BY test_acc_mean DESC LIMIT 1"));
        assertEquals(
                expected,
                csv("SELECT max_by(learning_rate, test_acc_mean) AS learning_rate FROM cells"
                        + " WHERE activation = 'leaky_relu'"));
        assertEquals(
                expected,
                csv("SELECT DISTINCT learning_rate FROM cells WHERE test_acc_mean > 0 AND activation = 'leaky_relu'"));
    }

    @Test
    void curvesAreTheCellsAtEachEpochAndNullFromTheDivergenceOn() {
        assertEquals(
                List.of(
                        "learning_rate,epoch,runs,finite,diverged,no_number",
                        "0.1,0,3,3,0,false",
                        "0.1,3,3,3,0,false",
                        "0.1,6,3,3,0,false",
                        "0.1,7,3,3,0,false",
                        "1.0E300,0,3,3,0,false",
                        "1.0E300,1,3,0,3,true"),
                csv("SELECT learning_rate, epoch, runs, finite, diverged, test_loss_mean IS NULL AS no_number"
                        + " FROM curves"
                        + " WHERE activation = 'leaky_relu' ORDER BY 1, 2"));
        assertEquals(
                List.of("wrong", "0"),
                csv("SELECT count(*) AS wrong FROM curves JOIN cells USING (activation, learning_rate)"
                        + " WHERE curves.epoch = 7 AND learning_rate < 1"
                        + " AND curves.test_loss_mean <> cells.test_loss_mean"));
    }

    @Test
    void outcomesCountHowTheRunsEnded() {
        assertEquals(
                List.of(
                        "activation,learning_rate,runs,completed,completed_high,diverged,diverged_low,failed",
                        "leaky_relu,0.1,3,3,1.0,0,0.0,0",
                        "leaky_relu,1.0E300,3,0,0.5615,3,0.4385,0",
                        "tanh,0.1,3,3,1.0,0,0.0,0",
                        "tanh,1.0E300,3,3,1.0,0,0.0,0"),
                csv("SELECT activation, learning_rate, runs, completed, round(completed_high, 4) AS completed_high,"
                        + " diverged, round(diverged_low, 4) AS diverged_low, failed FROM outcomes ORDER BY 1, 2"));
    }

    @Test
    void aRunIsStuckThatIsNoBetterOnTheTrainingSamplesThanAConstantAnswer() {
        String stuck =
                "SELECT activation, learning_rate, count_if(outcome = 'completed' AND train_acc <= train_majority)"
                        + " AS stuck FROM runs GROUP BY ALL ORDER BY ALL";
        assertEquals(csv(stuck), csv("SELECT activation, learning_rate, stuck FROM outcomes ORDER BY ALL"));
        assertEquals(
                List.of("some,majorities", "true,true"),
                csv("SELECT sum(stuck) BETWEEN 1 AND 11 AS some,"
                        + " (SELECT min(train_majority) >= 0.5 AND max(train_majority) <= 1 FROM epochs) AS majorities"
                        + " FROM outcomes"));
    }

    @Test
    void hiddenMetricsOfTheOutputLayerAreNull() {
        assertEquals(
                List.of("layer,grad_norm,limit_rate", "1,24,24", "2,24,0"),
                csv("SELECT layer, count(grad_norm) AS grad_norm, count(limit_rate) AS limit_rate FROM layers"
                        + " WHERE learning_rate < 1 GROUP BY layer ORDER BY layer"));
    }

    @Test
    void csvKeepsEveryBitAndLeavesNullEmpty() {
        assertEquals(
                List.of("a,b,c,d,e,f,g", "0.1,,NaN,Infinity,-Infinity,\"x,\"\"y\"\"\",\"[1,null]\""),
                csv("SELECT double(0.1) AS a, null AS b, double('NaN') AS c, double('Infinity') AS d,"
                        + " double('-Infinity') AS e, 'x,\"y\"' AS f, array(1, null) AS g"));
        assertEquals(List.of("a,b,c", ",1,4752"), csv("SELECT null AS a, 1 AS b, binary('GR') AS c"));
        for (var line : csv("SELECT string(train_loss), train_loss FROM epochs WHERE train_loss < 1").stream()
                .skip(1)
                .toList()) {
            var twice = line.split(",", -1);
            assertEquals(Double.parseDouble(twice[0]), Double.parseDouble(twice[1]));
        }
    }

    @Test
    void jsonIsOneObjectALineWithNanAsNull() throws IOException {
        var answer = sql(
                "json",
                "SELECT 1 AS a, double('NaN') AS b, named_struct('x', 0.5D, 'y', array('p')) AS c, map('k', 2L) AS d"
                        + " UNION ALL SELECT 2, 0.1D, null, null ORDER BY a");
        assertEquals(
                List.of(
                        "{\"a\":1,\"b\":null,\"c\":{\"x\":0.5,\"y\":[\"p\"]},\"d\":{\"k\":2}}",
                        "{\"a\":2,\"b\":0.1,\"c\":null,\"d\":null}"),
                answer.outLines());
        assertEquals(
                2,
                new ObjectMapper().readTree(answer.outLines().get(1)).get("a").asInt());
    }

    @Test
    void markdownIsATable() {
        assertEquals(
                List.of("| a | b     |", "|---|-------|", "| 1 | x\\|y  |"),
                sql("markdown", "SELECT 1 AS a, 'x|y ' AS b").outLines());
    }

    @Test
    void tableWithoutRowsHasItsHeader() {
        assertEquals(
                List.of(" a | b ", "---+---"),
                sql("table", "SELECT 1 AS a, 2 AS b WHERE false").outLines());
    }

    @Test
    void markdownWithoutRowsIsATable() {
        assertEquals(
                List.of("| a | b |", "|---|---|"),
                sql("markdown", "SELECT 1 AS a, 2 AS b WHERE false").outLines());
    }

    @Test
    void jsonRefusesToLoseAColumn() {
        assertQueryError(
                "json",
                "SELECT 1 AS a, 2 AS a",
                "gradflow: two columns are called a, must have different names in JSON; AS gives a column a name");
    }

    @Test
    void aViewIsThereHoweverTheQueryNamesIt() {
        assertEquals(List.of("n", "4"), csv("SELECT count(*) AS n FROM CeLLs"));
        assertEquals(List.of("n", "12"), csv("SELECT count(*) AS n FROM identifier('ru' || 'ns')"));
    }

    @Test
    void queryMayStartWithAComment() {
        assertEquals(List.of("n", "1"), csv("-- how many?\nSELECT 1 AS n;"));
    }

    @Test
    void statementsThatWouldChangeSomethingAreRefused() throws IOException {
        var before = contents();
        for (var statement : List.of(
                "CREATE TABLE t AS SELECT 1",
                "INSERT OVERWRITE DIRECTORY '" + store + "/epochs' USING parquet SELECT 1",
                "WITH a AS (SELECT 1) INSERT OVERWRITE DIRECTORY '" + store + "/epochs' USING parquet SELECT * FROM a",
                "DROP VIEW cells",
                "SET spark.sql.ansi.enabled = false")) {
            var answer = sql("table", statement);
            assertEquals(2, answer.exitCode(), statement + answer.err());
            assertTrue(answer.err().contains(" is no query, must be SELECT, SHOW, DESCRIBE or EXPLAIN"), answer.err());
        }
        assertEquals(before, contents());
        assertTrue(csv("DESCRIBE cells").contains("test_acc_mean,double,"));
        assertEquals(7, csv("SHOW VIEWS").size());
        assertFalse(Files.exists(Path.of("spark-warehouse")));
    }

    @Test
    void queryIsReadFromStandardInput() {
        var answer = Invocation.withInput(
                "SELECT count(*) AS n\nFROM runs\n", "sql", "--store", store, "--master", "local[1]", "--format=csv");
        assertEquals(List.of("n", "12"), answer.outLines());
    }

    @Test
    void mistakesInAQueryAreOneClearErrorWithoutAStackTrace() {
        assertQueryError(
                "csv",
                "SELEC 1",
                "gradflow: [PARSE_SYNTAX_ERROR]",
                "views: epochs, layers, runs, cells, curves, outcomes, units");
        assertQueryError(
                "csv", "SELECT nope FROM cells", "gradflow: [UNRESOLVED_COLUMN", "views: epochs, layers, runs");
        assertQueryError(
                "csv", "SELECT * FROM nope", "gradflow: [TABLE_OR_VIEW_NOT_FOUND]", "views: epochs, layers, runs");
        assertQueryError("csv", "SELECT 1 / (runs - 3) FROM cells", "gradflow: [DIVIDE_BY_ZERO]");
        assertQueryError("csv", "SELECT (SELECT epoch FROM epochs) AS e", "gradflow: [SCALAR_SUBQUERY_TOO_MANY_ROWS]");
        assertQueryError("csv", " ", "gradflow: the query is empty, must be SQL such as \"SELECT * FROM cells\"");
    }

    private static void assertQueryError(String format, String query, String... starts) {
        var answer = sql(format, query);
        assertEquals(2, answer.exitCode(), answer.err());
        assertEquals("", answer.out());
        assertEquals(starts.length, answer.errLines().size(), answer.err());
        for (int i = 0; i < starts.length; i++) {
            assertTrue(answer.errLines().get(i).startsWith(starts[i]), answer.err());
        }
    }

    private static List<String> contents() throws IOException {
        var contents = new ArrayList<String>();
        try (var paths = Files.walk(Path.of(store))) {
            for (var path : paths.sorted().toList()) {
                contents.add(path + " " + Files.getLastModifiedTime(path));
            }
        }
        return contents;
    }

    @Test
    void aStoreHoldsItsDescriptionPlainParquetAndManifests() throws IOException {
        var description =
                new ObjectMapper().readTree(Path.of(store, "store.json").toFile());
        assertEquals("lanes-4", description.get("numerics").asText());
        assertEquals("lanes", description.get("engine").asText());
        assertTrue(List.of(2, 4, 8).contains(description.get("lane_width").asInt()), description::toString);
        assertEquals(3, description.get("log_every").asInt());
        assertEquals("4.2.0", description.get("versions").get("spark").asText());
        assertTrue(description.get("configurations").get(0).asText().contains("\"architecture\":\"2-3-1\""));
        assertFalse(Files.exists(Path.of(store, "_staging")));
        try (var paths = Files.walk(Path.of(store, "epochs"))) {
            assertTrue(paths.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .allMatch(name -> name.endsWith(".parquet") || name.equals("_manifest.json")));
        }
    }
}
