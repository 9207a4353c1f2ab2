package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Blobs;
import io.gradflow.data.Dataset;
import io.gradflow.data.Xor;
import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.nn.batch.MiniBatch;
import io.gradflow.nn.initializer.Constant;
import io.gradflow.nn.loss.MeanSquaredError;
import io.gradflow.nn.optimizer.Optimizers;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** How gradients of single samples differ: both engines against all of them, each formed by a pass of its own. */
class NoiseTest {
    private static final double TOLERANCE = 1e-9;
    private static final int EPOCHS = 4;
    private static final Set<LayerMetric> TESTS = EnumSet.of(LayerMetric.NORM_TEST, LayerMetric.INNER_PRODUCT_TEST);
    private static final List<LayerMetric> METRICS = Arrays.stream(LayerMetric.values())
            .filter(metric -> metric.group() == DiagnosticGroup.NOISE)
            .toList();

    private static TaskBuilder builder() {
        return new TaskBuilder()
                .dataset(new Xor(44, 0.1, 0.25, false))
                .architecture("2-5-4-1")
                .activation("tanh")
                .learningRate(0.5)
                .epochs(EPOCHS);
    }

    private static Logging logging(int every) {
        return new Logging(every, DiagnosticGroups.of(EnumSet.of(DiagnosticGroup.NOISE)));
    }

    private static List<ObservableTrainer> trainers() {
        return List.of(new BreezeTrainer(), new LaneTrainer(2), new LaneTrainer(8));
    }

    private static List<EpochRow> rows(ObservableTrainer trainer, Pack pack, Task of) {
        var rows = new ArrayList<EpochRow>();
        trainer.train(pack, logging(1)).forEachRemaining(rows::add);
        return rows.stream().filter(row -> row.task().equals(of)).toList();
    }

    private static List<EpochRow> rows(ObservableTrainer trainer, Task task) {
        return rows(trainer, new Pack(List.of(task)), task);
    }

    private static Measurement first(ObservableTrainer trainer, TaskBuilder builder) {
        return rows(trainer, builder.build()).get(0).measurement();
    }

