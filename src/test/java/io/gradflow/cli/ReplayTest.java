package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code replay} of runs of every sort, as whole command lines. */
@Tag("spark")
class ReplayTest {
    private static final String CONFIGURATION = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [relu, { kind = leaky_relu, slope = 0.2 }]
              scale = [0.5, 2]
              epochs = 20
              log-every = 3
              seed = "0..2"
              grids = [
                { optimizer = { kind = gd, learning-rate = [0.5, 1e300] } }
                { optimizer = { kind = adam, beta1 = 0.8 }, batch = { kind = mini, size = 7 }, schedule = cosine }
                { architecture = "2-5-4-1", data-seed = "0..1", init-seed = 3 }
                {
                  dataset = { kind = two_gaussians, n = 40, features = 3 }
                  architecture = "3-70-1", optimizer = momentum, activation = relu, scale = 2
                }
              ]
            }
            """;

    @TempDir
    private static Path folder;

    private static String store;

    @BeforeAll
    static void train() throws IOException {
        var configuration = Files.writeString(folder.resolve("replay.conf"), CONFIGURATION);
        store = folder.resolve("store").toString();
        var run = Invocation.of("run", configuration.toString(), "--store", store);
        assertEquals(0, run.exitCode(), run.err());
    }

    private static Invocation command(String name, String... options) {
        return Invocation.of(Stream.concat(Stream.of(name, "--store", store), Stream.of(options))
                .toArray(String[]::new));
    }

    private static List<String> csv(String query, String... options) {
        var answer = command(
                "sql",
                Stream.concat(Stream.of("--format=csv", query), Stream.of(options))
                        .toArray(String[]::new));
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.outLines().subList(1, answer.outLines().size());
    }

    private static void assertMistake(Invocation answer, String message) {
        assertEquals(2, answer.exitCode(), answer.err());
        assertEquals("", answer.out());
        assertTrue(answer.err().startsWith("gradflow: " + message), answer.err());
        assertEquals(1, answer.errLines().size(), answer.err());
    }

    /** Rows of the epochs 0, 3, ..., 18 and 20; a run that diverges has fewer. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "learning_rate = 0.5 AND activation = 'leaky_relu' AND scale = 2 AND seed = 1 | completed,8,0",
                "outcome = 'diverged' AND activation = 'relu' AND scale = 0.5 AND seed = 2 | diverged,2,0",
                "optimizer = 'adam' AND activation = 'relu' AND scale = 0.5 AND seed = 0 | completed,8,0",
                "data_seed = 1 AND activation = 'relu' AND scale = 2 AND seed = 2 -- a comment | completed,8,0"
            })
    void everyRowIsTheStoredOne(String where, String told) {
        var replay = command("replay", "--where", where, "--format=csv");

        assertEquals(0, replay.exitCode(), replay.err());
        assertEquals("task,outcome,rows,different", replay.outLines().get(0));
        assertEquals(told, replay.outLines().get(1).substring(33));
        assertEquals(
                "every row is the stored one, bit for bit", replay.errLines().get(0));
    }

    @Test
    void parametersAndPredictionsAreThoseOfTheNetwork() throws IOException {
        String where = "learning_rate = 0.5 AND activation = 'relu' AND scale = 2 AND seed = 1";
        String task = csv("SELECT task FROM runs WHERE " + where).get(0);
        var out = folder.resolve("network");
        var replay = command("replay", "--task", task.substring(0, 10), "--out", out.toString());
        assertEquals(0, replay.exitCode(), replay.err());

        var updates = Files.readString(out.resolve("updates.svg"));
        for (var name : List.of("w 1: 2, 3", "b 1: 1", "w 2: 3, 1", "b 2: 1")) {
            assertTrue(updates.contains(">" + name + "<"), name);
        }
        var units = Files.readString(out.resolve("units.svg"));
        for (var name : List.of("unit 1: 1", "unit 1: 2", "unit 1: 3")) {
            assertTrue(units.contains(">" + name + "<"), name);
        }
        for (var picture : List.of("loss", "updates", "derivatives", "units", "predictions", "surface")) {
            assertTrue(Files.size(out.resolve(picture + ".png")) > 5_000, picture);
        }
        // The accuracy by the predictions is the stored one, at each logged epoch. A blank line and one of names are
        // between answers.
        var answers = csv(
                "SELECT epoch, train_acc, test_acc FROM epochs WHERE task = '" + task + "' ORDER BY 1;"
                        + " SELECT epoch, avg(if(part = 'train', hit, null)), avg(if(part = 'test', hit, null)) FROM"
                        + " (SELECT epoch, p.part, cast((p.outputs[0] >= 0.5) = (s.label = 1) AS INT) AS hit FROM"
                        + " parquet.`" + out.resolve("predictions.parquet") + "` AS p JOIN parquet.`"
                        + out.resolve("samples.parquet") + "` AS s ON p.part = s.part AND p.sample = s.sample)"
                        + " GROUP BY 1 ORDER BY 1;"
                        + " SELECT layer, size(weights), size(biases) FROM parquet.`"
                        + out.resolve("parameters.parquet") + "` WHERE epoch = 20 ORDER BY 1",
                "--allow-files");
        var stored = answers.subList(0, 8);
        assertEquals(stored, answers.subList(10, 18));
        assertEquals(List.of("1,6,3", "2,3,1"), answers.subList(20, answers.size()));

        // The hidden units, computed once more from parameters and samples.
        String activation = "greatest(inputs[0] * weights[1] + inputs[1] * weights[4] + biases[1], 0)";
        assertEquals(
                List.of("8,8"),
                csv(
                        "SELECT count(*), count_if(abs(u.mean - e.mean) < 1e-12 AND abs(u.p10 - e.p10) < 1e-12"
                                + " AND abs(u.p90 - e.p90) < 1e-12) FROM parquet.`" + out.resolve("units.parquet")
                                + "` AS u JOIN (SELECT epoch, avg(" + activation + ") AS mean, percentile("
                                + activation + ", 0.1) AS p10, percentile(" + activation + ", 0.9) AS p90 FROM"
                                + " parquet.`" + out.resolve("parameters.parquet") + "` CROSS JOIN parquet.`"
                                + out.resolve("samples.parquet")
                                + "` WHERE layer = 1 AND part = 'train' GROUP BY epoch)"
                                + " AS e ON u.epoch = e.epoch WHERE u.layer = 1 AND u.unit = 2",
                        "--allow-files"));

        assertMistake(
                command("replay", "--task", task, "--out", out.toString()), out + " exists, must be a new folder");
    }

    /** Eight epochs are logged, so all of them are frames. */
    @Test
    void anAnimationShowsThePlaneFromTheFirstEpochToTheLast() throws IOException {
        var out = folder.resolve("animated");
        var replay = command(
                "replay",
                "--where",
                "learning_rate = 0.5 AND activation = 'leaky_relu' AND scale = 2 AND seed = 1",
                "--animate",
                "--out",
                out.toString());
        assertEquals(0, replay.exitCode(), replay.err());

        var reader = ImageIO.getImageReadersByFormatName("gif").next();
        try (var stream =
                ImageIO.createImageInputStream(out.resolve("surface.gif").toFile())) {
            reader.setInput(stream);
            assertEquals(8, reader.getNumImages(true));
            assertEquals(640, reader.read(0).getWidth());
        }
    }

    @Test
    void anAnimationOfNoPlaneIsRefusedBeforeAnythingIsTrained() {
        var out = folder.resolve("refused");
        assertMistake(
                command(
                        "replay",
                        "--where",
                        "seed = 0 AND dataset = 'two_gaussians'",
                        "--animate",
                        "--out",
                        out.toString()),
                "--animate draws what a network makes of a plane, must be with a network of two inputs, but run ");
        assertFalse(Files.exists(out));
        assertMistake(
                command("replay", "--where", "seed = 0 AND dataset = 'two_gaussians'", "--animate"),
                "--animate makes a file in the folder of --out, must be with --out DIR");
    }

    @Test
    void whatNamesNoRunOrSeveralIsRefused() {
        assertMistake(command("replay", "--task", "relu"), "--task must be 1 to 32 of the digits 0 to 9 and a to f,");
        assertMistake(
                command("replay", "--task", "0123456789abcdef"),
                "no run of the store has ended where task begins with 0123456789abcdef, must name one;");
        assertMistake(
                command("replay", "--where", "activation = 'relu'"),
                "more than 3 runs have ended where activation = 'relu', must name one of them: ");
        assertMistake(command("replay", "--where", "relu ="), "'relu =' is no condition in SQL,");
    }

    @Test
    void anUnknownColumnIsNamed() {
        var replay = command("replay", "--where", "aktivation = 'relu'");

        assertEquals(2, replay.exitCode());
        assertTrue(replay.err().contains("`aktivation`"), replay.err());
        assertFalse(replay.err().contains("\tat "), replay.err());
    }
}
