package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lives of hidden units, as whole command lines: networks that die, revive, saturate, or are born dead. */
@Tag("spark")
class UnitsEndToEndTest {
    private static final String CONFIGURATION = """
            sweep {
              dataset = { kind = xor, n = 44 }
              architecture = "2-5-17-3-1"
              epochs = 25
              log-every = 2
              diagnostics = [study, layers, units]
              seed = "0..2"
              grids = [
                { activation = relu, scale = 1, optimizer = { kind = gd, learning-rate = 1.5 } }
                { activation = relu, scale = 0, optimizer = { kind = gd, learning-rate = 0.1 } }
                { activation = relu, scale = 1, optimizer = { kind = gd, learning-rate = 1e300 } }
                { activation = hard_tanh, scale = 9, optimizer = { kind = gd, learning-rate = 1.5 } }
                { activation = sin, scale = 1, optimizer = { kind = gd, learning-rate = 0.1 } }
              ]
            }
            """;

    /** The units of networks that were trained to the end. */
    private static final String TRAINED = " FROM units WHERE outcome = 'completed' AND activation = ";

    @TempDir
    private static Path folder;

    private static String store;

    @BeforeAll
    static void train() throws IOException {
        Files.writeString(folder.resolve("units.conf"), CONFIGURATION);
        store = folder.resolve("store").toString();
        var run = run(store);
        assertEquals(0, run.exitCode(), run.err());
    }

    private static Invocation run(String into, String... options) {
        return Invocation.of(Stream.concat(
                        Stream.of("run", folder.resolve("units.conf").toString(), "--store", into), Stream.of(options))
                .toArray(String[]::new));
    }

    private static List<String> csv(String query) {
        var answer = Invocation.of("sql", "--store", store, "--format=csv", query);
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.outLines().subList(1, answer.outLines().size());
    }

    @Test
    void eachUnitOfATaskHasARow() {
        assertEquals(
                List.of("1,5,15", "2,17,15", "3,3,15"),
                csv("SELECT layer, max(unit), count(DISTINCT task) FROM units GROUP BY layer ORDER BY layer"));
        assertEquals(List.of("375"), csv("SELECT count(*) FROM units"));
        assertEquals(
                "activation,scale,learning_rate,seed,layer,unit,dead,dead_first_epoch,dead_last_epoch,dead_revived,"
                        + "born_dead,silent,silent_first_epoch,silent_last_epoch,silent_revived,born_silent,saturated,"
                        + "saturated_first_epoch,saturated_last_epoch,saturated_revived,born_saturated,outcome",
                Invocation.of("sql", "--store", store, "--format=csv", "SELECT * FROM units LIMIT 1")
                        .outLines()
                        .get(0)
                        .replaceAll(",(dataset|architecture|init|loss|optimizer|epochs|seeding|batch)\\b.*", ""));
    }

    @Test
    void rowsOfUnitsAddUpToTheCountsOfLayers() {
        assertAddUp("dead", "silent", "saturated", "l.epoch = r.outcome_epoch");
        assertAddUp("born_dead", "born_silent", "born_saturated", "l.epoch = 0");
    }

    private static void assertAddUp(String dead, String silent, String saturated, String when) {
        assertEquals(
                List.of("36,0"),
                csv("SELECT count(*), count_if(a <> dead_count OR b <> silent_count OR c <>"
                        + " coalesce(saturated_count, 0)) FROM (SELECT task, layer, count_if(" + dead
                        + ") AS a, count_if(" + silent + ") AS b, count_if(" + saturated + ") AS c FROM units"
                        + " WHERE outcome = 'completed' GROUP BY task, layer) JOIN layers l USING (task, layer)"
                        + " JOIN runs r USING (task) WHERE " + when));
    }

    @Test
    void rectifiersDieAndRevive() {
        assertEquals(
                List.of("true,true,true,true"),
                csv("SELECT count_if(dead AND NOT born_dead AND dead_first_epoch > 0) > 0, sum(dead_revived) > 0,"
                        + " bool_and(dead_first_epoch <= dead_last_epoch), bool_and(NOT dead OR dead_last_epoch = 25)"
                        + TRAINED + "'relu' AND learning_rate = 1.5D"));
        // An end of a state that was seen is a start that was seen, too.
        assertEquals(
                List.of("0"),
                csv("SELECT count_if(dead_revived > 0 AND dead_first_epoch IS NULL OR dead_revived = 0 AND NOT dead AND"
                        + " dead_first_epoch IS NOT NULL)" + TRAINED + "'relu'"));
    }