    static Stream<Arguments> networks() {
        return EveryLoss.ofUpTo(3)
                .flatMap(every -> Stream.of("tanh", "relu", "softsign", "gelu", "identity")
                        .map(activation -> Arguments.of(every, activation)));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void everyMetricIsThatOfTheGradientsOfSingleSamples(EveryLoss every, String activation) {
        Dataset dataset = new Blobs(50, every.classes(), 1, 1, 2, 0, 0.3, false, "default_rng");
        var builder = builder()
                .dataset(dataset)
                .activation(activation)
                .loss(every.loss())
                .learningRate(0.02)
                .architecture("2-5-9-" + every.outputs());
        for (var task : List.of(
                builder.seed(1).build(),
                builder.batch(new MiniBatch(8, true)).seed(2).build(),
                builder.optimizer(TaskBuilder.byName(Optimizers.CATALOG, "nesterov"))
                        .seed(3)
                        .build())) {
            for (var trainer : trainers()) {
                var parameters = new ArrayList<double[]>();
                var rows = new ArrayList<EpochRow>();
                trainer.train(new Pack(List.of(task)), logging(1), (of, epoch, at) -> parameters.add(at))
                        .forEachRemaining(rows::add);
                assertEquals(EPOCHS + 1, rows.size());
                for (var row : rows) {
                    assertNoise(row, parameters.get(row.epoch()));
                }
            }
        }
    }

    private static void assertNoise(EpochRow row, double[] parameters) {
        var task = row.task();
        double[][] gradients = NoiseReference.gradients(task, parameters);
        int batch = task.batch().size(gradients.length);
        for (int layer = 0; layer < task.architecture().layers(); layer++) {
            var expected = NoiseReference.metrics(gradients, task.architecture(), layer, batch);
            for (var metric : METRICS) {
                double actual = row.measurement().get(layer, metric);
                double number = expected.getOrDefault(metric, Double.NaN);
                assertEquals(expected.containsKey(metric), row.measurement().has(layer, metric));
                assertTrue(
                        Double.compare(number, actual) == 0
                                || Math.abs(number - actual) <= TOLERANCE * Math.abs(number),
                        metric + " of " + row + " must be " + number + ", not " + actual);
            }
        }
    }

    /** In company of lanes that need the definitions, for one or for all parameters. */
    @Test
    void noLaneWidthOrCompanyChangesABitAndEnginesAgree() {
        for (var activation : List.of("relu", "softsign")) {
            var tasks = new ArrayList<Task>();
            for (double scale : new double[] {1, 0, 1e-200, 3, 1e-80, 0.2, 1e60, 1, 1e160, 2}) {
                tasks.add(builder()
                        .activation(activation)
                        .batch(new MiniBatch(9, false))
                        .scale(scale)
                        .seed(tasks.size())
                        .build());
            }
            var together = new ArrayList<List<EpochRow>>();
            for (int width : new int[] {2, 4, 8}) {
                var rows = new ArrayList<EpochRow>();
                new LaneTrainer(width).train(new Pack(tasks), logging(1)).forEachRemaining(rows::add);
                together.add(rows);
            }
            for (var task : tasks) {
                var alone = rows(new LaneTrainer(2), task);
                for (var rows : together) {
                    TrainedRows.assertSameBits(
                            alone,
                            rows.stream().filter(row -> row.task().equals(task)).toList());
                }
                var breeze = rows(new BreezeTrainer(), task);
                assertEquals(breeze.size(), alone.size());
                assertAgree(breeze.get(0), alone.get(0));
                if (task.scale() >= 0.1 && task.scale() < 10) {
                    assertAgree(breeze.get(EPOCHS), alone.get(EPOCHS));
                }
            }
        }
    }

    private static void assertAgree(EpochRow one, EpochRow other) {
        for (int layer = 0; layer < 3; layer++) {
            for (var metric : METRICS) {
                double expected = one.measurement().get(layer, metric);
                double actual = other.measurement().get(layer, metric);
                assertEquals(
                        one.measurement().has(layer, metric),
                        other.measurement().has(layer, metric));
                assertTrue(
                        Double.compare(expected, actual) == 0
                                || Math.abs(expected - actual) <= TOLERANCE * Math.abs(expected),
                        metric + " of layer " + layer + " must be " + expected + ", not " + actual + ", in " + one);
            }
        }
    }

    /** Of 4,950 samples and 106 units, 8 lanes compute the factors again that 2 lanes keep. */
    @Test
    void whatIsNotKeptIsComputedAgain() {
        var task = builder()
                .dataset(new Xor(5_500, 0.1, 0.1, false))
                .architecture("2-106-1")
                .epochs(0)
                .build();
        TrainedRows.assertSameBits(rows(new LaneTrainer(2), task), rows(new LaneTrainer(8), eight(task), task));
    }

    /** A pack that is so full that no narrower vectors are taken. */
    private static Pack eight(Task task) {
        var tasks = new ArrayList<>(List.of(task));
        for (int seed = 1; seed < 8; seed++) {
            tasks.add(builder()
                    .dataset(new Xor(5_500, 0.1, 0.1, false))
                    .architecture("2-106-1")
                    .epochs(0)
                    .seed(seed)
                    .build());
        }
        return new Pack(tasks);
    }

    /** The outputs are all but 1e6, and the targets 0 and 1: the squares of gradients have twelve digits in common. */
    @Test
    void variancesOfNearlyEqualGradientsKeepTheirDigits() {
        var task = builder()
                .loss(new MeanSquaredError())
                .biasInit(new Constant(1e6))
                .architecture("2-3-1")
                .activation("sigmoid")
                .epochs(0)
                .build();
        int[] labels = task.split().train().labels();
        double[] deltas =
                Arrays.stream(labels).mapToDouble(label -> 2 * (1e6 - label)).toArray();
        for (var trainer : trainers()) {
            var measured = rows(trainer, task).get(0).measurement();
            // The layer's inputs are 1 to the bit, so it has four times the same gradient.
            double output = rows(trainer, task).get(0).measurement().get(1, LayerMetric.SAMPLE_GRAD_NORM_MEAN);
            assertEquals(2 * NoiseReference.mean(deltas), output, 10);
            double ratio = square(output / 2) / NoiseReference.variance(deltas);
            assertEquals(ratio, measured.get(1, LayerMetric.GSNR), 1e-9 * ratio);
            assertEquals(1 / ratio, measured.get(1, LayerMetric.NOISE_SCALE), 1e-9 / ratio);
            assertEquals(
                    4 * NoiseReference.variance(deltas),
                    measured.get(1, LayerMetric.SAMPLE_GRAD_NORM_VAR),
                    1e-8 * NoiseReference.variance(deltas));
        }
    }

    private static double square(double x) {
        return x * x;
    }

    @Test
    void ofOneSampleThereIsNoNoise() {
        for (var trainer : trainers()) {
            for (int layer = 0; layer < 3; layer++) {
                var measured = first(trainer, builder().dataset(new Xor(2, 0.1, 0.5, false)));
                assertTrue(measured.get(layer, LayerMetric.SAMPLE_GRAD_NORM_MEAN) > 0);
                assertEquals(0, measured.get(layer, LayerMetric.SAMPLE_GRAD_NORM_VAR));
                assertEquals(Double.POSITIVE_INFINITY, measured.get(layer, LayerMetric.GSNR));
                assertEquals(0, measured.get(layer, LayerMetric.GSNR_ZERO_COUNT));
                assertEquals(0, measured.get(layer, LayerMetric.NOISE_SCALE));
                for (var test : TESTS) {
                    assertFalse(measured.has(layer, test));
                }
            }
        }
    }

    /** All weights are 0: only the output layer's bias has a gradient. */
    @Test
    void whatDividesZeroByZeroIsNull() {
        for (var trainer : trainers()) {
            var measured = first(trainer, builder().activation("relu").scale(0));
            for (int layer = 0; layer < 2; layer++) {
                assertEquals(0, measured.get(layer, LayerMetric.SAMPLE_GRAD_NORM_MEAN));
                assertEquals(0, measured.get(layer, LayerMetric.SAMPLE_GRAD_NORM_VAR));
                assertEquals(layer == 0 ? 15 : 24, measured.get(layer, LayerMetric.GSNR_ZERO_COUNT));
                assertFalse(measured.has(layer, LayerMetric.GSNR));
                assertFalse(measured.has(layer, LayerMetric.NOISE_SCALE));
                for (var test : TESTS) {
                    assertFalse(measured.has(layer, test));
                }
            }
            assertEquals(4, measured.get(2, LayerMetric.GSNR_ZERO_COUNT));
            assertTrue(measured.get(2, LayerMetric.GSNR) >= 0);
            assertTrue(measured.has(2, LayerMetric.NOISE_SCALE));
        }
    }

    /** One layer has no hidden units; epoch 0 is the only one. */
    @Test
    void theOutputLayerHasAllMetricsAtTheOnlyEpoch() {
        for (var trainer : trainers()) {
            var rows = rows(trainer, builder().architecture("2-1").epochs(0).build());
            assertEquals(1, rows.size());
            for (var metric : METRICS) {
                assertTrue(rows.get(0).measurement().has(0, metric), metric::column);
            }
        }
    }

    @Test
    void whatIsNotFiniteIsNaN() {
        for (var trainer : trainers()) {
            for (int every : new int[] {1, 5}) {
                var rows = new ArrayList<EpochRow>();
                trainer.train(
                                new Pack(List.of(builder()
                                        .activation("relu")
                                        .learningRate(1e300)
                                        .epochs(9)
                                        .build())),
                                logging(every))
                        .forEachRemaining(rows::add);
                var last = rows.get(rows.size() - 1);
                assertEquals(Outcome.DIVERGED, last.outcome());
                for (var metric : METRICS) {
                    assertTrue(last.measurement().has(2, metric), metric::column);
                    assertTrue(Double.isNaN(last.measurement().get(2, metric)), metric::column);
                }
            }
        }
    }

    /**
     * With the identity, an output grows with the square of a small or large scale. If that is small beside the target,
     * the gradient by the first layer's weights grows with the scale; if it is large, with its third power.
     */
    @ParameterizedTest
    @CsvSource({
        "1e-20, 1e-60, 1",
        "1e-20, 1e-100, 1",
        "1e-20, 1e-200, 1",
        "1e-20, 1e-290, 1",
        "1e20, 1e30, 3",
        "1e20, 1e60, 3",
        "1e20, 1e90, 3"
    })
    void metricsAreRightWhateverTheSizeOfGradients(double scale, double other, int power) {
        for (var trainer : trainers()) {
            var expected = first(trainer, extreme(scale));
            var actual = first(trainer, extreme(other));
            double norm = actual.get(0, LayerMetric.SAMPLE_GRAD_NORM_MEAN);
            for (int i = 0; i < power; i++) {
                norm = norm / other * scale;
            }
            assertClose(expected.get(0, LayerMetric.SAMPLE_GRAD_NORM_MEAN), norm, trainer);
            for (var metric : List.of(
                    LayerMetric.GSNR, LayerMetric.NOISE_SCALE, LayerMetric.NORM_TEST, LayerMetric.INNER_PRODUCT_TEST)) {
                assertClose(expected.get(0, metric), actual.get(0, metric), trainer);
            }
        }
    }

    private static TaskBuilder extreme(double scale) {
        return builder()
                .activation("identity")
                .architecture("2-4-1")
                .loss(new MeanSquaredError())
                .scale(scale)
                .epochs(0);
    }

    private static void assertClose(double expected, double actual, Trainer trainer) {
        assertEquals(expected, actual, TOLERANCE * Math.abs(expected), trainer::numerics);
    }
}
