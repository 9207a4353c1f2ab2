package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.nn.activation.Activations;
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

    private static final List<String> ACTIVATIONS = List.of("relu", "tanh", "arctan", "softsign");
    private static final List<Double> SCALES = List.of(0.5, 1.0, 2.0);
    private static final int SEEDS = 10;

    /** All 120 networks take a minute or two. */
    private static final int BREEZE_SEEDS = 2;

    private static final Map<String, List<OracleRow>> NETWORKS = OracleRow.byNetwork(
            OracleRow.read("study-rows-every-100-epochs.csv.gz"),
            row -> network(row.text("activation"), row.number("scale"), Long.parseLong(row.text("seed"))));

    static Stream<Arguments> cells() {
        return ACTIVATIONS.stream()
                .flatMap(activation -> SCALES.stream().map(scale -> Arguments.of(activation, scale)));
    }

    static List<String> activations() {
        return ACTIVATIONS;
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
    @MethodSource("activations")
    void allNetworksOfTheLaneEngineAreThoseOfTheNumpyProgram(String activation) {
        var tasks = SCALES.stream()
                .flatMap(scale -> tasks(activation, scale, SEEDS))
                .toList();
        assertAreThoseOfTheNumpyProgram(new LaneTrainer(0), tasks);
    }

    @ParameterizedTest
    @MethodSource("cells")
    void someNetworksOfBreezeAreThoseOfTheNumpyProgram(String activation, double scale) {
        assertAreThoseOfTheNumpyProgram(
                new BreezeTrainer(), tasks(activation, scale, BREEZE_SEEDS).toList());
    }

    /** Every metric to the end. */
    private static void assertAreThoseOfTheNumpyProgram(Trainer engine, List<Task> tasks) {
        var rows = TrainedRows.byTask(engine, new Pack(tasks), LOG_EVERY);
        for (var task : tasks) {
            var expected = NETWORKS.get(
                    network(Activations.CATALOG.kindOf(task.activation()).name(), task.scale(), task.seed()));
            var training = rows.get(task).iterator();
            OracleRow.assertNext(expected, training);
            assertFalse(training.hasNext());
        }
    }

    private static Stream<Task> tasks(String activation, double scale, int seeds) {
        return LongStream.range(0, seeds).mapToObj(seed -> task(activation, scale, seed));
    }

    private static Task task(String activation, double scale, long seed) {
        return new TaskBuilder().activation(activation).scale(scale).seed(seed).build();
    }

    private static String network(String activation, double scale, long seed) {
        return activation + " " + scale + " " + seed;
    }
}
