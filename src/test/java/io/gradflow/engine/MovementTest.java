package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.catalog.Kind;
import io.gradflow.data.Xor;
import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.nn.batch.MiniBatch;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.nn.optimizer.Optimizer;
import io.gradflow.nn.optimizer.Optimizers;
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
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How parameters move: both engines against the parameters themselves, which an observer sees at every epoch. */
class MovementTest {
    private static final double TOLERANCE = 1e-9;
    private static final int EPOCHS = 7;
    private static final Set<LayerMetric> OF_THE_NEXT_UPDATE =
            EnumSet.of(LayerMetric.UPDATE_NORM, LayerMetric.UPDATE_RATIO, LayerMetric.UPDATE_ANGLE);

    static Stream<String> optimizers() {
        return Optimizers.CATALOG.kinds().stream().map(Kind::name);
    }

    private static TaskBuilder builder() {
        return new TaskBuilder()
                .dataset(new Xor(44, 0.1, 0.25, false))
                .architecture("2-5-4-1")
                .activation("tanh")
                .epochs(EPOCHS);
    }

    private static Logging logging(int every) {
        return new Logging(every, DiagnosticGroups.of(EnumSet.of(DiagnosticGroup.UPDATES)));
    }

    private static List<ObservableTrainer> trainers() {
        return List.of(new BreezeTrainer(), new LaneTrainer(2), new LaneTrainer(8));
    }

    private static List<EpochRow> rows(ObservableTrainer trainer, Pack pack, Logging logging, Task of) {
        var rows = new ArrayList<EpochRow>();
        trainer.train(pack, logging).forEachRemaining(rows::add);
        return rows.stream().filter(row -> row.task().equals(of)).toList();
    }

