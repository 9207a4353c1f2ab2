package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code figure} over a small store in which a third of the runs diverge and others have no hidden layer, as whole
 * command lines.
 */
@Tag("spark")
class FigureTest {
    private static final String CONFIGURATION = """
            sweep {
              dataset = { kind = xor, n = 40 }
              activation = [relu, tanh]
              epochs = 60
              seed = "0..4"
              grids = [
                {
                  architecture = "2-3-1"
                  scale = [0.5, 2]
                  optimizer = [{ kind = gd, learning-rate = 0.5 }, { kind = gd, learning-rate = 1e300 }]
                }
                { architecture = "2-1", scale = 1, optimizer = { kind = gd, learning-rate = 0.25 } }
              ]
            }
            """;

    private static final String LEARNS = "learning_rate = 0.5";

    @TempDir
    private static Path folder;

    private static String store;
    private static int files;

    @BeforeAll
    static void train() throws IOException {
        var configuration = Files.writeString(folder.resolve("figure.conf"), CONFIGURATION);
        store = folder.resolve("store").toString();
        assertEquals(
                0,
                Invocation.of("run", configuration.toString(), "--store", store).exitCode());
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

    private static JsonNode specification(String... options) throws IOException {
        var out = newFile(".vl.json");
        var drawn = figure(out, options);
        assertEquals(0, drawn.exitCode(), drawn.err());
        assertEquals("", drawn.out());
        return new ObjectMapper().readTree(out.toFile());
    }

    private static List<JsonNode> rows(JsonNode json, String mark) {
        var rows = new ArrayList<JsonNode>();
        json.path("data").path("values").forEach(row -> {
            if (row.path("mark").asText().equals(mark)) {
                rows.add(row);
            }
        });
        return rows;
    }

    private static List<List<String>> sql(String query) {
        var answer = Invocation.of("sql", "--store", store, "--format=csv", query);
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.out()
                .lines()
                .skip(1)
                .map(line -> List.of(line.split(",", -1)))
                .toList();
    }

    private static void assertMistake(Invocation answer, String message) {
        assertEquals(2, answer.exitCode(), answer.err());
        assertEquals("", answer.out());
        assertTrue(answer.err().startsWith("gradflow: " + message), answer.err());
    }

    @Test
    void curvesAreTheMeansAndDeviationsOfSql() throws IOException {
        var json = specification("--metric=test_loss", "--by=activation", "--facet=scale", "--where=" + LEARNS);
        var expected = sql("SELECT scale, activation, epoch, test_loss_mean, test_loss_mean - test_loss_std,"
                + " test_loss_mean + test_loss_std FROM curves WHERE learning_rate = 0.5 ORDER BY 1, 2, 3");
        var lines = rows(json, "line");
        var bands = rows(json, "band");
        assertEquals(4 * 61, lines.size());
        for (int i = 0; i < lines.size(); i++) {
            var row = expected.get(i);
            assertEquals(
                    row.get(0).equals("0.5") ? 0 : 1, lines.get(i).path("panel").asInt());
            assertEquals(row.get(1) + " (n = 5)", lines.get(i).path("series").asText());
            assertEquals(Integer.parseInt(row.get(2)), lines.get(i).path("x").asInt());
            assertNear(row.get(3), lines.get(i).path("y"));
            assertNear(row.get(4), bands.get(i).path("low"));
            assertNear(row.get(5), bands.get(i).path("high"));
        }
    }

    private static void assertNear(String expected, JsonNode actual) {
        double number = Double.parseDouble(expected);
        assertEquals(number, actual.asDouble(), 1e-8 * Math.abs(number) + 1e-12);
    }

    @Test
    void runsThatDivergeAreCountedAndNotInMeans() throws IOException {
        var json = specification(
                "--metric=train_loss", "--by=learning_rate", "--facet=activation", "--where=scale = 2", "--band=ci");
        var finite = sql("SELECT count(*), count_if(outcome = 'completed') FROM runs WHERE scale = 2 AND learning_rate"
                + " > 1 GROUP BY activation");
        var series = rows(json, "line").stream()
                .map(row -> row.path("series").asText())
                .distinct()
                .toList();
        assertEquals("0.5 (n = 5)", series.get(0));
        String notes = json.path("title").path("subtitle").toString();
        assertTrue(finite.stream().anyMatch(row -> !row.get(0).equals(row.get(1))), finite::toString);
        assertTrue(notes.contains("diverged"), notes);
        assertTrue(series.size() == 1 || series.get(1).contains(" of 5"), series::toString);
    }

    /** A run that was ended before its first wave leaves such a store. */
    @Test
    void aStoreWithoutRowsIsDrawnAndSaysSo() throws IOException {
        var empty = Files.createDirectory(folder.resolve("empty"));
        Files.copy(Path.of(store, "store.json"), empty.resolve("store.json"));
        var out = newFile(".vl.json");
        var drawn = Invocation.of(
                "figure",
                "--store=" + empty,
                "--out=" + out,
                "--kind=heatmap",
                "--metric=test_acc",
                "--by=activation,scale");
        assertEquals(0, drawn.exitCode(), drawn.err());
        var json = new ObjectMapper().readTree(out.toFile());
        assertEquals(0, json.path("data").path("values").size());
        assertTrue(json.path("title").path("subtitle").toString().contains("nothing to draw"), json::toString);
        var page = newFile(".html");
        var report = Invocation.of("report", "--store=" + empty, "--out=" + page);
        assertEquals(0, report.exitCode(), report.err());
        assertTrue(Files.readString(page).contains("No network has ended yet"));
    }

    private static JsonNode views(JsonNode json) {
        return json.path("layer").get(0).path("encoding");
    }

    @Test
    void everyKindIsDrawn() throws IOException {
        String[] common = {"--metric=test_acc", "--by=activation", "--where=" + LEARNS + " AND scale = 2"};
        assertEquals(
                10 * 61,
                rows(specification(with(common, "--kind=seeds")), "thin").size());
        var distribution = specification(with(common, "--kind=distribution"));
        assertEquals(10, rows(distribution, "dots").size());
        assertEquals(4, rows(distribution, "neutral").size());
        var ends = rows(distribution, "dots").stream()
                .mapToDouble(row -> row.path("y").asDouble())
                .summaryStatistics();
        double middle = (ends.getMin() + ends.getMax()) / 2;
        long above = rows(distribution, "dots").stream()
                .filter(row -> row.path("y").asDouble() >= middle)
                .count();
        var histogram = specification(with(common, "--kind=histogram", "--x-min=" + middle));
        int inBins = rows(histogram, "bars").stream()
                .mapToInt(row -> row.path("y").asInt())
                .sum();
        assertEquals(above, inBins);
        String notes = histogram.path("title").path("subtitle").toString();
        assertTrue(
                notes.matches(".*\\b" + (10 - above) + " runs? (is|are) beyond the ends of the horizontal axis.*"),
                notes);
        var forest = rows(specification(with(common, "--kind=forest")), "intervals");
        var compared = Invocation.of(
                "compare", "--store", store, "--by=activation", "--where=" + LEARNS + " AND scale = 2", "--format=csv");
        var pair = List.of(compared.out().lines().toList().get(1).split(",", -1));
        assertEquals(1, forest.size());
        assertNear(pair.get(4), forest.get(0).path("x"));
        var cells = rows(
                specification("--kind=heatmap", "--metric=test_acc", "--by=activation,scale", "--where=" + LEARNS),
                "cells");
        var means = sql("SELECT avg(test_acc_mean) FROM cells WHERE learning_rate = 0.5 AND scale = 2 AND activation ="
                + " 'relu'");
        assertEquals(4, cells.size());
        assertNear(
                means.get(0).get(0),
                cells.stream()
                        .filter(cell ->
                                cell.path("x").asDouble() < 0 && cell.path("y").asDouble() > 0)
                        .findFirst()
                        .orElseThrow()
                        .path("value"));
        var layers = specification(
                "--layer=all", "--metric=grad_norm", "--by=activation", "--where=" + LEARNS + " AND scale = 2");
        assertEquals(
                List.of("layer 1 (n = 5)", "layer 2 (n = 5)"),
                rows(layers, "line").stream()
                        .map(row -> row.path("series").asText())
                        .distinct()
                        .sorted()
                        .toList());
        assertEquals(2 * 2 * 61, rows(layers, "line").size());
        var steps = rows(
                specification(
                        "--kind=survival",
                        "--reach=train_acc >= 0.6",
                        "--by=activation",
                        "--where=" + LEARNS + " AND scale = 2"),
                "steps");
        var reached = Invocation.of(
                "reach",
                "train_acc >= 0.6",
                "--store",
                store,
                "--by=activation",
                "--where=" + LEARNS + " AND scale = 2",
                "--show=curve",
                "--format=csv");
        var last = List.of(reached.outLines().get(reached.outLines().size() - 1).split(",", -1));
        assertNear(last.get(6), steps.get(steps.size() - 1).path("y"));
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Stream.of(options), Stream.of(more)).toArray(String[]::new);
    }

