package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code compare} over small stores, as a whole command line. */
@Tag("spark")
class CompareTest {
    private static final String CONFIGURATION = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [relu, tanh]
              scale = [0.5, 2]
              epochs = 20
              seed = "0..7"
            }
            """;

    @TempDir
    private static Path folder;

    private static String store;
    private static String diverging;

    @BeforeAll
    static void train() throws IOException {
        store = trained("store");
        diverging = trained("diverging", "--set", "sweep.optimizer.learning-rate=[0.1,1e300]");
    }

    private static String trained(String name, String... options) throws IOException {
        var configuration = Files.writeString(folder.resolve(name + ".conf"), CONFIGURATION);
        String trained = folder.resolve(name).toString();
        var run = Invocation.of(
                Stream.concat(Stream.of("run", configuration.toString(), "--store", trained), Arrays.stream(options))
                        .toArray(String[]::new));
        assertEquals(0, run.exitCode(), run.err());
        return trained;
    }

    private static Invocation compare(String of, String... options) {
        return Invocation.of(Stream.concat(Stream.of("compare", "--store", of), Arrays.stream(options))
                .toArray(String[]::new));
    }

    private static List<List<String>> csv(Invocation answer) {
        assertEquals(0, answer.exitCode(), answer.err());
        return answer.out().lines().map(line -> List.of(line.split(",", -1))).toList();
    }

    private static void assertMistake(Invocation answer, String message) {
        assertEquals(2, answer.exitCode(), answer.err());
        assertEquals("", answer.out());
        assertTrue(answer.err().startsWith("gradflow: " + message), answer.err());
        assertEquals(1, answer.errLines().size(), answer.err());
    }

    @Test
    void groupsHaveTheMeansOfTheCells() {
        var groups = csv(compare(store, "--by", "activation,scale", "--format", "csv", "--show", "groups"));
        var cells = csv(Invocation.of(
                "sql",
                "--store",
                store,
                "--format",
                "csv",
                "SELECT activation, scale, test_acc_mean, test_acc_median FROM cells ORDER BY ALL"));
        assertEquals(
                List.of(
                        "activation",
                        "scale",
                        "seeds",
                        "completed",
                        "diverged",
                        "failed",
                        "finite",
                        "mean",
                        "mean_low",
                        "mean_high",
                        "std",
                        "median",
                        "median_low",
                        "median_high",
                        "iqm"),
                groups.get(0));
        assertEquals(5, groups.size());
        for (int i = 1; i < groups.size(); i++) {
            assertEquals(cells.get(i).subList(0, 2), groups.get(i).subList(0, 2));
            assertEquals(List.of("8", "8", "0", "0", "8"), groups.get(i).subList(2, 7));
            assertEquals(
                    Double.parseDouble(cells.get(i).get(2)),
                    Double.parseDouble(groups.get(i).get(7)),
                    1e-15);
            assertEquals(cells.get(i).get(3), groups.get(i).get(11));
        }
    }

    @Test
    void peopleReadWhatSeedsCanShowBeforeThePairs() {
        var answer = compare(store, "--by", "activation,scale");
        assertEquals(0, answer.exitCode(), answer.err());
        var lines = answer.out().lines().toList();
        assertTrue(lines.contains(
                "6 pairs, adjusted by Holm: the smallest p must be at most 0.00833 for a level of 0.05."));
        assertTrue(answer.out().contains("8 seeds give no p below 0.00781 by design"), answer.out());
        assertEquals(
                6, lines.stream().filter(line -> line.contains("sign flips")).count());
        var strict = compare(store, "--by", "activation,scale", "--alpha", "0.01");
        assertTrue(strict.out().contains("no pair can pass, whatever the data. 11 seeds could."), strict.out());
    }

    @Test
    void theEpochsThatCountAreChosen() {
        for (var at : List.of("last", "best", "mean", "10", ">= 0.5", "<= 0.1")) {
            var pairs =
                    csv(compare(store, "--by", "activation", "--where", "scale = 2", "--at", at, "--format", "csv"));
            assertEquals(2, pairs.size(), at);
            assertEquals(List.of("relu", "tanh", "8"), pairs.get(1).subList(0, 3), at);
        }
        var best = csv(compare(
                store,
                "--by",
                "activation",
                "--where",
                "scale = 2",
                "--at",
                "best",
                "--show",
                "groups",
                "--format",
                "csv"));
        var expected = csv(Invocation.of(
                "sql",
                "--store",
                store,
                "--format",
                "csv",
                "SELECT activation, avg(best_test_acc) FROM runs WHERE scale = 2 GROUP BY activation ORDER BY 1"));
        for (int i = 1; i <= 2; i++) {
            assertEquals(
                    Double.parseDouble(expected.get(i).get(1)),
                    Double.parseDouble(best.get(i).get(6)),
                    1e-15);
        }
        var ofLayer = csv(compare(
                store,
                "--by",
                "activation,scale",
                "--metric",
                "grad_norm",
                "--layer",
                "2",
                "--at",
                "0",
                "--format",
                "csv"));
        assertEquals(7, ofLayer.size());
        assertMistake(
                compare(store, "--by", "activation,scale", "--at", "99"),
                "no completed run of [relu, 0.5] has a number as its test_acc there, must be a metric that ");
    }

    @Test
    void keysThatVaryAreNamedOrPooled() {
        assertMistake(
                compare(store, "--by", "activation"),
                "scale varies within a group (0.5, 2.0), must be in --by, be fixed by --where or be averaged by --pool"
                        + " scale");
        var pooled =
                csv(compare(store, "--by", "activation", "--pool", "scale", "--format", "csv", "--show", "groups"));
        assertEquals(List.of("relu", "8", "2", "16"), pooled.get(1).subList(0, 4));
        assertEquals(
                2,
                csv(compare(store, "--by", "activation", "--pool", "scale", "--format", "csv"))
                        .size());
    }

    /** A data seed that is missing is the seed. So runs of a crossed sweep and of a plain one have data in common. */
    @Test
    void seedsOfSeveralSweepsArePairedByTheirData() throws IOException {
        String grown = trained("grown");
        String plain = compare(grown, "--by", "activation", "--where", "scale = 2", "--format", "csv")
                .out();
        String[] crossed = {
            "--set",
            "sweep.activation=tanh",
            "--set",
            "sweep.scale=2",
            "--set",
            "sweep.seed=0",
            "--set",
            "sweep.data-seed=0..3",
            "--set",
            "sweep.init-seed=0..1"
        };
        assertEquals(grown, trained("grown", crossed));

        var both = compare(grown, "--by", "activation", "--where", "scale = 2", "--format", "csv");
        assertEquals(plain, both.out());
        assertTrue(both.err().contains("the store holds more than one sweep"), both.err());
        var groups = csv(
                compare(grown, "--by", "activation", "--where", "scale = 2", "--format", "csv", "--show", "groups"));
        assertEquals(
                List.of("activation", "data_seeds", "runs_per_seed"),
                groups.get(0).subList(0, 3));
        assertEquals(List.of("relu", "8", "1"), groups.get(1).subList(0, 3));
        assertEquals(List.of("tanh", "8", "3"), groups.get(2).subList(0, 3));
        var alone = csv(compare(
                grown, "--by", "activation", "--where", "init_seed >= 0", "--format", "csv", "--show", "groups"));
        assertEquals(List.of("tanh", "4", "2", "8"), alone.get(1).subList(0, 4));
        assertTrue(alone.get(0).contains("var_init"));
    }

    @Test
    void whatDivergedRanksWorst() {
        var pairs = csv(compare(
                diverging, "--by", "learning_rate", "--where", "activation = 'relu' AND scale = 2", "--format", "csv"));
        var pair = pairs.get(1);
        assertEquals(List.of("0.1", "1.0E300", "8", "0", "", "", ""), pair.subList(0, 7));
        assertEquals("1.0", pair.get(pairs.get(0).indexOf("superiority")));
        assertEquals("wilcoxon", pair.get(pairs.get(0).indexOf("test")));
        assertEquals("0.0078125", pair.get(pairs.get(0).indexOf("p")));
        var groups = csv(compare(
                diverging,
                "--by",
                "learning_rate",
                "--where",
                "activation = 'relu' AND scale = 2",
                "--show",
                "groups",
                "--format",
                "csv"));
        // Two networks did not overflow, but a mean of them alone would say little.
        assertEquals(
                List.of("1.0E300", "8", "2", "6", "0", "2", "", "", "", "", "", "-Infinity", "0.8", ""), groups.get(2));
    }

    @Test
    void aBaselineMakesTheFamilySmaller() {
        var pairs = csv(compare(
                store, "--by", "activation,scale", "--baseline", "tanh, 0.5", "--format", "csv", "--interval", "bca"));
        assertEquals(4, pairs.size());
        assertMistake(
                compare(store, "--by", "activation,scale", "--baseline", "tanh"),
                "--baseline tanh is no group, must be one of: relu, 0.5; relu, 2.0; tanh, 0.5; tanh, 2.0");
    }

    @Test
    void mistakesAreTold() {
        assertMistake(
                compare(store, "--by", "activaton"), "--by activaton is no key of the store's cells, must be one");
        assertMistake(compare(store, "--by", "seed"), "--by seed is no key of the store's cells, must be one");
        assertMistake(
                compare(store, "--by", "activation", "--metric", "grad_norm"),
                "--metric grad_norm is no metric of networks (those of a layer need --layer), must be one of");
        assertMistake(
                compare(store, "--by", "activation", "--at", "first"),
                "--at must be last, best, mean, the number of an epoch or a threshold such as \">= 0.85\"");
        assertMistake(
                compare(store, "--by", "activation", "--where", "scale = 7"),
                "no run has ended where scale = 7, so there is nothing to compare");
        assertMistake(
                compare(store, "--by", "activation", "--where", "true) OR (epoch = 3"),
                "'true) OR (epoch = 3' is no condition in SQL, must be one such as scale = 0.5");
        assertMistake(
                compare(store, "--by", "activation,scale", "--metric", "grad_norm", "--layer", "9"),
                "no completed run of [relu, 0.5] has a number as its grad_norm there, must be a metric that ");
        var unknown = compare(store, "--by", "activation", "--where", "scal = 7");
        assertEquals(2, unknown.exitCode());
        assertTrue(unknown.err().contains("scal"), unknown.err());
        assertEquals(2, compare(store, "--by", "activation", "--adjust", "none").exitCode());
        assertEquals(2, compare(store, "--by", "activation", "--alpha", "1.5").exitCode());
    }
}
