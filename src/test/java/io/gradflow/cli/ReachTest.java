package io.gradflow.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** {@code reach}, and {@code compare} of shares and of tuned groups, over a small store, as whole command lines. */
@Tag("spark")
class ReachTest {
    private static final String CONFIGURATION = """
            sweep {
              dataset = { kind = xor, n = 40 }
              architecture = "2-3-1"
              activation = [relu, tanh]
              scale = [0.5, 2]
              optimizer = [{ kind = gd, learning-rate = 0.5 }, { kind = gd, learning-rate = 1e300 }]
              epochs = 60
              log-every = 3
              seed = "0..7"
            }
            """;

    @TempDir
    private static Path folder;

    private static String store;

    @BeforeAll
    static void train() throws IOException {
        var configuration = Files.writeString(folder.resolve("reach.conf"), CONFIGURATION);
        store = folder.resolve("store").toString();
        assertEquals(
                0,
                Invocation.of("run", configuration.toString(), "--store", store).exitCode());
    }

    private static Invocation command(String name, String... options) {
        return Invocation.of(Stream.concat(Stream.of(name, "--store", store), Stream.of(options))
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
    void countsAreThoseOfSql() {
        var groups =
                csv(command("reach", "train_acc >= 0.75", "--by", "activation,scale,learning_rate", "--format=csv"));
        var counted = csv(command(
                "sql",
                "--format=csv",
                "SELECT activation, scale, learning_rate, count(*), count(first), count_if(first IS NULL AND outcome ="
                        + " 'completed'), count_if(first IS NULL AND outcome = 'diverged') FROM runs LEFT JOIN (SELECT"
                        + " task, min(epoch) AS first FROM epochs WHERE train_acc >= 0.75 AND NOT isnan(train_acc) AND"
                        + " coalesce(outcome, '') <> 'diverged' GROUP BY task) USING (task) GROUP BY 1, 2, 3"
                        + " ORDER BY 1, 2, 3"));
        assertEquals(9, groups.size());
        for (int i = 1; i < groups.size(); i++) {
            assertEquals(counted.get(i), groups.get(i).subList(0, 7));
        }
        assertTrue(groups.stream().anyMatch(row -> row.get(6).equals("6")), groups::toString);
    }

    @Test
    void curvesEndWithTheShareOfTheGroup() {
        String[] options = {"train_acc >= 0.75", "--by", "activation", "--where", "scale = 2 AND learning_rate = 0.5"};
        var curve = csv(command(
                "reach",
                Stream.concat(Stream.of(options), Stream.of("--show", "curve", "--format=csv"))
                        .toArray(String[]::new)));
        var groups = csv(command(
                "reach",
                Stream.concat(Stream.of(options), Stream.of("--format=csv")).toArray(String[]::new)));
        for (var group : groups.subList(1, groups.size())) {
            var last = curve.stream()
                    .filter(row -> row.get(0).equals(group.get(0)))
                    .reduce((first, second) -> second)
                    .orElseThrow();
            assertEquals(group.get(12), last.get(6));
        }
    }

    @Test
    void peopleGetTablesAndWhatToKnowOfThem() {
        var answer = command(
                "reach", "train_acc >= 0.75", "--by", "activation", "--where=scale = 2 AND learning_rate = 0.5");

        assertEquals(0, answer.exitCode(), answer.err());
        assertTrue(answer.out().contains("Runs that diverged or failed never reach it"), answer.out());
        assertTrue(answer.out().contains("mean and share are up to epoch 60"), answer.out());
        assertTrue(answer.out().contains("8 seeds give no p below 0.00781 by design"), answer.out());
    }

    @Test
    void mistakesAreToldInALine() {
        assertMistake(
                command("reach", "train_acc >= 0.75", "--by", "activation"),
                "scale varies within a group (0.5, 2.0), must be in --by");
        assertMistake(command("reach", "train_acc >=", "--by", "activation"), "'train_acc >=' is no condition in SQL");
        assertMistake(
                command("reach", "train_acc >= rand()", "--by", "activation"),
                "the condition 'train_acc >= rand()' may hold for other rows each time it is asked");
        var wrong = command("reach", "train_ac >= 1", "--by", "activation,scale,learning_rate");
        assertEquals(2, wrong.exitCode());
        assertTrue(wrong.err().contains("[`train_acc`,"), wrong.err());
        assertMistake(
                command("reach", "train_acc >= 1", "--by", "activation,scale,learning_rate", "--until=-1"),
                "--until must be an epoch");
        assertMistake(
                command("reach", "train_acc > 1", "--by", "activation,scale,learning_rate", "--until=61"),
                "--until must be at most 60, the last epoch that all groups have data for, but is 61");
        assertMistake(
                command("compare", "--share=true", "--metric=test_acc", "--by", "activation"),
                "--metric is of metrics, must not be with --share");
        assertMistake(
                command("compare", "--share=true", "--interval=bca", "--by", "activation"),
                "--interval bca is of means");
        assertMistake(command("compare", "--interval=tango", "--by", "activation"), "--interval tango is of shares");
        assertMistake(
                command("compare", "--share=outcome = 'diverged' OR test_acc < 0.6", "--by", "activation"),
                "--share must be about the outcome or about metrics, not about both");
        assertMistake(
                command("compare", "--tune=scale", "--finite-only", "--by", "activation"),
                "--finite-only must not be with --tune");
        assertMistake(command("compare", "--show=choices", "--by", "activation,scale,learning_rate"), "--show choices");
        assertMistake(
                command("compare", "--tune", "scale", "--by", "activation,scale,learning_rate"),
                "--tune scale must not be in --by");
    }

    @Test
    void sharesOfRunsThatDiverged() {
        var pairs = csv(command(
                "compare",
                "--share",
                "outcome = 'diverged'",
                "--by",
                "learning_rate",
                "--where",
                "scale = 2 AND" + " activation = 'relu'",
                "--format=csv"));
        assertEquals(
                List.of("0.5", "1.0E300", "8", "0", "6", "-0.75"), pairs.get(1).subList(0, 6));
        assertEquals("0.03125", pairs.get(1).get(8));
        // A bad property is assumed of the six runs that diverged, and a good one is not.
        for (var better : List.of("higher", "lower")) {
            var groups = csv(command(
                    "compare",
                    "--share",
                    "train_loss > 1e9",
                    "--better",
                    better,
                    "--by",
                    "learning_rate",
                    "--where",
                    "scale = 2 AND activation = 'relu'",
                    "--show=groups",
                    "--format=csv"));
            assertEquals(better.equals("lower") ? "8" : "2", groups.get(2).get(2), groups::toString);
        }
    }

    @Test
    void groupsAreComparedAtTheirBestSettings() {
        var choices = csv(
                command("compare", "--by=activation", "--tune=scale,learning_rate", "--show=choices", "--format=csv"));
        assertEquals(9, choices.size());
        assertEquals(
                2, choices.stream().filter(row -> row.get(3).equals("true")).count());
        assertTrue(
                choices.stream()
                        .noneMatch(
                                row -> row.get(3).equals("true") && row.get(2).equals("1.0E300")),
                choices::toString);
        var answer = command("compare", "--by=activation", "--tune=scale,learning_rate");
        assertTrue(
                answer.out().contains("by the first 4 seeds (0 to 3), judged by the other 4 (4 to 7)."), answer.out());
        assertTrue(answer.out().contains("4 seeds give no p below 0.125 by design"), answer.out());
        // Half of the seeds is not what a reader of pairs expects.
        var pairs = command("compare", "--by=activation", "--tune=scale,learning_rate", "--show=pairs", "--format=csv");
        assertTrue(pairs.err().contains("judged by the other 4 (4 to 7)."), pairs.err());
    }
}
