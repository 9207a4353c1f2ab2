package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The study's networks, against a NumPy program that trains one at a time. */
class StudyOracleTest {
    private static final int LOG_EVERY = 100;

    /** Of the ten: all 120 networks take a minute or two. */
    private static final int SEEDS = 2;

    private static final Map<String, List<OracleRow>> NETWORKS = OracleRow.byNetwork(
            OracleRow.read("study-rows-every-100-epochs.csv.gz"),
            row -> network(row.text("activation"), row.number("scale"), Long.parseLong(row.text("seed"))));

    static Stream<Arguments> cells() {
        return Stream.of("relu", "tanh", "arctan", "softsign")
                .flatMap(activation -> Stream.of(0.5, 1.0, 2.0).map(scale -> Arguments.of(activation, scale)));
    }

    @Test
    void theOracleHasAllNetworksOfTheStudyToTheEnd() {
        assertEquals(120, NETWORKS.size());
        for (var rows : NETWORKS.values()) {
            assertEquals(31, rows.size());
            assertEquals(2999, rows.get(30).epoch());
        }
    }

    @ParameterizedTest
    @MethodSource("cells")
    void everyMetricIsThatOfTheNumpyProgramToTheEnd(String activation, double scale) {
        var tasks = LongStream.range(0, SEEDS)
                .mapToObj(seed -> task(activation, scale, seed))
                .toList();
        var training = new BreezeTrainer().train(new Pack(tasks), LOG_EVERY);
        for (var task : tasks) {
            OracleRow.assertNext(NETWORKS.get(network(activation, scale, task.seed())), training);
        }
        assertFalse(training.hasNext());
    }

    private static Task task(String activation, double scale, long seed) {
        return new TaskBuilder().activation(activation).scale(scale).seed(seed).build();
    }

    private static String network(String activation, double scale, long seed) {
        return activation + " " + scale + " " + seed;
    }
}
