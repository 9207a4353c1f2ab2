package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Xor;
import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
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
import java.util.Map;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The moments of hidden layers: both engines, every lane width, and loops over all samples and pairs of them. */
class MomentsTest {
    private static final double TOLERANCE = 1e-9;

    private static final Logging EVERY_EPOCH =
            new Logging(1, DiagnosticGroups.of(EnumSet.of(DiagnosticGroup.STUDY, DiagnosticGroup.MOMENTS)));

    private static TaskBuilder builder() {
        return new TaskBuilder()
                .dataset(new Xor(44, 0.1, 0.25, false))
                .architecture("2-5-17-3-1")
                .epochs(9)
                .optimizer(new GradientDescent(0.4));
    }

    private static List<EpochRow> rows(Trainer trainer, Pack pack, Logging logging, Task of) {
        var rows = new ArrayList<EpochRow>();
        trainer.train(pack, logging).forEachRemaining(rows::add);
        return rows.stream().filter(row -> row.task().equals(of)).toList();
    }

    private static List<EpochRow> rows(Trainer trainer, Task task) {
        return rows(trainer, new Pack(List.of(task)), EVERY_EPOCH, task);
    }

    /** Activations whose |phi'| falls with |z|, is a step, or has any shape. */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "softsign", "relu", "leaky_relu", "identity", "gelu", "sin"})
    void theyAreWhatLoopsOverAllPairsOfSamplesGive(String activation) {
        for (double scale : new double[] {0.7, 3}) {
            var task = builder().activation(activation).scale(scale).seed(4).build();
            var parameters = new ArrayList<double[]>();
            var lanes = new ArrayList<EpochRow>();
            new LaneTrainer(4)
                    .train(new Pack(List.of(task)), EVERY_EPOCH, (of, epoch, at) -> parameters.add(at))
                    .forEachRemaining(lanes::add);
            var breeze = rows(new BreezeTrainer(), task);
            assertEquals(10, lanes.size());
            for (int row = 0; row < lanes.size(); row++) {
                assertIsBruteForce(task, parameters.get(row), lanes.get(row));
                assertIsBruteForce(task, parameters.get(row), breeze.get(row));
            }
        }
    }

    private static void assertIsBruteForce(Task task, double[] parameters, EpochRow row) {
        var samples = task.split().train();
        var architecture = task.architecture();
        double[][] inputs = IntStream.range(0, samples.count())
                .mapToObj(
                        i -> Arrays.copyOfRange(samples.inputs(), i * samples.features(), (i + 1) * samples.features()))
                .toArray(double[][]::new);
        for (int layer = 0; layer < architecture.layers() - 1; layer++) {
            double[][] z = new double[inputs.length][architecture.fanOut(layer)];
            for (int sample = 0; sample < z.length; sample++) {
                for (int unit = 0; unit < z[sample].length; unit++) {
                    z[sample][unit] = parameters[architecture.biasOffset(layer) + unit];
                    for (int in = 0; in < inputs[sample].length; in++) {
                        z[sample][unit] += inputs[sample][in]
                                * parameters[architecture.weightOffset(layer) + in * z[sample].length + unit];
                    }
                }
            }
            DoubleUnaryOperator phi = value -> task.activation().value(value);
            inputs = Arrays.stream(z)
                    .map(of -> Arrays.stream(of).map(phi).toArray())
                    .toArray(double[][]::new);
            double[] all = Arrays.stream(z).flatMapToDouble(Arrays::stream).toArray();
            double[] values = Arrays.stream(all).map(phi).toArray();
            double[] derivatives = Arrays.stream(all)
                    .map(value -> Math.abs(task.activation().derivative(value, phi.applyAsDouble(value))))
                    .toArray();
            assertMetric(mean(all), row, layer, LayerMetric.Z_MEAN);
            assertMetric(variance(all), row, layer, LayerMetric.Z_VAR);
            assertMetric(mean(values), row, layer, LayerMetric.PHI_MEAN);
            assertMetric(variance(values), row, layer, LayerMetric.PHI_VAR);
            assertMetric(mean(Arrays.stream(all).map(v -> v * v).toArray()), row, layer, LayerMetric.Z_SQ_MEAN);
            assertMetric(cosine(z), row, layer, LayerMetric.Z_COS_MEAN);
            assertMetric(0, row, layer, LayerMetric.Z_ZERO_COUNT);
            double[] magnitudes = Arrays.stream(all).map(Math::abs).toArray();
            for (var metric : LayerMetric.values()) {
                if (!Double.isNaN(metric.probability())) {
                    boolean isOfZ = metric.name().startsWith("Z");
                    assertMetric(
                            percentile(isOfZ ? magnitudes : derivatives, metric.probability()), row, layer, metric);
                }
            }
        }
        assertFalse(row.measurement().has(architecture.layers() - 1, LayerMetric.Z_MEAN));
    }

    private static void assertMetric(double expected, EpochRow row, int layer, LayerMetric metric) {
        assertEquals(
                expected,
                row.measurement().get(layer, metric),
                TOLERANCE * Math.max(1e-3, Math.abs(expected)),
                () -> metric + " of layer " + layer + " of " + row);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).sum() / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        return mean(Arrays.stream(values).map(v -> (v - mean) * (v - mean)).toArray());
    }

    private static double cosine(double[][] z) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            for (int j = 0; j < i; j++) {
                sum += dot(z[i], z[j]) / Math.sqrt(dot(z[i], z[i])) / Math.sqrt(dot(z[j], z[j]));
            }
        }
        return 2 * sum / z.length / (z.length - 1);
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double percentile(double[] values, double probability) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double place = (sorted.length - 1) * probability;
        int low = (int) place;
        return sorted[low] + (place - low) * (sorted[Math.min(low + 1, sorted.length - 1)] - sorted[low]);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tanh", "relu", "gelu"})
    void noLaneWidthAndNoCompanyChangesABit(String activation) {
        var tasks = new ArrayList<Task>();
        for (double scale : new double[] {1e-200, 0, 1, 1e160, 4, 0.3, 1e300, 2, 1}) {
            tasks.add(builder()
                    .activation(activation)
                    .scale(scale)
                    .seed(tasks.size())
                    .build());
        }
        for (var task : tasks) {
            var alone = rows(new LaneTrainer(2), task);
            for (int width : new int[] {2, 4, 8}) {
                TrainedRows.assertSameBits(alone, rows(new LaneTrainer(width), new Pack(tasks), EVERY_EPOCH, task));
            }
            var every4 = rows(
                    new LaneTrainer(8),
                    new Pack(tasks),
                    new Logging(2, new DiagnosticGroups(Map.of(DiagnosticGroup.STUDY, 1, DiagnosticGroup.MOMENTS, 4))),
                    task);
            for (var row : every4) {
                if (row.measurement().has(0, LayerMetric.Z_MEAN)) {
                    TrainedRows.assertSameBits(List.of(alone.get(row.epoch())), List.of(row));
                } else {
                    assertTrue(row.epoch() % 4 != 0 && row.outcome() == null, row::toString);
                }
            }
        }
    }

    /** Below 1e-146 and above 1e154 the square of a number is no good. */
    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-200, 1e-150, 1, 1e150})
    void cosinesAreRightHoweverLongTheVectors(double scale) {
        var one = builder().architecture("2-7-1").epochs(0).seed(3);
        for (var trainer : List.of(new BreezeTrainer(), new LaneTrainer(4))) {
            double expected = rows(trainer, one.activation("identity").scale(1).build())
                    .get(0)
                    .measurement()
                    .get(0, LayerMetric.Z_COS_MEAN);
            var row = rows(trainer, one.activation("identity").scale(scale).build())
                    .get(0);
            assertEquals(expected, row.measurement().get(0, LayerMetric.Z_COS_MEAN), 1e-12);
            assertEquals(0, row.measurement().get(0, LayerMetric.Z_ZERO_COUNT));
        }
    }

    @Test
    void vectorsOfZerosAreInNoPair() {
        for (var trainer : List.of(new BreezeTrainer(), new LaneTrainer(4))) {
            var row = rows(
                            trainer,
                            builder().activation("relu").scale(0).epochs(0).build())
                    .get(0);
            for (int layer = 0; layer < 3; layer++) {
                assertEquals(33, row.measurement().get(layer, LayerMetric.Z_ZERO_COUNT));
                assertFalse(row.measurement().has(layer, LayerMetric.Z_COS_MEAN));
                assertEquals(0, row.measurement().get(layer, LayerMetric.Z_SQ_MEAN));
                assertEquals(0, row.measurement().get(layer, LayerMetric.Z_VAR));
                assertEquals(0, row.measurement().get(layer, LayerMetric.DPHI_P99_ABS));
            }
        }
    }

    @Test
    void oneSampleHasNoPairs() {
        for (var trainer : List.of(new BreezeTrainer(), new LaneTrainer(4))) {
            var row = rows(
                            trainer,
                            builder()
                                    .dataset(new Xor(2, 0.1, 0.5, false))
                                    .activation("tanh")
                                    .build())
                    .get(0);
            assertFalse(row.measurement().has(1, LayerMetric.Z_COS_MEAN));
            assertTrue(row.measurement().get(1, LayerMetric.Z_VAR) > 0);
        }
    }

    @Test
    void aNetworkWithoutHiddenLayersHasNone() {
        for (var trainer : List.of(new BreezeTrainer(), new LaneTrainer(4))) {
            for (var row : rows(trainer, builder().architecture("2-1").build())) {
                assertEquals(1, row.measurement().layers());
                assertFalse(row.measurement().has(0, LayerMetric.Z_MEAN));
            }
        }
    }

    /** The weights of the first layer overflow to infinite z, and tanh takes them. */
    @Test
    void infiniteNumbersHaveTheMomentsThatTheRulesOfArithmeticGive() {
        for (var trainer : List.of(new BreezeTrainer(), new LaneTrainer(4))) {
            var measured = rows(
                            trainer,
                            builder()
                                    .architecture("2-8-8-1")
                                    .activation("tanh")
                                    .scale(1.7e308)
                                    .epochs(0)
                                    .build())
                    .get(0)
                    .measurement();
            assertEquals(Double.POSITIVE_INFINITY, measured.get(1, LayerMetric.Z_SQ_MEAN));
            assertEquals(Double.NaN, measured.get(1, LayerMetric.Z_VAR));
            assertEquals(Double.NaN, measured.get(1, LayerMetric.Z_COS_MEAN));
            assertEquals(1, measured.get(1, LayerMetric.PHI_VAR), 1);
            assertTrue(Double.isFinite(measured.get(1, LayerMetric.PHI_MEAN)));
        }
    }

    @Test
    void aDivergedRunHasThemInItsLastRow() {
        for (var trainer : List.of(new BreezeTrainer(), new LaneTrainer(4))) {
            var task = builder()
                    .activation("relu")
                    .optimizer(new GradientDescent(1e300))
                    .build();
            var rows = rows(trainer, task);
            var last = rows.get(rows.size() - 1);
            assertEquals(Outcome.DIVERGED, last.outcome());
            assertTrue(last.measurement().has(0, LayerMetric.Z_MEAN));
            assertFalse(Double.isFinite(last.measurement().get(2, LayerMetric.Z_SQ_MEAN)));
        }
    }
}
