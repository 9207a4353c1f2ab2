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

/** The figures of all layers, as whole command lines over a small store, beside what SQL says. */
@Tag("spark")
class LayerFigureTest {
    private static final String CONFIGURATION = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-4-1"
              activation = [relu, tanh]
              optimizer = { kind = gd, learning-rate = [0.5, 1e300] }
              epochs = 9
              log-every = 2
              diagnostics = [study, { layers = { every = 4 } }, moments, updates]
              seed = "0..2"
            }
            """;

    private static final String LEARNS = "learning_rate = 0.5";

    @TempDir
    private static Path folder;

    private static String store;
    private static int files;

    @BeforeAll
    static void train() throws IOException {
        var configuration = Files.writeString(folder.resolve("layers.conf"), CONFIGURATION);
        store = folder.resolve("store").toString();
        assertEquals(
                0,
                Invocation.of("run", configuration.toString(), "--store", store).exitCode());
    }

    private static Path newFile(String ending) {
        files++;
        return folder.resolve("figure" + files + ending);
    }

    private static Invocation figure(Path out, String... options) {
        return Invocation.of(Stream.concat(
                        Stream.of("figure", "--store", store, "--by=activation", "--out", out.toString()),
                        Stream.of(options))
                .toArray(String[]::new));
    }

    private static JsonNode specification(String... options) throws IOException {
        var out = newFile(".vl.json");
        var drawn = figure(out, options);
        assertEquals(0, drawn.exitCode(), drawn.err());
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

    private static String notes(JsonNode json) {
        return json.path("title").path("subtitle").toString();
    }

    private static List<double[]> sql(String query) {
        var answer = Invocation.of("sql", "--store", store, "--format=csv", query);
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.out()
                .lines()
                .skip(1)
                .map(line -> Stream.of(line.split(","))
                        .mapToDouble(Double::parseDouble)
                        .toArray())
                .toList();
    }

    private static void assertNear(double expected, double actual) {
        assertEquals(expected, actual, 1e-8 * Math.abs(expected) + 1e-12);
    }

    /** Of the group updates, and of layers in a rhythm of its own. */
    @Test
    void cellsAreTheMeansOfSqlFromOneEpochToTheNext() throws IOException {
        for (var metric : List.of("update_ratio", "grad_norm")) {
            var cells = rows(
                    specification("--kind=heatmap", "--layer=all", "--metric=" + metric, "--where=" + LEARNS), "cells");
            var expected =
                    sql("SELECT if(activation = 'relu', 0, 1), layer, epoch, coalesce(lead(epoch) OVER (PARTITION"
                            + " BY activation, layer ORDER BY epoch), 2 * epoch - lag(epoch) OVER (PARTITION BY"
                            + " activation, layer ORDER BY epoch)), mean FROM (SELECT activation, layer, epoch, avg("
                            + metric
                            + ") AS mean FROM layers WHERE learning_rate = 0.5 AND " + metric
                            + " IS NOT NULL GROUP BY 1, 2, 3) ORDER BY 1, 2, 3");
            // Those of one width are together.
            var inOrder = cells.stream()
                    .sorted((one, other) -> {
                        int byPanel = Integer.compare(
                                one.path("panel").asInt(), other.path("panel").asInt());
                        int byLayer = Double.compare(
                                one.path("y").asDouble(), other.path("y").asDouble());
                        int byEpoch = Double.compare(
                                one.path("x").asDouble(), other.path("x").asDouble());
                        return byPanel != 0 ? byPanel : byLayer != 0 ? byLayer : byEpoch;
                    })
                    .toList();
            assertEquals(expected.size(), inOrder.size(), metric);
            for (int i = 0; i < inOrder.size(); i++) {
                assertEquals(expected.get(i)[0], inOrder.get(i).path("panel").asDouble(), metric);
                assertEquals(expected.get(i)[1] - 1.5, inOrder.get(i).path("y").asDouble(), metric);
                assertNear(expected.get(i)[2], inOrder.get(i).path("x").asDouble());
                assertNear(expected.get(i)[3], inOrder.get(i).path("x2").asDouble());
                assertNear(expected.get(i)[4], inOrder.get(i).path("value").asDouble());
            }
        }
    }

    @Test
    void aLogarithmicMapBeginsAtTheFirstEpochAfterZero() throws IOException {
        var json = specification(
                "--kind=heatmap", "--layer=all", "--metric=z_var", "--where=" + LEARNS, "--log-x", "--x-max=8");
        var ends = rows(json, "cells").stream()
                .mapToDouble(cell -> cell.path("x2").asDouble())
                .distinct()
                .sorted()
                .toArray();
        assertEquals(4, ends.length);
        double[] expected = {4, 6, 8, 8 * 8 / 6.0};
        for (int i = 0; i < ends.length; i++) {
            assertNear(expected[i], ends[i]);
        }
        assertTrue(notes(json).contains("Epoch 0 is not shown"), notes(json));
        assertTrue(notes(json).contains("those of 9 are beyond"), notes(json));
    }

    @Test
    void moreEpochsThanCellsAreMeansOverThem() throws IOException {
        // The narrowest figure has room for 50 cells.
        var configuration = folder.resolve("layers.conf");
        var other = folder.resolve("long").toString();
        var run = Invocation.of(
                "run",
                configuration.toString(),
                "--store=" + other,
                "--set=sweep.epochs=99",
                "--set=sweep.log-every=1",
                "--set=sweep.seed=0",
                "--set=sweep.optimizer.learning-rate=0.5");
        assertEquals(0, run.exitCode(), run.err());
        var out = newFile(".vl.json");
        var drawn = Invocation.of(
                "figure",
                "--store=" + other,
                "--by=activation",
                "--kind=heatmap",
                "--layer=all",
                "--metric=z_var",
                "--width=3",
                "--dpi=30",
                "--out=" + out);
        assertEquals(0, drawn.exitCode(), drawn.err());
        var json = new ObjectMapper().readTree(out.toFile());
        var cells = rows(json, "cells");
        assertEquals(2 * 2 * 50, cells.size());
        var mean = Invocation.of(
                "sql",
                "--store=" + other,
                "--format=csv",
                "SELECT avg(z_var) FROM layers WHERE activation = 'relu' AND layer = 1 AND epoch IN (0, 1)");
        assertNear(
                Double.parseDouble(mean.outLines().get(1)),
                cells.get(0).path("value").asDouble());
        assertTrue(notes(json).contains("The epochs are cut into 50 parts"), notes(json));
    }

    @Test
    void dotsAreTheRunsOfAnEpochAndLinesTheirMeans() throws IOException {
        // Runs that diverge later have numbers at the first epoch.
        var json = specification("--kind=depth", "--at=0", "--metric=dphi_mean_abs", "--facet=learning_rate");
        var dots = rows(json, "dots");
        var expected = sql("SELECT if(learning_rate < 1, 0, 1) AS panel, if(activation = 'relu', 0, 1) AS place, layer,"
                + " dphi_mean_abs FROM layers WHERE epoch = 0 AND layer < 3 ORDER BY panel, place, layer, 4");
        assertEquals(2 * 2 * 2 * 3, expected.size());
        assertEquals(expected.size(), dots.size());
        for (int i = 0; i < dots.size(); i++) {
            assertEquals(expected.get(i)[0], dots.get(i).path("panel").asDouble());
            assertEquals(expected.get(i)[2], 1 + Math.rint(dots.get(i).path("x").asDouble()));
            boolean isLeft = dots.get(i).path("x").asDouble() < expected.get(i)[2] - 1;
            assertEquals(expected.get(i)[1] == 0, isLeft);
            assertNear(expected.get(i)[3], dots.get(i).path("y").asDouble());
        }
        var lines = rows(json, "line");
        assertEquals(2 * 2 * 2, lines.size());
        assertNear(
                dots.subList(0, 3).stream()
                        .mapToDouble(dot -> dot.path("y").asDouble())
                        .average()
                        .orElseThrow(),
                lines.get(0).path("y").asDouble());
        assertEquals("relu (n = 3)", dots.get(0).path("series").asText());
    }

    @Test
    void theLastEpochIsThatOfEachRunAndTellsWhoIsLost() throws IOException {
        var json = specification("--kind=depth", "--metric=grad_norm", "--facet=learning_rate");
        var dots = rows(json, "dots");
        var finite = sql("SELECT count(*) FROM runs WHERE outcome = 'completed'");
        assertEquals(3 * finite.get(0)[0], dots.size());
        assertTrue(finite.get(0)[0] < 12, "some runs diverge");
        assertTrue(notes(json).contains("diverged"), notes(json));
        var later = specification("--kind=depth", "--at=8", "--metric=grad_norm", "--facet=learning_rate");
        assertTrue(notes(later).contains("Runs without a finite grad_norm at epoch 8: "), notes(later));
    }

    @Test
    void picturesAreDrawn() throws IOException {
        var png = newFile(".png");
        var map = figure(png, "--kind=heatmap", "--layer=all", "--metric=z_cos_mean", "--where=" + LEARNS);
        assertEquals(0, map.exitCode(), map.err());
        assertNotNull(ImageIO.read(png.toFile()));
        var svg = newFile(".svg");
        var dots = figure(svg, "--kind=depth", "--at=0", "--metric=z_sq_mean", "--where=" + LEARNS, "--log-y");
        assertEquals(0, dots.exitCode(), dots.err());
        String text = Files.readString(svg);
        assertTrue(text.contains(">layer<") && text.contains(">z_sq_mean<"), "axes have names");
    }

    private static void assertMistake(String message, String... options) {
        var out = newFile(".png");
        var answer = figure(out, options);
        assertEquals(2, answer.exitCode(), answer.err());
        assertTrue(answer.err().startsWith("gradflow: " + message), answer.err());
        assertFalse(Files.exists(out));
    }

    @Test
    void mistakesAreToldInALine() {
        String metric = "--metric=grad_norm";
        assertMistake(
                "no run has grad_norm at epoch 2, must be an epoch that is logged and at which",
                "--kind=depth",
                "--at=2",
                metric,
                "--where=" + LEARNS);
        assertMistake("--at must be last or the number of an epoch", "--kind=depth", "--at=best", metric);
        assertMistake("--at is of --kind depth, must not be with --kind curve", "--at=0", "--metric=test_acc");
        assertMistake("--layer must be all with --kind depth, but is 1", "--kind=depth", "--layer=1", metric);
        assertMistake(
                "--layer all is of --kind layers, heatmap and depth, must be a number with --kind seeds",
                "--kind=seeds",
                "--layer=all",
                metric);
        assertMistake(
                "--metric update_norm is of the change to the next epoch, so the last row of a run has none, must be"
                        + " with --at and the number of an epoch",
                "--kind=depth",
                "--metric=update_norm");
        assertMistake("--kind depth has names on its horizontal axis", "--kind=depth", "--log-x", metric);
        assertMistake(
                "--kind heatmap of all layers has a panel for each group, must have at most two keys",
                "--kind=heatmap",
                "--layer=all",
                "--facet=learning_rate,architecture",
                metric);
        assertMistake("--band is of curves, must not be with --kind depth", "--kind=depth", "--band=ci", metric);
    }
}