    @Test
    void picturesAppearWholeAndNextToNothingElse() throws IOException {
        var png = newFile(".png");
        // Of all runs, which is no condition.
        String[] ofAll = {"--kind=distribution", "--metric=test_acc", "--by=activation,architecture,learning_rate,scale"
        };
        var hostile = "--title=</script>&\"\u2028";
        String[] asked = {"--metric=test_acc", "--by=activation", "--where=scale < 1 AND " + LEARNS, hostile};
        assertEquals(0, figure(png, ofAll).exitCode());
        assertNotNull(ImageIO.read(png.toFile()));
        var svg = newFile(".svg");
        assertEquals(0, figure(svg, asked).exitCode());
        String text = Files.readString(svg);
        assertTrue(text.contains("&lt;/script"), "escaped title");
        assertTrue(text.contains("scale &lt; 1"), "the condition is in the notes");
        var again = figure(svg, asked);
        assertMistake(again, svg + " exists, must be a new file");
        assertEquals(text, Files.readString(svg));
        try (var all = Files.list(folder)) {
            assertFalse(all.anyMatch(file -> file.getFileName().toString().endsWith(".part")));
        }
    }

    @Test
    void logarithmicAxesTellWhatTheyCannotShow() throws IOException {
        var json = specification(
                "--metric=test_acc",
                "--by=activation",
                "--where=" + LEARNS + " AND scale = 2",
                "--log-x",
                "--x-max=20");
        var lines = rows(json, "line");
        assertEquals(2 * 20, lines.size());
        assertEquals(1, lines.get(0).path("x").asInt());
        assertEquals(
                20, views(json).path("x").path("scale").path("domain").get(1).asDouble());
        String notes = json.path("title").path("subtitle").toString();
        assertTrue(notes.contains("2 points are at 0 or below"), notes);
        assertTrue(notes.contains("those of 21 to 60 are beyond the ends of the horizontal axis"), notes);
    }

