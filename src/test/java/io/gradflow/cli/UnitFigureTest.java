package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lives of hidden units as a figure, as whole command lines over a small store, beside what SQL says. */
@Tag("spark")
class UnitFigureTest {
    private static final String CONFIGURATION = """
            sweep {
              dataset = { kind = xor, n = 44 }
              architecture = "2-5-17-3-1"
              epochs = 60
              diagnostics = [study, units]
              seed = "0..1"
              grids = [
                { activation = relu, scale = 1, optimizer = { kind = gd, learning-rate = 1.5 } }
                { activation = relu, scale = 1, optimizer = { kind = gd, learning-rate = 1e300 } }
                { activation = tanh, scale = 9, optimizer = { kind = gd, learning-rate = 2 } }
              ]
            }
            """;

    private static final String RELU = "activation = 'relu' AND learning_rate = 1.5D AND seed = 0";
    private static final String TANH = "activation = 'tanh' AND seed = 0";

    @TempDir
    private static Path folder;

    private static String store;
    private static int files;

    /** A part of a unit's line. */
    private record Piece(String mark, String series, int layer, int unit, int from, int to) {}

    @BeforeAll
    static void train() throws IOException {
        var configuration = Files.writeString(folder.resolve("units.conf"), CONFIGURATION);
        store = folder.resolve("store").toString();
        var run = Invocation.of("run", configuration.toString(), "--store", store);
        assertEquals(0, run.exitCode(), run.err());
    }

