package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Xor;
import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.nn.batch.Batching;
import io.gradflow.nn.batch.FullBatch;
import io.gradflow.nn.batch.MiniBatch;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.nn.optimizer.Momentum;
import io.gradflow.nn.optimizer.Nesterov;
import io.gradflow.nn.schedule.ConstantSchedule;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimizers, schedules and batchings in the engines: against plain loops, and the engines against each other. */
class UpdatesTest {
    private static final int[] WIDTHS = {2, 4, 8};

    static Stream<Arguments> updates() {
        return EveryUpdate.optimizers()
                .flatMap(optimizer -> EveryUpdate.batchings().map(batching -> Arguments.of(optimizer, batching)));
    }

    static Stream<String> optimizers() {
        return EveryUpdate.optimizers();
    }

    static Stream<Trainer> trainers() {
        return Stream.of(new BreezeTrainer(), new LaneTrainer(0));
    }

    @ParameterizedTest
    @MethodSource("updates")
    void rowsAreThoseOfPlainLoopsInLanesOfAnyWidth(String optimizer, Batching batching) {
        var tasks = tasks(builder().batch(batching).epochs(9), optimizer);
        for (int logEvery : new int[] {1, 4}) {
            var expected = tasks.stream()
                    .map(task -> ScalarReference.train(task, logEvery))
                    .toList();
            for (int width : WIDTHS) {
                // Not all lanes are full, and lanes have other neighbours with each width.
                for (int from = 0; from < tasks.size(); from += width) {
                    var some = tasks.subList(from, Math.min(from + width, tasks.size()));
                    var rows = TrainedRows.byTask(new LaneTrainer(width), new Pack(some), logEvery);
                    for (var task : some) {
                        TrainedRows.assertSameBits(expected.get(tasks.indexOf(task)), rows.get(task));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void enginesAgreeAfterHundredsOfEpochs(String optimizer) {
        for (var batching : List.of(new FullBatch(), new MiniBatch(16, true))) {
            for (int lane : new int[] {0, 3}) {
                var task = builder()
                        .batch(batching)
                        .optimizer(EveryUpdate.optimizer(optimizer, lane))
                        .schedule(EveryUpdate.schedule(lane))
                        .epochs(200)
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

    @ParameterizedTest
    @MethodSource("updates")
    void rowsOfLoggedEpochsDoNotDependOnWhichAreLogged(String optimizer, Batching batching) {
        trainers().forEach(trainer -> {
            var task = tasks(builder().batch(batching).epochs(7), optimizer).get(1);
            var all = TrainedRows.of(trainer, task, 1);
            for (int logEvery : new int[] {3, 1000}) {
                var expected = all.stream()
                        .filter(row -> row.epoch() % logEvery == 0 || row.epoch() == 7)
                        .toList();
                TrainedRows.assertSameBits(expected, TrainedRows.of(trainer, task, logEvery));
            }
        });
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void oneBatchOfAllSamplesInOrderIsTheFullBatch(Trainer trainer) {
        var builder = builder().optimizer(new Momentum(0.1, 0.9, 0, 0)).epochs(20);
        var full = TrainedRows.of(trainer, builder.build(), 1);
        for (int size : new int[] {39, 40, 1000}) {
            assertSameMeasurements(
                    full,
                    TrainedRows.of(
                            trainer, builder.batch(new MiniBatch(size, false)).build(), 1));
        }
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void aLookAheadOfNothingIsMomentumWhoseLearningRateIsInside(Trainer trainer) {
        // With half as learning rate, which is exact, it makes no difference to the bits where it is multiplied.
        for (var batching : List.of(new FullBatch(), new MiniBatch(10, true))) {
            var builder = builder().batch(batching).epochs(20);
            assertSameMeasurements(
                    TrainedRows.of(
                            trainer,
                            builder.optimizer(new Momentum(0.5, 0.9, 0, 0)).build(),
                            1),
                    TrainedRows.of(
                            trainer,
                            builder.optimizer(new Nesterov(0.5, 0.9, 0, 0, 0)).build(),
                            1));
        }
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void eachSeedHasAnOrderOfItsOwnAndShufflingMatters(Trainer trainer) {
        var builder = builder().batch(new MiniBatch(10, true)).epochs(3);
        double shuffled = lastLoss(trainer, builder.build());
        assertEquals(shuffled, lastLoss(trainer, builder.build()));
        assertNotEquals(
                shuffled,
                lastLoss(trainer, builder.batch(new MiniBatch(10, false)).build()));
    }

    /** One network is NaN within an epoch, by its updates; the row at the epoch's end tells it, logged or not. */
    @ParameterizedTest
    @MethodSource("optimizers")
    void aNetworkThatDivergesWithinAnEpochEndsThereAndLeavesItsNeighboursAlone(String optimizer) {
        for (var batching : List.of(new FullBatch(), new MiniBatch(10, true))) {
            var tasks = new ArrayList<>(
                    tasks(builder().activation("relu").clip(0).batch(batching).epochs(12), optimizer));
            tasks.set(2, diverging(batching, optimizer, tasks.get(2)));
            for (int logEvery : new int[] {1, 5}) {
                var rows = TrainedRows.byTask(new LaneTrainer(8), new Pack(tasks), logEvery);
                for (var task : tasks) {
                    TrainedRows.assertSameBits(ScalarReference.train(task, logEvery), rows.get(task));
                }
                var last = rows.get(tasks.get(2));
                assertSame(Outcome.DIVERGED, last.get(last.size() - 1).outcome());
                var breeze = TrainedRows.of(new BreezeTrainer(), tasks.get(2), logEvery);
                assertSame(Outcome.DIVERGED, breeze.get(breeze.size() - 1).outcome());
            }
        }
    }

    @Test
    void aNanInAGradientOfAnEpochWithoutARowIsFoundAtTheEpochsEnd() {
        var task = builder()
                .activation("relu")
                .clip(0)
                .optimizer(new GradientDescent(1e300))
                .batch(new MiniBatch(10, true))
                .epochs(50)
                .build();
        trainers().forEach(trainer -> {
            var rows = TrainedRows.of(trainer, task, 50);
            assertEquals(List.of(0, 1), rows.stream().map(EpochRow::epoch).toList());
            assertSame(Outcome.DIVERGED, rows.get(1).outcome());
        });
    }

    @Test
    void predictedSecondsGrowWithTheUpdatesOfAnEpoch() {
        trainers().forEach(trainer -> {
            double full = trainer.predictedSeconds(builder().build(), 50);
            double large = trainer.predictedSeconds(
                    builder().batch(new MiniBatch(20, true)).build(), 50);
            double small = trainer.predictedSeconds(
                    builder().batch(new MiniBatch(1, true)).build(), 50);
            double ahead = trainer.predictedSeconds(
                    builder().optimizer(new Nesterov(0.1, 0.9, -1, 0, 0)).build(), 50);
            assertTrue(full < ahead && ahead < large && large < small);
        });
    }

    private static TaskBuilder builder() {
        return new TaskBuilder()
                .architecture("2-7-5-1")
                .dataset(new Xor(52, 0.1, 0.25, false))
                .optimizer(new GradientDescent(0.5));
    }

    private static List<Task> tasks(TaskBuilder builder, String optimizer) {
        return IntStream.range(0, 7)
                .mapToObj(lane -> builder.seed(lane)
                        .optimizer(EveryUpdate.optimizer(optimizer, lane))
                        .schedule(EveryUpdate.schedule(lane))
                        .build())
                .toList();
    }

    /** The same kind of task, with weights that are so large that logits overflow. */
    private static Task diverging(Batching batching, String optimizer, Task like) {
        return builder()
                .activation("relu")
                .clip(0)
                .scale(1e200)
                .seed(like.seed())
                .optimizer(EveryUpdate.optimizer(optimizer, 2))
                .schedule(new ConstantSchedule())
                .batch(batching)
                .epochs(like.epochs())
                .build();
    }

    private static double lastLoss(Trainer trainer, Task task) {
        var rows = TrainedRows.of(trainer, task, 1);
        return rows.get(rows.size() - 1).measurement().get(Metric.TRAIN_LOSS);
    }

    private static void assertSameMeasurements(List<EpochRow> expected, List<EpochRow> actual) {
        assertEquals(
                expected.stream()
                        .map(row -> TrainedRows.bits(row.measurement()))
                        .toList(),
                actual.stream().map(row -> TrainedRows.bits(row.measurement())).toList());
    }

    private static void assertAgree(EpochRow expected, EpochRow actual) {
        assertEquals(expected.epoch(), actual.epoch());
        assertEquals(expected.outcome(), actual.outcome());
        for (var metric : Metric.of(DiagnosticGroups.DEFAULT)) {
            assertClose(expected.measurement().get(metric), actual.measurement().get(metric), metric + " of " + actual);
        }
        for (int layer = 0; layer < expected.measurement().layers(); layer++) {
            double norm = expected.measurement().get(layer, LayerMetric.GRAD_NORM);
            double actualNorm = actual.measurement().get(layer, LayerMetric.GRAD_NORM);
            assertClose(norm, actualNorm, "layer " + layer + " of " + actual);
        }
    }

    private static void assertClose(double expected, double actual, String what) {
        // Beside numbers of the size of 1, of which a small one is what rounding leaves of it.
        assertEquals(expected, actual, 1e-9 * Math.abs(expected) + 1e-15, what);
    }
}
