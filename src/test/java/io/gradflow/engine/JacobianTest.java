package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.catalog.Kind;
import io.gradflow.data.Xor;
import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.random.Seeding;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jacobians in both engines: against central differences, and the same whatever trains beside them. */
class JacobianTest {
    private static final double STEP = 1e-5;

    /** A central difference with that step has an error of 1e-10 or so. */
    private static final double TOLERANCE_OF_DIFFERENCES = 1e-7;

    private static final double TOLERANCE = 1e-9;
    private static final int SAMPLES = 33;

    static Stream<String> activations() {
        return Activations.CATALOG.kinds().stream().map(Kind::name);
    }

    private static TaskBuilder builder() {
        return new TaskBuilder()
                .dataset(new Xor(44, 0.1, 0.25, false))
                .architecture("2-5-17-3-1")
                .activation("tanh")
                .optimizer(new GradientDescent(0.4))
                .epochs(7);
    }

    private static Logging logging(int every, int points) {
        return new Logging(every, new DiagnosticGroups(Map.of(DiagnosticGroup.JACOBIAN, 1), points));
    }

    private static List<Trainer> trainers() {
        return List.of(new BreezeTrainer(), new LaneTrainer(2), new LaneTrainer(8));
    }

    private static List<EpochRow> rows(Trainer trainer, Pack pack, Logging logging, Task of) {
        var rows = new ArrayList<EpochRow>();
        trainer.train(pack, logging).forEachRemaining(rows::add);
        return rows.stream().filter(row -> row.task().equals(of)).toList();
    }

    private static List<EpochRow> rows(Trainer trainer, Task task, int points) {
        return rows(trainer, new Pack(List.of(task)), logging(1, points), task);
    }

    /** What a network makes of inputs: z of the output layer, or phi(z) of a hidden one. */
    private static double[] outputs(Task task, double[] parameters, int firstLayer, int lastLayer, double... inputs) {
        var architecture = task.architecture();
        double[] values = inputs;
        for (int layer = firstLayer; layer <= lastLayer; layer++) {
            int fanOut = architecture.fanOut(layer);
            var next = new double[fanOut];
            for (int out = 0; out < fanOut; out++) {
                double z = parameters[architecture.biasOffset(layer) + out];
                for (int in = 0; in < values.length; in++) {
                    z += values[in] * parameters[architecture.weightOffset(layer) + in * fanOut + out];
                }
                next[out] =
                        layer < architecture.layers() - 1 ? task.activation().value(z) : z;
            }
            values = next;
        }
        return values;
    }

