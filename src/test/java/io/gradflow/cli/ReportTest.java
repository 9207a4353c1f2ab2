package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code report} over stores of all sorts, as whole command lines; {@code ReportIT} looks at it in a browser. */
@Tag("spark")
class ReportTest {
    private static final String LOST = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [relu, tanh]
              optimizer = { kind = gd, learning-rate = [0.5, 1e300] }
              epochs = 30
              seed = "0..4"
            }
            """;

    @TempDir
    private static Path folder;

    private static String store;

    @BeforeAll
    static void train() throws IOException {
        store = trained("lost", LOST);
    }

    private static String trained(String name, String configuration) throws IOException {
        var file = Files.writeString(folder.resolve(name + ".conf"), configuration);
        var made = folder.resolve(name).toString();
        var run = Invocation.of("run", file.toString(), "--store", made);
        assertEquals(0, run.exitCode(), run.err());
        return made;
    }

    private static Invocation report(String of, Path out, String... options) {
        return Invocation.of(
                Stream.concat(Stream.of("report", "--store", of, "--out", out.toString()), Stream.of(options))
                        .toArray(String[]::new));
    }

    private static String page(String name, String of, String... options) throws IOException {
        var out = folder.resolve(name + ".html");
        var written = report(of, out, options);
        assertEquals(0, written.exitCode(), written.err());
        return Files.readString(out);
    }

    private static JsonNode data(String page) throws IOException {
        String start = "type=\"application/json\">";
        int from = page.indexOf(start) + start.length();
        return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    private static void assertMistake(Invocation answer, String message) {
        assertEquals(2, answer.exitCode(), answer.err());
        assertTrue(answer.err().startsWith("gradflow: " + message), answer.err());
    }

    private static JsonNode curve(JsonNode data, String metric, int cell) {
        for (var curve : data.path("curves").path(metric)) {
            if (curve.path("c").asInt() == cell) {
                return curve;
            }
        }
        return data.path("none");
    }

    @Test
    void thePageHasTheNumbersOfSql() throws IOException {
        String page = page("numbers", store);
        var data = data(page);
        assertEquals("activation", data.path("keys").get(0).path("name").asText());
        assertEquals("learning_rate", data.path("keys").get(1).path("name").asText());
        var rows = Invocation.of(
                        "sql",
                        "--store",
                        store,
                        "--format=csv",
                        "SELECT epoch, runs, test_loss_finite, test_loss_finite_mean, test_loss_finite_std,"
                                + " test_loss_finite_min, test_loss_finite_max FROM curves WHERE activation = 'tanh'"
                                + " AND learning_rate < 1 ORDER BY epoch")
                .outLines();
        var curve = curve(data, "test_loss", 2);
        assertEquals(31, rows.size() - 1);
        assertEquals(31, curve.path("e").size());
        for (int i = 0; i <= 30; i++) {
            var row = rows.get(i + 1).split(",", -1);
            assertEquals(Integer.parseInt(row[0]), curve.path("e").get(i).asInt());
            assertEquals(Integer.parseInt(row[2]), curve.path("n").asInt());
            int place = 3;
            for (var name : new String[] {"m", "s", "l", "h"}) {
                double expected = Double.parseDouble(row[place]);
                assertEquals(expected, curve.path(name).get(i).asDouble(), 1e-5 * Math.abs(expected));
                place++;
            }
        }
        var cell = data.path("cells").get(1);
        assertEquals(5, cell.path("runs").asInt());
        assertEquals(5, cell.path("completed").asInt() + cell.path("diverged").asInt());
        assertTrue(page.contains("replay --store " + store + " --task "), "no command");
        assertTrue(page.contains("Digest of all rows"), "no digest");
        assertTrue(data.path("figures").has("survival") && data.path("figures").has("forest"), "no figures");
    }

    @Test
    void whereNothingIsLeftAllIsSaid() throws IOException {
        String page = page("diverged", store, "--where", "outcome = 'diverged' AND activation = 'relu'");
        assertTrue(page.contains("diverged or failed"), "nobody says it");
        assertEquals(0, data(page).path("last").path("test_loss").size());
        assertMistake(
                report(store, folder.resolve("none.html"), "--where", "scale = 77"),
                "no run has ended where scale = 77, so there is nothing to report");
        assertFalse(Files.exists(folder.resolve("none.html")));
    }

    @Test
    void oneRunOfOneEpochHasAPage() throws IOException {
        String one = trained("one", """
                sweep {
                  dataset = { kind = xor, n = 20 }
                  loss = mean_squared_error
                  architecture = "2-2-1"
                  activation = tanh
                  epochs = 0
                  seed = 7
                }
                """);
        String page = page("one", one);
        assertTrue(page.contains("1 network."), "the lead");
        assertTrue(page.contains("nothing to compare"), "the comparison");
        assertEquals(1, data(page).path("cells").size());
    }

    @Test
    void whatIsAskedWronglyIsRefused() throws IOException {
        var there = Files.writeString(folder.resolve("there.html"), "mine");
        assertMistake(report(store, there), there + " exists, must be a new file");
        assertEquals("mine", Files.readString(there));
        assertMistake(report(store, folder.resolve("page.pdf")), "a report must be a file that ends in .html");
        assertMistake(report(store, folder.resolve("a.html"), "--reach", "nonsense >"), "'nonsense >' is no condition");
        assertMistake(report(store, folder.resolve("b.html"), "--where", "colour = 3"), "");
        assertMistake(report(store, folder.resolve("c.html"), "--reach", "test_ac > 1"), "");
        assertMistake(report(store, folder.resolve("d.html"), "--format=csv"), "a report is HTML");
        assertFalse(Files.exists(folder.resolve("a.html")) || Files.exists(folder.resolve("c.html")));
        assertMistake(
                Invocation.of("run", "conf/quick.conf", "--store", store, "--report", there.toString()),
                there + " exists, must be a new file");
    }
}
