package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The views of a union whose grids have seeds of data and of weights, and of which a cell was left out. */
@Tag("spark")
class UnionEndToEndTest {
    private static final String CONFIGURATION = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [tanh, relu]
              scale = [1, 2]
              epochs = 2
              seed = "0..1"
              exclude = [{ activation = relu, scale = 2 }]
              grids = [
                { data-seed = "0..2", init-seed = [7, 9] }
                { activation = tanh, seed = "1..3" }
                { activation = tanh, scale = 1 }
              ]
            }
            """;

    @TempDir
    private static Path folder;

    private static String store;
    private static Invocation run;

    @BeforeAll
    static void runTheSweep() throws IOException {
        var configuration = Files.writeString(folder.resolve("union.conf"), CONFIGURATION);
        store = folder.resolve("store").toString();
        run = Invocation.of("run", configuration.toString(), "--store", store, "--master", "local[2]", "--format=csv");
    }

    private static List<String> csv(String query) {
        var answer = Invocation.of("sql", "--store", store, "--master", "local[2]", "--format", "csv", query);
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.outLines();
    }

    /** Three cells of 2 * 3 * 2 runs, two of them with three more, one with yet another. */
    @Test
    void theSummaryHasARowForEachCell() {
        assertEquals(0, run.exitCode(), run.err());
        assertTrue(run.err().contains("43 networks trained in "), run.err());
        assertEquals(
                List.of("relu,1.0,12,0", "tanh,1.0,16,0", "tanh,2.0,15,0"),
                run.outLines().stream()
                        .skip(1)
                        .map(line -> String.join(",", List.of(line.split(",")).subList(0, 4)))
                        .toList());
    }

    @Test
    void cellsAndCurvesHaveNoColumnOfSeeds() {
        for (String view : List.of("cells", "curves")) {
            var header =
                    List.of(csv("SELECT * FROM " + view + " LIMIT 1").get(0).split(","));
            assertTrue(header.contains("scale") && header.contains("bias_init"), header.toString());
            assertTrue(header.stream().noneMatch(column -> column.endsWith("seed")), header.toString());
        }
        assertEquals(
                List.of("activation,scale,epoch,runs", "relu,1.0,2,12", "tanh,1.0,2,16", "tanh,2.0,2,15"),
                csv("SELECT activation, scale, epoch, runs FROM curves WHERE epoch = 2 ORDER BY 1, 2"));
    }

    @Test
    void runsHaveTheSeedsThatTheyWereGiven() {
        assertEquals(
                List.of("seed,data_seed,init_seed", "0,,", "1,,", "2,,", "3,,"),
                csv("SELECT seed, data_seed, init_seed FROM runs WHERE data_seed IS NULL AND scale = 1 ORDER BY 1"));
        assertEquals(
                List.of("runs,tasks", "36,36"),
                csv("SELECT count(*) AS runs, count(DISTINCT task) AS tasks FROM runs WHERE init_seed IN (7, 9)"));
    }

    /** Without batches nothing starts at the seed when data and weights start elsewhere. */
    @Test
    void dataAndWeightsStartAtTheirOwnSeeds() {
        assertEquals(
                List.of("activation,scale,losses", "relu,1.0,6", "tanh,1.0,6", "tanh,2.0,6"),
                csv("SELECT activation, scale, count(DISTINCT train_loss) AS losses FROM runs"
                        + " WHERE init_seed IS NOT NULL GROUP BY 1, 2 ORDER BY 1, 2"));
    }
}