    /** By central differences: all derivatives by the first input, then by the next. */
    private static double[][] jacobian(Task task, double[] parameters, int firstLayer, int lastLayer, double[] inputs) {
        var columns = new double[inputs.length][];
        for (int i = 0; i < inputs.length; i++) {
            double[] at = inputs.clone();
            at[i] = inputs[i] + STEP;
            double above = at[i];
            double[] column = outputs(task, parameters, firstLayer, lastLayer, at);
            at[i] = inputs[i] - STEP;
            double[] low = outputs(task, parameters, firstLayer, lastLayer, at);
            for (int j = 0; j < column.length; j++) {
                column[j] = (column[j] - low[j]) / (above - at[i]);
            }
            columns[i] = column;
        }
        return columns;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** The sum of the squares of the singular values. */
    private static double squares(double[][] jacobian) {
        return Arrays.stream(jacobian)
                .mapToDouble(column -> dot(column, column))
                .sum();
    }

    /** The sum of their fourth powers: of the squares of the elements of J^T J. */
    private static double fourthPowers(double[][] jacobian) {
        double sum = 0;
        for (double[] a : jacobian) {
            for (double[] b : jacobian) {
                sum += dot(a, b) * dot(a, b);
            }
        }
        return sum;
    }

    /** The square of the larger one of two singular values: of the two eigenvalues of J^T J. */
    private static double largestSquare(double[][] jacobian) {
        double squares = squares(jacobian);
        return (squares + Math.sqrt(2 * fourthPowers(jacobian) - squares * squares)) / 2;
    }

    private static DoubleStream all(List<double[][]> jacobians, ToDoubleFunction<double[][]> of) {
        return jacobians.stream().mapToDouble(of);
    }

    /** With as many points as samples, whose order then does not matter, and two inputs. */
    @ParameterizedTest
    @MethodSource("activations")
    void theyAreCentralDifferences(String activation) {
        var task = builder()
                .architecture("2-5-4-1")
                .activation(activation)
                .seed(3)
                .epochs(2)
                .build();
        double[] samples = task.split().train().inputs();
        for (var trainer : List.of(new BreezeTrainer(), new LaneTrainer(4))) {
            var parameters = new ArrayList<double[]>();
            var rows = new ArrayList<EpochRow>();
            trainer.train(new Pack(List.of(task)), logging(1, 1000), (of, epoch, at) -> parameters.add(at))
                    .forEachRemaining(rows::add);
            assertEquals(3, rows.size());
            for (var row : rows) {
                double[] at = parameters.get(row.epoch());
                var ofNetwork = new ArrayList<double[][]>();
                var ofLayer = new ArrayList<double[][]>();
                for (int sample = 0; sample < SAMPLES; sample++) {
                    double[] inputs = {samples[2 * sample], samples[2 * sample + 1]};
                    assertIsSmooth(task, at, inputs);
                    ofNetwork.add(jacobian(task, at, 0, 2, inputs));
                    ofLayer.add(jacobian(task, at, 1, 1, outputs(task, at, 0, 0, inputs)));
                }
                assertAreOf(ofNetwork, row.measurement());
                assertAreOf(ofLayer, 4, 1, row.measurement());
            }
        }
    }

    /** A rectifier whose z changes sign within a step has no derivative there: the seed is chosen so that none does. */
    private static void assertIsSmooth(Task task, double[] parameters, double[] inputs) {
        for (int layer = 0; layer < 2; layer++) {
            for (double value : outputs(task, parameters, 0, layer, inputs)) {
                assertTrue(value == 0 || Math.abs(value) > 1e-12);
            }
        }
    }

    /** A Jacobian with one row has one singular value, its length. */
    private static void assertAreOf(List<double[][]> jacobians, Measurement measurement) {
        assertClose(
                all(jacobians, j -> Math.sqrt(squares(j))).average().orElseThrow(),
                measurement.get(Metric.JAC_SV_MEAN));
        double mean = all(jacobians, JacobianTest::squares).average().orElseThrow();
        assertClose(mean, measurement.get(Metric.JAC_SV_SQ_MEAN));
        assertClose(
                all(jacobians, j -> fourthPowers(j) - 2 * mean * squares(j) + mean * mean)
                        .average()
                        .orElseThrow(),
                measurement.get(Metric.JAC_SV_SQ_VAR));
        assertClose(all(jacobians, JacobianTest::squares).max().orElseThrow(), measurement.get(Metric.JAC_SV_SQ_MAX));
    }

    private static void assertAreOf(List<double[][]> jacobians, int count, int layer, Measurement measurement) {
        double mean = all(jacobians, JacobianTest::squares).average().orElseThrow() / count;
        assertClose(mean, measurement.get(layer, LayerMetric.JAC_SV_SQ_MEAN));
        assertClose(
                all(jacobians, JacobianTest::fourthPowers).average().orElseThrow() / count - mean * mean,
                measurement.get(layer, LayerMetric.JAC_SV_SQ_VAR));
        var nonZero = jacobians.stream().filter(j -> squares(j) > 1e-20).toList();
        assertEquals(jacobians.size() - nonZero.size(), measurement.get(layer, LayerMetric.JAC_ZERO_COUNT));
        assertClose(
                all(nonZero, j -> squares(j) * squares(j) / fourthPowers(j))
                        .average()
                        .orElseThrow(),
                measurement.get(layer, LayerMetric.JAC_PARTICIPATION));
        double largest = all(jacobians, JacobianTest::squares).max().orElseThrow();
        assertTrue(measurement.get(layer, LayerMetric.JAC_SV_SQ_MAX) <= largest * (1 + TOLERANCE_OF_DIFFERENCES));
    }

    private static void assertClose(double expected, double actual) {
        assertEquals(expected, actual, TOLERANCE_OF_DIFFERENCES * Math.max(1e-3, Math.abs(expected)));
    }

    /** The first layer has two inputs. */
    @ParameterizedTest
    @ValueSource(strings = {"tanh", "gelu", "softsign"})
    void largestSquaresAndStableRanksAreThoseOfGramMatrices(String activation) {
        var task = builder().activation(activation).seed(1).epochs(0).build();
        double[] samples = task.split().train().inputs();
        double[] parameters = task.initialParameters();
        var jacobians = new ArrayList<double[][]>();
        for (int sample = 0; sample < SAMPLES; sample++) {
            jacobians.add(jacobian(
                    task, parameters, 0, 0, new double[] {samples[2 * sample], samples[2 * sample + 1]}));
        }
        for (var trainer : trainers()) {
            var measurement = rows(trainer, task, SAMPLES).get(0).measurement();
            assertClose(
                    all(jacobians, JacobianTest::largestSquare).max().orElseThrow(),
                    measurement.get(0, LayerMetric.JAC_SV_SQ_MAX));
            assertClose(
                    all(jacobians, j -> squares(j) / largestSquare(j)).average().orElseThrow(),
                    measurement.get(0, LayerMetric.JAC_STABLE_RANK));
            assertClose(
                    StrictMath.exp(all(
                                            jacobians,
                                            j -> StrictMath.log(largestSquare(j) / (squares(j) - largestSquare(j))))
                                    .average()
                                    .orElseThrow()
                            / 2),
                    measurement.get(0, LayerMetric.JAC_COND));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tanh", "relu", "gelu"})
    void enginesAgreeAndNoLaneWidthOrCompanyChangesABit(String activation) {
        var tasks = new ArrayList<Task>();
        for (double scale : new double[] {1e-200, 0, 1, 1e160, 4, 0.3, 1e300, 2, 1}) {
            tasks.add(builder()
                    .activation(activation)
                    .scale(scale)
                    .seed(tasks.size())
                    .build());
        }
        var pack = new Pack(tasks);
        var together = Stream.of(2, 4, 8)
                .map(width -> byTask(new LaneTrainer(width), pack, logging(1, 5)))
                .toList();
        var every3 = byTask(new LaneTrainer(8), pack, logging(3, 5));
        for (var task : tasks) {
            var alone = rows(new LaneTrainer(2), task, 5);
            together.forEach(rows -> TrainedRows.assertSameBits(alone, rows.get(task)));
            for (var row : every3.get(task)) {
                TrainedRows.assertSameBits(List.of(alone.get(row.epoch())), List.of(row));
            }
            var breeze = rows(new BreezeTrainer(), task, 5);
            assertEquals(breeze.size(), alone.size());
            for (int row = 0; row < breeze.size(); row++) {
                assertAgree(breeze.get(row), alone.get(row), row == 0 ? 0 : TOLERANCE);
            }
        }
    }

    private static Map<Task, List<EpochRow>> byTask(Trainer trainer, Pack pack, Logging logging) {
        var rows = new ArrayList<EpochRow>();
        trainer.train(pack, logging).forEachRemaining(rows::add);
        return rows.stream().collect(Collectors.groupingBy(EpochRow::task));
    }

    private static void assertAgree(EpochRow expected, EpochRow actual, double tolerance) {
        assertEquals(expected.outcome(), actual.outcome());
        var of = expected.measurement();
        for (var metric : Metric.values()) {
            if (metric.group().equals(Optional.of(DiagnosticGroup.JACOBIAN))) {
                assertEquals(of.has(metric), actual.measurement().has(metric), metric::toString);
                assertAgree(of.get(metric), actual.measurement().get(metric), tolerance, metric.column());
            }
        }
        for (int layer = 0; layer < 4; layer++) {
            for (var metric : LayerMetric.of(layer, 4)) {
                if (metric.group() == DiagnosticGroup.JACOBIAN) {
                    assertEquals(of.has(layer, metric), actual.measurement().has(layer, metric), metric::toString);
                    assertAgree(
                            of.get(layer, metric), actual.measurement().get(layer, metric), tolerance, metric.column());
                }
            }
        }
    }

    private static void assertAgree(double expected, double actual, double tolerance, String metric) {
        if (tolerance > 0 && Double.isFinite(expected) && expected != 0) {
            assertEquals(expected, actual, tolerance * Math.abs(expected), metric);
        } else {
            assertEquals(expected, actual, metric);
        }
    }

    @Test
    void pointsAreTrainingSamplesThatTheSeedChooses() {
        for (var seeding : Seeding.values()) {
            var task = builder().seed(6).seeding(seeding).build();
            var train = task.split().train();
            double[] all = JacobianPoints.inputs(task, train, SAMPLES);
            double[] sorted = train.inputs().clone();
            double[] chosen = all.clone();
            Arrays.sort(sorted);
            Arrays.sort(chosen);
            assertTrue(Arrays.equals(sorted, chosen));
            assertFalse(Arrays.equals(train.inputs(), all));
            assertTrue(Arrays.equals(Arrays.copyOf(all, 10), JacobianPoints.inputs(task, train, 5)));
            var other = builder().seed(7).seeding(seeding).build();
            assertFalse(Arrays.equals(all, JacobianPoints.inputs(other, train, SAMPLES)));
        }
        assertEquals(16, JacobianPoints.count(DiagnosticGroups.ALL, builder().build()));
        assertEquals(
                SAMPLES, JacobianPoints.count(logging(1, 34).groups(), builder().build()));
    }

    @Test
    void oneSampleAndOneLayerHaveJacobians() {
        for (var trainer : trainers()) {
            var task = builder()
                    .dataset(new Xor(2, 0.1, 0.5, false))
                    .architecture("2-1")
                    .epochs(0)
                    .build();
            double[] weights = task.initialParameters();
            var measurement = rows(trainer, task, 16).get(0).measurement();
            double length = Math.sqrt(weights[0] * weights[0] + weights[1] * weights[1]);
            assertEquals(length, measurement.get(Metric.JAC_SV_MEAN), 1e-15);
            assertEquals(length, measurement.get(0, LayerMetric.JAC_SV_MEAN), 1e-15);
            assertEquals(0, measurement.get(Metric.JAC_SV_SQ_VAR));
        }
    }

    @Test
    void weightsOfZeroHaveNoRank() {
        for (var trainer : trainers()) {
            var task = builder().activation("relu").scale(0).epochs(0).build();
            var measurement = rows(trainer, task, 16).get(0).measurement();
            assertEquals(16, measurement.get(Metric.JAC_ZERO_COUNT));
            assertEquals(0, measurement.get(3, LayerMetric.JAC_SV_SQ_MAX));
            assertFalse(measurement.has(Metric.JAC_STABLE_RANK));
            assertFalse(measurement.has(3, LayerMetric.JAC_COND));
        }
    }

    @Test
    void aDivergedRunHasThemInItsLastRow() {
        for (var trainer : trainers()) {
            var task = builder().activation("relu").learningRate(1e300).build();
            var logging = new Logging(
                    1, new DiagnosticGroups(Map.of(DiagnosticGroup.STUDY, 1, DiagnosticGroup.JACOBIAN, 100)));
            var rows = rows(trainer, new Pack(List.of(task)), logging, task);
            var last = rows.get(rows.size() - 1);
            assertEquals(Outcome.DIVERGED, last.outcome());
            assertTrue(last.epoch() > 0);
            assertTrue(last.measurement().has(Metric.JAC_SV_MEAN));
            assertTrue(last.measurement().has(3, LayerMetric.JAC_SV_MEAN));
        }
    }
}
