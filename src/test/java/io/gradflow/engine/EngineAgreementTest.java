package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.catalog.Kind;
import io.gradflow.data.Xor;
import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.initializer.Initializers;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.sweep.ConfigurationKeys;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The lane engine against Breeze, for every activation and initialiser: they differ in the order of their sums alone.
 */
class EngineAgreementTest {
    /** Absolute: what would be zero but for rounding, such as gradients of units that are all alike. */
    private static final double ROUNDING_OF_ZERO = 1e-15;

    /** Relative; rounding moves numbers by 1e-12 or so, where training does not amplify it. */
    private static final double TOLERANCE = 1e-9;

    /** Or this many times what an ulp of weight noise makes of a metric, or of the training loss. */
    private static final double AMPLIFICATION = 100;

    static Stream<String> activations() {
        return Activations.CATALOG.kinds().stream().map(Kind::name);
    }

    @ParameterizedTest
    @MethodSource("activations")
    void allMetricsAgreeAfterHundredsOfEpochs(String activation) {
        var tasks = Initializers.CATALOG.kinds().stream()
                .flatMap(init -> LongStream.range(0, 2)
                        .mapToObj(seed -> new TaskBuilder()
                                .activation(activation)
                                .init(init.name())
                                .architecture("2-7-5-1")
                                .dataset(new Xor(60, 0.1, 0.25, false))
                                .clip(seed == 0 ? 0 : 1e-8)
                                .learningRate(0.2)
                                .epochs(200)
                                .seed(seed)
                                .build()))
                .toList();
        for (var task : tasks) {
            var expected = TrainedRows.of(new BreezeTrainer(), task, 20);
            var actual = TrainedRows.of(new LaneTrainer(0), task, 20);
            var disturbed = DoubleStream.of(Math.nextUp(1.0), Math.nextDown(1.0))
                    .mapToObj(scale -> TrainedRows.of(new BreezeTrainer(), scaled(task, scale), 20))
                    .toList();
            assertEquals(expected.size(), actual.size());
            for (int i = 0; i < expected.size(); i++) {
                int row = i;
                assertAgree(
                        expected.get(i),
                        actual.get(i),
                        disturbed.stream().map(rows -> rows.get(row)).toList());
            }
        }
    }

    /** The harder case: what training does not amplify is equal but for rounding, however small it is. */
    @ParameterizedTest
    @ValueSource(strings = {"relu", "tanh", "arctan", "softsign", "leaky_relu", "sigmoid"})
    void allMetricsAgreeRelativelyWithALargerLearningRate(String activation) {
        for (var init : List.of("xavier", "he", "gaussian")) {
            for (long seed = 0; seed < 2; seed++) {
                var task = new TaskBuilder()
                        .activation(activation)
                        .init(init)
                        .architecture("2-7-5-1")
                        .dataset(new Xor(60, 0.1, 0.25, false))
                        .clip(seed == 0 ? 0 : 1e-8)
                        .learningRate(0.5)
                        .epochs(200)
                        .seed(seed)
                        .build();
                var expected = TrainedRows.of(new BreezeTrainer(), task, 20);
                var actual = TrainedRows.of(new LaneTrainer(0), task, 20);
                assertEquals(expected.size(), actual.size());
                for (int i = 0; i < expected.size(); i++) {
                    assertAgree(expected.get(i), actual.get(i));
                }
            }
        }
    }

    private static void assertAgree(EpochRow expected, EpochRow actual) {
        assertEquals(expected.epoch(), actual.epoch());
        assertEquals(expected.outcome(), actual.outcome());
        for (var metric : Metric.of(DiagnosticGroups.DEFAULT)) {
            double value = expected.measurement().get(metric);
            assertEquals(
                    value, actual.measurement().get(metric), TOLERANCE * Math.abs(value), metric + " of " + actual);
        }
        for (int layer = 0; layer < expected.measurement().layers(); layer++) {
            for (var metric : LayerMetric.values()) {
                assertEquals(
                        expected.measurement().has(layer, metric),
                        actual.measurement().has(layer, metric));
                if (expected.measurement().has(layer, metric)) {
                    double value = expected.measurement().get(layer, metric);
                    assertEquals(
                            value,
                            actual.measurement().get(layer, metric),
                            TOLERANCE * Math.abs(value),
                            metric + " in layer " + layer + " of " + actual);
                }
            }
        }
    }

    /** With another scale: one next to 1 moves each weight by an ulp or not at all. */
    private static Task scaled(Task task, double scale) {
        return new Task.Builder()
                .with(ConfigurationKeys.DATASET, task.dataset())
                .with(ConfigurationKeys.ARCHITECTURE, task.architecture())
                .with(ConfigurationKeys.ACTIVATION, task.activation())
                .with(ConfigurationKeys.INIT, task.init())
                .with(ConfigurationKeys.SCALE, scale)
                .with(ConfigurationKeys.LOSS, task.loss())
                .with(ConfigurationKeys.OPTIMIZER, task.optimizer())
                .with(ConfigurationKeys.EPOCHS, task.epochs())
                .with(ConfigurationKeys.SEED, task.seed())
                .with(ConfigurationKeys.SEEDING, task.seeding())
                .build();
    }

    private static void assertAgree(EpochRow expected, EpochRow actual, List<EpochRow> disturbed) {
        assertEquals(expected.epoch(), actual.epoch());
        assertEquals(expected.outcome(), actual.outcome());
        double tolerance = Math.max(TOLERANCE, AMPLIFICATION * change(expected, disturbed, Metric.TRAIN_LOSS));
        for (var metric : Metric.of(DiagnosticGroups.DEFAULT)) {
            assertEquals(
                    expected.measurement().has(metric), actual.measurement().has(metric));
            if (expected.measurement().has(metric)) {
                double value = expected.measurement().get(metric);
                double allowed = Math.max(tolerance, AMPLIFICATION * change(expected, disturbed, metric));
                assertEquals(
                        value,
                        actual.measurement().get(metric),
                        allowed * Math.max(Math.abs(value), ROUNDING_OF_ZERO / TOLERANCE),
                        metric + " of " + actual);
            }
        }
        for (int layer = 0; layer < expected.measurement().layers(); layer++) {
            for (var metric : LayerMetric.values()) {
                if (expected.measurement().has(layer, metric)) {
                    double value = expected.measurement().get(layer, metric);
                    double allowed = Math.max(tolerance, AMPLIFICATION * change(expected, disturbed, layer, metric));
                    assertEquals(
                            value,
                            actual.measurement().get(layer, metric),
                            allowed * Math.max(Math.abs(value), ROUNDING_OF_ZERO / TOLERANCE),
                            metric + " in layer " + layer + " of " + actual);
                }
            }
        }
    }

    /** By how much, relatively, an ulp of weight noise changes a metric at most. */
    private static double change(EpochRow row, List<EpochRow> disturbed, Metric metric) {
        return disturbed.stream()
                .mapToDouble(other -> relative(
                        row.measurement().get(metric), other.measurement().get(metric)))
                .max()
                .orElseThrow();
    }

    private static double change(EpochRow row, List<EpochRow> disturbed, int layer, LayerMetric metric) {
        return disturbed.stream()
                .mapToDouble(other -> relative(
                        row.measurement().get(layer, metric),
                        other.measurement().get(layer, metric)))
                .max()
                .orElseThrow();
    }

    private static double relative(double value, double other) {
        return Math.abs(other - value) / Math.max(Math.abs(value), ROUNDING_OF_ZERO / TOLERANCE);
    }
}