    private static Invocation figure(Path out, String... options) {
        return Invocation.of(
                Stream.concat(Stream.of("figure", "--store", store, "--out", out.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static Path newFile(String ending) {
        files++;
        return folder.resolve("figure" + files + ending);
    }

    private static JsonNode specification(String where) throws IOException {
        var out = newFile(".vl.json");
        var drawn = figure(out, "--kind=units", "--where=" + where);
        assertEquals(0, drawn.exitCode(), drawn.err());
        return new ObjectMapper().readTree(out.toFile());
    }

    /** What is drawn between each two points of a line, without gaps, and from one dot to the next. */
    private static List<Piece> pieces(JsonNode json) {
        var pieces = new ArrayList<Piece>();
        JsonNode before = null;
        for (var row : json.path("data").path("values")) {
            if (before != null && !row.path("y").isNull()) {
                String mark = row.path("mark").asText();
                pieces.add(new Piece(
                        mark,
                        row.path("series").asText().replaceAll(" .*", ""),
                        row.path("panel").asInt() + 1,
                        row.path("y").asInt(),
                        before.path("x").asInt(),
                        row.path("x").asInt()));
                before = null;
            } else {
                before = row.path("y").isNull() ? null : row;
            }
        }
        return pieces;
    }

    private static List<String> sql(String query) {
        var answer = Invocation.of("sql", "--store", store, "--format=csv", query);
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.outLines().subList(1, answer.outLines().size());
    }

    /** The pieces of one series and mark, as SQL prints them. */
    private static List<String> rows(List<Piece> pieces, String mark, String series) {
        return pieces.stream()
                .filter(piece -> piece.mark().equals(mark) && piece.series().equals(series))
                .map(piece -> piece.layer() + "," + piece.unit() + "," + piece.from() + "," + piece.to())
                .sorted()
                .toList();
    }

    private static List<String> stays(String where, String state, boolean isInterrupted) {
        return sql("SELECT layer, unit, " + state + "_first_epoch, " + state + "_last_epoch FROM units WHERE " + where
                        + " AND " + state + "_revived " + (isInterrupted ? ">" : "<=") + " if(" + state
                        + ", 0, 1) AND " + state + "_first_epoch IS NOT NULL")
                .stream()
                .sorted()
                .toList();
    }

    /** The lines of a unit reach from the first epoch to the last, without overlap. */
    private static void assertCoversAllEpochs(List<Piece> pieces, int units) {
        Map<List<Integer>, Integer> lengths =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        pieces.stream()
                .filter(piece -> !piece.mark().equals("dots"))
                .forEach(piece ->
                        lengths.merge(List.of(piece.layer(), piece.unit()), piece.to() - piece.from(), Integer::sum));
        assertEquals(units, lengths.size());
        lengths.forEach((unit, length) -> assertEquals(60, length, "layer and unit " + unit));
    }

    @Test
    void rectifiersAreDeadFromTheFirstToTheLastEpochOfSql() throws IOException {
        var pieces = pieces(specification(RELU));
        var dead = stays(RELU, "dead", false);
        var revived = stays(RELU, "dead", true);
        assertFalse(dead.isEmpty());
        assertFalse(revived.isEmpty());
        assertEquals(dead, rows(pieces, "line", "dead"));
        assertEquals(revived, rows(pieces, "thin", "dead"));
        assertEquals(revived, rows(pieces, "dots", "dead"));
        // They are silent and saturated where they are dead, which is told once.
        assertTrue(pieces.stream().allMatch(piece -> List.of("dead", "alive").contains(piece.series())));
        assertCoversAllEpochs(pieces, 25);
    }

    @Test
    void ofSeveralStatesTheFirstIsShown() throws IOException {
        var pieces = pieces(specification(TANH));
        assertEquals(stays(TANH, "silent", false), rows(pieces, "line", "silent"));
        assertTrue(pieces.stream().anyMatch(piece -> piece.series().equals("silent")), pieces::toString);
        assertTrue(pieces.stream().anyMatch(piece -> piece.series().equals("saturated")), pieces::toString);
        assertCoversAllEpochs(pieces, 25);
    }

    @Test
    void theLegendCountsUnitsInTheEnd() throws IOException {
        var json = specification(RELU);
        String dead = sql("SELECT count_if(dead) FROM units WHERE " + RELU).get(0);
        assertTrue(json.toString().contains("dead (" + dead + " of 25 in the end)"), dead);
        String notes = json.path("title").path("subtitle").toString();
        assertTrue(
                notes.contains("The run with activation = relu, scale = 1.0, learning_rate = 1.5, seed = 0."), notes);
    }

    @Test
    void aRunThatDivergesIsDrawnAndTold() throws IOException {
        var json = specification("outcome = 'diverged' AND seed = 1");
        String notes = json.path("title").path("subtitle").toString();
        assertTrue(notes.matches(".*The run diverged at epoch \\d+, at which its units are in no state.*"), notes);
    }

    @Test
    void picturesHaveAPanelForEachLayer() throws IOException {
        var svg = newFile(".svg");
        assertEquals(0, figure(svg, "--kind=units", "--where=" + RELU).exitCode());
        String text = Files.readString(svg);
        assertTrue(text.contains(">layer 1<") && text.contains(">layer 3<") && !text.contains(">layer 4<"));
    }

    private static void assertMistake(String message, String... options) {
        var out = newFile(".png");
        var answer = figure(out, options);
        assertEquals(2, answer.exitCode(), answer.err());
        assertTrue(answer.err().startsWith("gradflow: " + message), answer.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void mistakesAreToldInALine() throws IOException {
        assertMistake(
                "2 runs have ended where activation = 'tanh', must be one: --where must name it, such as \"task = '",
                "--kind=units",
                "--where=activation = 'tanh'");
        assertMistake("no run has ended where seed = 7", "--kind=units", "--where=seed = 7");
        assertMistake(
                "--kind units has a line for each hidden unit of one run, must not be with --metric, --by",
                "--kind=units",
                "--by=activation");
        var plain = folder.resolve("plain").toString();
        var run = Invocation.of(
                "run",
                folder.resolve("units.conf").toString(),
                "--store=" + plain,
                "--set=sweep.diagnostics=[study]",
                "--set=sweep.epochs=1");
        assertEquals(0, run.exitCode(), run.err());
        var answer = Invocation.of("figure", "--store=" + plain, "--kind=units", "--out=" + newFile(".png"));
        assertEquals(2, answer.exitCode());
        assertTrue(
                answer.err()
                        .startsWith("gradflow: --kind units needs a store with the group units, but this one was"
                                + " made with sweep.diagnostics = "),
                answer.err());
    }
}