    @Test
    void mistakesAreToldInALineAndLeaveNothing() {
        var out = newFile(".png");
        assertMistake(
                figure(out, "--metric=test_acc", "--by=activation", "--facet=scale"),
                "learning_rate varies within a group (0.5 to 1.0E300), must be in --by or --facet");
        assertMistake(
                figure(
                        out,
                        "--metric=test_acc,limit_rate",
                        "--by=activation",
                        "--where=scale = 1 AND activation = 'relu'"),
                "no completed run of relu has a number as its limit_rate, must be a metric that these runs have");
        assertMistake(
                figure(out, "--metric=test_acc", "--by=activation", "--where=" + LEARNS + " AND rand() < 0.5"),
                "--where learning_rate = 0.5 AND rand() < 0.5 may choose other runs each time it is asked");
        assertMistake(figure(out, "--metric=test_ac", "--by=activation"), "--metric test_ac is no metric of networks");
        assertMistake(figure(out, "--metric=test_acc", "--by=activatoin"), "--by activatoin is no key");
        assertMistake(figure(out, "--metric=test_acc"), "--by is missing");
        assertMistake(figure(out, "--by=scale"), "--metric is missing");
        assertMistake(figure(newFile(".gif"), "--metric=test_acc", "--by=scale"), "--out must be a file that ends");
        assertMistake(figure(out, "--kind=survival", "--by=scale"), "--kind survival must have --reach");
        assertMistake(
                figure(out, "--kind=pie", "--metric=test_acc", "--by=scale"), "Invalid value for option '--kind'");
        assertMistake(
                figure(out, "--metric=test_acc", "--by=scale", "--facet=scale"), "--facet scale must not be in --by");
        assertMistake(
                figure(out, "--metric=test_acc", "--by=scale", "--log-x", "--x-min=0"), "--x-min must be above 0");
        assertMistake(figure(out, "--metric=test_acc", "--by=scale", "--width=900"), "--width must be from 3 to 200");
        assertMistake(figure(out, "--metric=grad_norm", "--by=scale", "--layer=0"), "--layer must be a weight layer");
        assertMistake(
                figure(out, "--metric=test_acc", "--by=scale", "--where=scale = 7"),
                "no run has ended where scale = 7");
        assertMistake(
                figure(out, "--metric=grad_norm", "--layer=all", "--by=activation,scale", "--facet=learning_rate"),
                "--kind layers has a panel for each group, must have at most two keys");
        assertMistake(
                figure(out, "--kind=distribution", "--metric=test_acc", "--by=scale", "--x-min=1"),
                "--kind distribution has names on its horizontal axis");
        assertMistake(
                figure(out, "--metric=test_acc", "--by=scale", "--y-max=Infinity"),
                "--y-min and --y-max must be finite");
        assertMistake(
                figure(out, "--metric=test_acc", "--by=scale", "--format=json"),
                "the end of --out tells the format of a figure");
        assertMistake(
                figure(out, "--metric=test_acc", "--by=scale", "--preset=study"), "--preset has figures of its own");
        assertFalse(Files.exists(out));
    }
}