    @Test
    void clippedUnitsSaturate() {
        assertEquals(
                List.of("true,true"),
                csv("SELECT count_if(saturated AND dead) > 0, count_if(born_saturated) > 0" + TRAINED + "'hard_tanh'"));
    }

    @Test
    void nothingIsKnownOfSaturationWithoutALimit() {
        assertEquals(
                List.of("75,75,0,0"),
                csv("SELECT count(*), count(dead), count(saturated), count(saturated_revived)" + TRAINED + "'sin'"));
    }

    @Test
    void networksOfZerosAreBornDead() {
        assertEquals(
                List.of("75,75,0,25"),
                csv("SELECT count_if(born_dead), count_if(dead), max(dead_revived), min(dead_last_epoch)" + TRAINED
                        + "'relu' AND scale = 0D"));
        assertEquals(
                List.of("1.0,1.0,0.0"),
                csv("SELECT born_dead_mean, constant_output_mean, born_dead_std FROM cells WHERE scale = 0D"));
        assertEquals(List.of("0.0"), csv("SELECT max(constant_output) FROM epochs WHERE activation = 'sin'"));
        assertEquals(List.of("14"), csv("SELECT count(born_dead_mean) FROM curves WHERE scale = 0D"));
    }

    @Test
    void livesOfARunThatDivergesEndBefore() {
        assertEquals(
                List.of("75,75,true"),
                csv("SELECT count(*), count(dead), bool_and(coalesce(dead_last_epoch < outcome_epoch, true)) FROM units"
                        + " JOIN runs USING (task) WHERE runs.outcome = 'diverged'"));
    }

    @Test
    void otherCommandsHaveTheMetrics() {
        var tidy = Invocation.of("export", "--store", store, "--as", "tidy");
        assertTrue(tidy.out().contains(",constant_output,") && tidy.out().contains(",2,dead_count,"), tidy.err());
        var report = Invocation.of(
                "report", "--store", store, "--out", folder.resolve("r.html").toString());
        assertEquals(0, report.exitCode(), report.err());
        var replay = Invocation.of("replay", "--store", store, "--where", "activation = 'hard_tanh' AND seed = 1");
        assertEquals(0, replay.exitCode(), replay.err());
    }

    @Test
    void unitsSurviveRebuildingAndCompaction() throws IOException {
        String copy = folder.resolve("copy").toString();
        assertEquals(0, run(copy, "--set", "execution.wave-seconds=1").exitCode());
        Files.delete(Path.of(copy, "store.json"));
        var rebuilt = Invocation.of("verify", "--rebuild", "--digest=all", "--store", copy);
        assertEquals(0, rebuilt.exitCode(), rebuilt.err());
        assertEquals(0, Invocation.of("compact", "--store", copy).exitCode());
        var verified = Invocation.of("verify", "--digest=all", "--store", copy);
        assertEquals(rebuilt.out(), verified.out(), verified.err());
        var original = Invocation.of("verify", "--digest=all", "--store", store);
        assertEquals(lastOf(original), lastOf(verified));
    }

    private static String lastOf(Invocation invocation) {
        return invocation.outLines().get(invocation.outLines().size() - 1);
    }

    @Test
    void aStoreWithoutTheGroupHasNoUnits() {
        String plain = folder.resolve("plain").toString();
        assertEquals(0, run(plain, "--set", "sweep.diagnostics=[study, layers]").exitCode());
        var view = Invocation.of("sql", "--store", plain, "SELECT * FROM units");
        assertEquals(2, view.exitCode());
        assertTrue(
                view.err()
                        .contains(
                                "A store has the view units if it was made with the group units (sweep.diagnostics)."),
                view.err());
        var column = Invocation.of("sql", "--store", plain, "SELECT constant_output FROM epochs");
        assertEquals(2, column.exitCode());
        assertTrue(
                column.err()
                        .contains("Rows have constant_output where a store was made with the group units"
                                + " (sweep.diagnostics)."),
                column.err());
        var columns = Invocation.of("sql", "--store", plain, "--format=csv", "SELECT * FROM epochs LIMIT 1");
        assertFalse(columns.outLines().get(0).matches(".*(constant_output|born_dead|units).*"), columns.out());
        var cells = Invocation.of("sql", "--store", plain, "--format=csv", "SELECT * FROM cells LIMIT 1");
        assertFalse(cells.outLines().get(0).matches(".*(constant_output|born_dead).*"), cells.out());
        var script = Invocation.of("export", "--store", plain, "--as", "duckdb");
        assertFalse(script.out().contains("VIEW units"));
        // The default digest is of the columns that all stores have.
        assertEquals(
                lastOf(Invocation.of("verify", "--digest", "--store", plain)),
                lastOf(Invocation.of("verify", "--digest", "--store", store)));
    }
}