    private static List<EpochRow> rows(ObservableTrainer trainer, Task task, int logEvery) {
        return rows(trainer, new Pack(List.of(task)), logging(logEvery), task);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void movesAreThoseOfTheParametersWhateverTheOptimizer(String kind) {
        var optimizer = TaskBuilder.<Optimizer>byName(Optimizers.CATALOG, kind);
        for (var task : List.of(
                builder().optimizer(optimizer).seed(1).build(),
                builder()
                        .optimizer(optimizer)
                        .batch(new MiniBatch(7, true))
                        .seed(2)
                        .build())) {
            for (var trainer : trainers()) {
                var parameters = new ArrayList<double[]>();
                var rows = new ArrayList<EpochRow>();
                trainer.train(new Pack(List.of(task)), logging(1), (of, epoch, at) -> parameters.add(at))
                        .forEachRemaining(rows::add);
                assertEquals(EPOCHS + 1, rows.size());
                for (var row : rows) {
                    for (int layer = 0; layer < 3; layer++) {
                        assertMoves(parameters, row, layer);
                    }
                }
                for (var row : rows(trainer, task, 3)) {
                    assertSame(rows.get(row.epoch()), row);
                }
            }
        }
    }

    /** All but the cosine, whose last gradient is an older one. */
    private static void assertSame(EpochRow expected, EpochRow actual) {
        for (int layer = 0; layer < 3; layer++) {
            for (var metric : LayerMetric.values()) {
                if (metric != LayerMetric.GRAD_COS) {
                    assertEquals(
                            expected.measurement().has(layer, metric),
                            actual.measurement().has(layer, metric));
                    assertEquals(
                            expected.measurement().get(layer, metric),
                            actual.measurement().get(layer, metric),
                            metric::column);
                }
            }
        }
    }

    private static void assertMoves(List<double[]> parameters, EpochRow row, int layer) {
        int epoch = row.epoch();
        double[] now = ofLayer(parameters.get(epoch), row.task(), layer);
        assertMetric(norm(now), row, layer, LayerMetric.PARAM_NORM);
        assertMetric(
                norm(minus(now, ofLayer(parameters.get(0), row.task(), layer))), row, layer, LayerMetric.INIT_DISTANCE);
        if (epoch == EPOCHS) {
            for (var metric : OF_THE_NEXT_UPDATE) {
                assertFalse(row.measurement().has(layer, metric));
            }
            return;
        }
        double[] update = minus(ofLayer(parameters.get(epoch + 1), row.task(), layer), now);
        assertMetric(norm(update), row, layer, LayerMetric.UPDATE_NORM);
        assertMetric(norm(update) / norm(now), row, layer, LayerMetric.UPDATE_RATIO);
        assertEquals(epoch > 0, row.measurement().has(layer, LayerMetric.UPDATE_ANGLE));
        assertEquals(epoch > 0, row.measurement().has(layer, LayerMetric.GRAD_COS));
        if (epoch > 0) {
            double[] last = minus(now, ofLayer(parameters.get(epoch - 1), row.task(), layer));
            assertMetric(angle(update, last), row, layer, LayerMetric.UPDATE_ANGLE);
        }
    }

    private static void assertMetric(double expected, EpochRow row, int layer, LayerMetric metric) {
        assertEquals(
                expected,
                row.measurement().get(layer, metric),
                TOLERANCE * Math.max(1e-6, expected),
                () -> metric + " of layer " + layer + " of " + row);
    }

    private static double[] ofLayer(double[] parameters, Task task, int layer) {
        var architecture = task.architecture();
        return Arrays.copyOfRange(
                parameters,
                architecture.weightOffset(layer),
                architecture.biasOffset(layer) + architecture.fanOut(layer));
    }

    private static double[] minus(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] - b[i]).toArray();
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }

    private static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    /** From the part of one vector that is at right angles to the other. */
    private static double angle(double[] a, double[] b) {
        double along = dot(a, b) / dot(b, b);
        double[] across = IntStream.range(0, a.length)
                .mapToDouble(i -> a[i] - along * b[i])
                .toArray();
        return StrictMath.atan2(norm(across), along * norm(b));
    }

    /** Each update of plain gradient descent is the gradient, times a number. */
    @Test
    void cosinesOfGradientsAreThoseOfTheUpdatesThatTheyMake() {
        var task = builder().optimizer(new GradientDescent(0.7)).seed(5).build();
        for (var trainer : trainers()) {
            var parameters = new ArrayList<double[]>();
            trainer.train(new Pack(List.of(task)), logging(1), (of, epoch, at) -> parameters.add(at))
                    .forEachRemaining(row -> {});
            for (int every : new int[] {1, 2, 3}) {
                int last = 0;
                for (var row : rows(trainer, task, every)) {
                    for (int layer = 0; layer < 3 && row.epoch() > 0 && row.outcome() == null; layer++) {
                        double[] now = ofLayer(
                                minus(parameters.get(row.epoch() + 1), parameters.get(row.epoch())), task, layer);
                        double[] before = ofLayer(minus(parameters.get(last + 1), parameters.get(last)), task, layer);
                        assertEquals(
                                dot(now, before) / norm(now) / norm(before),
                                row.measurement().get(layer, LayerMetric.GRAD_COS),
                                TOLERANCE);
                    }
                    last = row.epoch();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void enginesAgreeAndNoLaneWidthOrCompanyChangesABit(String kind) {
        var optimizer = TaskBuilder.<Optimizer>byName(Optimizers.CATALOG, kind);
        var tasks = new ArrayList<Task>();
        for (double scale : new double[] {1, 0, 1e-200, 3, 1e160, 0.2, 1, 1e300, 2}) {
            tasks.add(builder()
                    .optimizer(optimizer)
                    .batch(new MiniBatch(9, false))
                    .scale(scale)
                    .seed(tasks.size())
                    .build());
        }
        for (var task : tasks) {
            var alone = rows(new LaneTrainer(2), task, 2);
            for (int width : new int[] {2, 4, 8}) {
                TrainedRows.assertSameBits(alone, rows(new LaneTrainer(width), new Pack(tasks), logging(2), task));
            }
            if (task.scale() >= 0.1 && task.scale() < 10) {
                var breeze = rows(new BreezeTrainer(), task, 2);
                for (int row = 0; row < breeze.size(); row++) {
                    assertEquals(
                            breeze.get(row).measurement().get(1, LayerMetric.GRAD_COS),
                            alone.get(row).measurement().get(1, LayerMetric.GRAD_COS),
                            TOLERANCE);
                }
            }
        }
    }

    @Test
    void aRhythmMovesTheLastGradientAndNothingElse() {
        var task = builder().optimizer(new GradientDescent(0.7)).build();
        var pack = new Pack(List.of(task));
        for (var trainer : trainers()) {
            var every3 = rows(trainer, task, 3);
            var rhythm =
                    rows(trainer, pack, new Logging(1, new DiagnosticGroups(Map.of(DiagnosticGroup.UPDATES, 3))), task);
            assertEquals(EPOCHS + 1, rhythm.size());
            TrainedRows.assertSameBits(
                    every3,
                    rhythm.stream()
                            .filter(row -> row.measurement().has(0, LayerMetric.PARAM_NORM))
                            .toList());
        }
    }

    @Test
    void whatIsUndefinedIsNull() {
        for (var trainer : trainers()) {
            var untrained = rows(trainer, builder().epochs(0).build(), 1).get(0).measurement();
            assertTrue(untrained.has(2, LayerMetric.PARAM_NORM));
            assertEquals(0, untrained.get(2, LayerMetric.INIT_DISTANCE));
            assertFalse(untrained.has(2, LayerMetric.GRAD_COS));
            assertFalse(untrained.has(2, LayerMetric.UPDATE_NORM));

            // All weights are 0: only the output layer's bias has a gradient.
            var dead = rows(
                            trainer,
                            builder()
                                    .activation("relu")
                                    .scale(0)
                                    .optimizer(new GradientDescent(0.1))
                                    .build(),
                            1)
                    .get(1)
                    .measurement();
            assertEquals(0, dead.get(0, LayerMetric.PARAM_NORM));
            assertEquals(0, dead.get(0, LayerMetric.UPDATE_NORM));
            assertFalse(dead.has(0, LayerMetric.UPDATE_RATIO));
            assertFalse(dead.has(0, LayerMetric.UPDATE_ANGLE));
            assertFalse(dead.has(0, LayerMetric.GRAD_COS));
        }
    }

    @Test
    void anUpdateThatDivergesIsNaN() {
        for (var trainer : trainers()) {
            var rows = rows(
                    trainer,
                    builder()
                            .activation("relu")
                            .optimizer(new GradientDescent(1e300))
                            .build(),
                    1);
            var last = rows.get(rows.size() - 1);
            assertEquals(Outcome.DIVERGED, last.outcome());
            assertFalse(last.measurement().has(0, LayerMetric.UPDATE_NORM));
            assertTrue(last.measurement().has(0, LayerMetric.PARAM_NORM));
        }
    }

    /** Numbers whose squares are no doubles. */
    @Test
    void normsAreRightWhateverTheirSize() {
        for (var trainer : trainers()) {
            double one = paramNorm(trainer, 1);
            for (double scale : new double[] {1e-290, 1e-170, 1e-100, 1e170, 1e300}) {
                assertEquals(one, paramNorm(trainer, scale) / scale, 1e-14 * one);
            }
        }
    }

    private static double paramNorm(ObservableTrainer trainer, double scale) {
        return rows(trainer, builder().scale(scale).epochs(0).build(), 1)
                .get(0)
                .measurement()
                .get(1, LayerMetric.PARAM_NORM);
    }
}
