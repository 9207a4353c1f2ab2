package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Exported rows of networks of several depths, some of which diverge, against DuckDB's of the store's files. */
@Tag("spark")
class RowExportTest {
    /** Half of the relu networks diverge. Keys of optimizers and seeds of data vary, keys of the study do not. */
    private static final String SWEEP = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = ["2-3-1", "2-4-3-1"]
              activation = relu
              optimizer = { kind = gd, learning-rate = [0.1, 1e300] }
              epochs = 7
              seed = "0..2"
              data-seed = [5, 6]
              log-every = 3
            }
            """;

    @TempDir
    private static Path folder;

    private static String store;
    private static Connection duckdb;

    @BeforeAll
    static void exportAStore() throws IOException, SQLException {
        store = folder.resolve("store").toString();
        var sweep = Files.writeString(folder.resolve("sweep.conf"), SWEEP);
        assertDone("run", sweep.toString(), "--store", store);
        assertDone("export", "--store", store, "--as", "study-csv", "--output", path("study"));
        assertDone("export", "--store", store, "--as", "tidy", "--output", path("tidy.csv"));
        duckdb = DriverManager.getConnection("jdbc:duckdb:");
        for (var file : List.of("study/per_seed", "study/summary", "study/final", "tidy")) {
            execute("CREATE TABLE " + file.substring(file.indexOf('/') + 1) + " AS FROM read_csv('" + path(file)
                    + ".csv', null_padding = false)");
        }
        execute("CREATE VIEW rows AS SELECT * FROM read_parquet('" + store + "/epochs/**/*.parquet')");
    }

    @AfterAll
    static void close() throws SQLException {
        duckdb.close();
    }

    private static String path(String name) {
        return folder.resolve(name).toString();
    }

    private static Invocation assertDone(String... arguments) {
        var both = Stream.concat(Arrays.stream(arguments), Stream.of("--master", "local[2]"));
        var done = Invocation.of(both.toArray(String[]::new));
        assertEquals(0, done.exitCode(), done.err());
        return done;
    }

    private static void execute(String sql) throws SQLException {
        try (var statement = duckdb.createStatement()) {
            statement.execute(sql);
        }
    }

    private static List<String> answer(String query) throws SQLException {
        try (var statement = duckdb.createStatement();
                var result = statement.executeQuery(query)) {
            var rows = new ArrayList<String>();
            while (result.next()) {
                var row = new ArrayList<String>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getObject(i)));
                }
                rows.add(String.join(",", row));
            }
            return rows;
        }
    }

    private static List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve(file));
    }

    private static void assertBegins(String file, String columns) throws IOException {
        String header = lines(file).get(0);
        assertTrue(header.startsWith(columns), header);
    }

    @Test
    void otherKeysThatVaryComeBeforeThoseOfTheStudy() throws IOException {
        assertBegins(
                "study/per_seed.csv",
                "architecture,learning_rate,activation,init,scale,data_seed,seed,epoch,train_loss,");
        assertBegins(
                "study/summary.csv", "architecture,learning_rate,activation,init,scale,epoch,seeds,train_loss_mean,");
        assertBegins("study/final.csv", "architecture,learning_rate,activation,init,scale,seeds,train_loss_mean,");
        assertEquals(
                "architecture,learning_rate,activation,init,scale,data_seed,seed,epoch,layer,metric,value",
                lines("tidy.csv").get(0));
        assertTrue(lines("study/final.csv").get(0).endsWith(",grad_rms_L3_mean,grad_rms_L3_std"));
    }

    /** Keys and epochs tell a row of the store, and then each number must have the same bits. */
    @Test
    void theRowsOfSeedsAreThoseOfTheStore() throws SQLException {
        String same = " r.architecture = p.architecture AND r.learning_rate = p.learning_rate AND r.seed = p.seed"
                + " AND r.data_seed = p.data_seed AND r.epoch = p.epoch";
        var rows = answer("SELECT count(*) FROM rows").get(0);

        assertEquals(List.of(rows), answer("SELECT count(*) FROM per_seed"));
        assertEquals(
                List.of(rows),
                answer("SELECT count(*) FROM rows r JOIN per_seed p ON" + same
                        + " WHERE p.train_loss IS NOT DISTINCT FROM r.train_loss"
                        + " AND p.limit_rate IS NOT DISTINCT FROM r.limit_rate"
                        + " AND p.grad_norm_L1 IS NOT DISTINCT FROM r.layers[1].grad_norm"
                        + " AND p.grad_rms_L2 IS NOT DISTINCT FROM r.layers[2].grad_rms"
                        + " AND p.grad_norm_L3 IS NOT DISTINCT FROM r.layers[3].grad_norm"));
    }

    @Test
    void aShallowNetworkHasNoNumbersOfALayerThatItHasNot() throws SQLException {
        assertEquals(
                List.of("2-3-1,0,true", "2-4-3-1,0,false"),
                answer("SELECT architecture, count(*) FILTER (WHERE grad_norm_L2 IS NULL),"
                        + " bool_and(grad_norm_L3 IS NULL) FROM per_seed GROUP BY 1 ORDER BY 1"));
        assertEquals(
                List.of("2-3-1,0", "2-4-3-1,1"),
                answer("SELECT architecture, count(grad_norm_L3_mean) FROM final WHERE learning_rate < 1"
                        + " GROUP BY 1 ORDER BY 1"));
    }

    @Test
    void meansAndDeviationsAreThoseOfTheSeeds() throws SQLException {
        for (var metric : List.of("test_acc", "z_p90_abs", "grad_norm_L2")) {
            String near = "abs(s.%s_mean - e.m) <= 1e-12 * abs(e.m) AND abs(s.%s_std - e.d) <= 1e-12 * abs(e.m)"
                    .replace("%s", metric);
            String expected = "(SELECT architecture, epoch, count(*) AS n, avg(" + metric + ") AS m, stddev_pop("
                    + metric + ") AS d FROM per_seed WHERE learning_rate < 1 GROUP BY 1, 2)";
            assertEquals(
                    List.of("8,8"),
                    answer("SELECT count(*), count(*) FILTER (WHERE s.seeds = 6 AND e.n = 6 AND " + near
                            + ") FROM summary s JOIN " + expected + " e USING (architecture, epoch)"
                            + " WHERE s.learning_rate < 1"),
                    metric);
            assertEquals(
                    List.of("2,2"),
                    answer("SELECT count(*), count(*) FILTER (WHERE s.seeds = 6 AND " + near + ") FROM final s JOIN "
                            + expected + " e ON e.architecture = s.architecture AND e.epoch = 7"
                            + " WHERE s.learning_rate < 1"),
                    metric);
        }
    }

    /** The last row of a network that diverged is kept, and its cell has no means from then on. */
    @Test
    void cellsOfWhichARunDivergedHaveNoMeans() throws SQLException {
        var diverged = answer("SELECT architecture, count(*), min(epoch) FROM rows WHERE learning_rate > 1"
                + " AND outcome = 'diverged' GROUP BY 1 ORDER BY 1");
        assertEquals(2, diverged.size(), diverged::toString);
        for (var row : diverged) {
            var fields = row.split(",", -1);
            assertEquals(
                    List.of("6,0,0"),
                    answer("SELECT any_value(seeds), count(train_acc_mean), count(grad_norm_L1_std) FROM final"
                            + " WHERE learning_rate > 1 AND architecture = '" + fields[0] + "'"));
            assertEquals(
                    List.of("0"),
                    answer("SELECT count(train_acc_mean) FROM summary WHERE learning_rate > 1 AND architecture = '"
                            + fields[0] + "' AND epoch >= " + fields[2]));
            assertEquals(
                    List.of("6"),
                    answer("SELECT seeds FROM summary WHERE learning_rate > 1 AND architecture = '" + fields[0]
                            + "' AND epoch = 0"));
        }
    }

    @Test
    void rowsAreInTheOrderOfTheirKeys() throws SQLException {
        String cell = "architecture, learning_rate, activation, init, scale";
        assertOrdered("per_seed", cell + ", data_seed, seed, epoch");
        assertOrdered("summary", cell + ", epoch");
        assertOrdered("final", cell);
        assertOrdered("tidy", cell + ", data_seed, seed, epoch, coalesce(layer, 0)");
    }

    private static void assertOrdered(String table, String keys) throws SQLException {
        // The number of a row is that of its line.
        assertEquals(
                answer("SELECT " + keys + " FROM " + table + " ORDER BY rowid"),
                answer("SELECT " + keys + " FROM " + table + " ORDER BY " + keys + ", rowid"),
                table);
    }

    @Test
    void eachNumberIsATidyRow() throws SQLException {
        assertEquals(
                answer("SELECT ofNetworks + ofLayers FROM"
                        + " (SELECT count(train_loss) + count(test_loss) + count(train_acc) + count(test_acc)"
                        + " + count(dphi_small_rate) + count(dphi_mean_abs) + count(dphi_p10_abs)"
                        + " + count(dphi_p01_abs) + count(dphi_log_mean) + count(z_mean_abs) + count(z_p90_abs)"
                        + " + count(z_near0_rate) + count(limit_rate) + count(train_majority) AS ofNetworks FROM rows),"
                        + " (SELECT count(l.grad_norm) + count(l.grad_rms) + count(l.dphi_small_rate)"
                        + " + count(l.dphi_mean_abs) + count(l.dphi_log_mean) + count(l.z_mean_abs)"
                        + " + count(l.z_near0_rate) + count(l.limit_rate) AS ofLayers"
                        + " FROM (SELECT unnest(layers) AS l FROM rows))"),
                answer("SELECT count(*) FROM tidy"));
        assertEquals(
                List.of("0"),
                answer("SELECT count(*) FROM per_seed p JOIN tidy t USING (architecture, learning_rate, data_seed,"
                        + " seed, epoch) WHERE t.layer = 2 AND t.metric = 'grad_norm' AND t.value <> p.grad_norm_L2"));
        assertEquals(
                answer("SELECT sum(train_loss) FROM per_seed WHERE learning_rate < 1"),
                answer("SELECT sum(value) FROM tidy WHERE metric = 'train_loss' AND layer IS NULL"
                        + " AND learning_rate < 1"));
    }

    @Test
    void withoutAFileTidyRowsAreTheResult() throws IOException {
        var tidy = assertDone("export", "--store", store, "--as", "tidy");

        assertEquals(lines("tidy.csv"), tidy.outLines());
    }

    @Test
    void inATableACellWithoutMeansHasDashes() throws IOException {
        assertDone("export", "--store", store, "--as", "latex", "--output", path("cells.tex"));

        var rows = lines("cells.tex").stream()
                .filter(line -> line.startsWith("2-"))
                .map(line -> List.of(line.split(" & ")))
                .toList();
        assertEquals(
                List.of("0.1", "$1.0 \\times 10^{300}$", "0.1", "$1.0 \\times 10^{300}$"),
                rows.stream().map(row -> row.get(1)).toList());
        assertEquals(List.of("--", "--"), rows.get(1).subList(4, 6));
        assertFalse(rows.get(0).contains("--"), rows::toString);
    }

    @Test
    void mistakesTakeALineAndLeaveNothing() throws IOException {
        var mine = Files.createDirectories(folder.resolve("mine"));
        assertMistake(mine + " exists, must be a new folder", "--as", "study-csv", "--output", mine.toString());
        assertMistake(mine + " exists, must be a new file", "--as", "tidy", "--output", mine.toString());
        assertMistake("--as study-csv writes three files, must have --output and a new folder", "--as", "study-csv");
        String nowhere = path("no/such/place");
        assertMistake(nowhere + " must be in a folder that exists", "--as", "study-csv", "--output", nowhere);
        assertMistake(nowhere + " must be in a folder that exists", "--as", "latex", "--output", nowhere);
        assertFalse(Files.exists(folder.resolve("no")));
        try (var inMine = Files.list(mine)) {
            assertEquals(List.of(), inMine.toList());
        }
    }

    private static void assertMistake(String message, String... options) {
        var arguments = Stream.concat(Stream.of("export", "--store", store), Arrays.stream(options));
        var refused = Invocation.of(arguments.toArray(String[]::new));

        assertEquals(2, refused.exitCode(), refused.err());
        assertEquals("gradflow: " + message + "\n", refused.err());
        assertEquals("", refused.out());
    }
}
