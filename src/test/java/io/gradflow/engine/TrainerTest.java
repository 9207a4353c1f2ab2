package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Xor;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import io.gradflow.sweep.diagnostic.Logging;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which rows a training has, and that they depend on the task alone, of each engine; the numbers have their own tests.
 */
@ParameterizedClass
@MethodSource("io.gradflow.engine.Engines#all")
class TrainerTest {
    private static final Xor SMALL = new Xor(20, 0.1, 0.25, false);
    private static final Set<Metric> OF_HIDDEN_LAYERS = Set.of(
            Metric.DPHI_SMALL_RATE,
            Metric.DPHI_MEAN_ABS,
            Metric.DPHI_P10_ABS,
            Metric.DPHI_P01_ABS,
            Metric.DPHI_LOG_MEAN,
            Metric.Z_MEAN_ABS,
            Metric.Z_P90_ABS,
            Metric.Z_NEAR0_RATE,
            Metric.LIMIT_RATE);

    private final Trainer trainer;

    TrainerTest(Trainer trainer) {
        this.trainer = trainer;
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 0",
        "0, 7, 0",
        "1, 1, 0 1",
        "5, 1, 0 1 2 3 4 5",
        "10, 5, 0 5 10",
        "11, 5, 0 5 10 11",
        "3, 100, 0 3",
        "3, 2147483647, 0 3"
    })
    void rowsAreThoseOfEpochsDivisibleByLogEveryAndOfTheLast(int epochs, int logEvery, String expected) {
        var rows = TrainedRows.of(trainer, small().epochs(epochs).build(), logEvery);
        assertEquals(
                expected,
                String.join(" ", rows.stream().map(row -> "" + row.epoch()).toList()));
        for (var row : rows) {
            assertEquals(row.epoch() == epochs ? Outcome.COMPLETED : null, row.outcome());
        }
    }

    @Test
    void aRowDoesNotDependOnWhichOthersAreKept() {
        var task = small().epochs(12).build();
        var all = TrainedRows.of(trainer, task, 1);
        var some = TrainedRows.of(trainer, task, 5);
        TrainedRows.assertSameBits(List.of(all.get(0), all.get(5), all.get(10), all.get(12)), some);
    }

    @Test
    void theRowsOfALongerTrainingStartWithThoseOfAShorter() {
        var longer = TrainedRows.of(trainer, small().epochs(9).build(), 1);
        var shorter = TrainedRows.of(trainer, small().epochs(4).build(), 1);
        for (int epoch = 0; epoch <= 4; epoch++) {
            assertEquals(
                    TrainedRows.bits(longer.get(epoch).measurement()),
                    TrainedRows.bits(shorter.get(epoch).measurement()));
        }
    }

    @Test
    void anEndedTrainingHasNoFurtherRow() {
        var training = trainer.train(new Pack(List.of(small().epochs(0).build())), Logging.every(1));
        training.next();
        assertFalse(training.hasNext());
        assertThrows(NoSuchElementException.class, training::next);
    }

    @Test
    void withoutAHiddenLayerItsMetricsAreNanAndTheOthersAreNot() {
        var rows = TrainedRows.of(
                trainer,
                small().architecture("2-1").epochs(50).learningRate(0.5).build(),
                1);
        for (var row : rows) {
            for (var metric : Metric.of(DiagnosticGroups.DEFAULT)) {
                boolean isNan = Double.isNaN(row.measurement().get(metric));
                assertEquals(OF_HIDDEN_LAYERS.contains(metric), isNan, () -> metric + " of " + row);
            }
            assertTrue(row.measurement().get(0, LayerMetric.GRAD_NORM) > 0);
        }
        assertTrue(rows.get(50).measurement().get(Metric.TRAIN_LOSS)
                < rows.get(0).measurement().get(Metric.TRAIN_LOSS));
    }

    @Test
    void theOutputLayerHasGradientMetricsAlone() {
        var measurement =
                TrainedRows.of(trainer, small().epochs(0).build(), 1).get(0).measurement();
        assertEquals(3, measurement.layers());
        for (var metric : LayerMetric.of(DiagnosticGroups.DEFAULT)) {
            assertTrue(Double.isFinite(measurement.get(1, metric)), metric::column);
            boolean ofTheGradient = metric == LayerMetric.GRAD_NORM || metric == LayerMetric.GRAD_RMS;
            if (!ofTheGradient) {
                assertEquals(Double.NaN, measurement.get(2, metric), metric::column);
            }
        }
    }

    @Test
    void aTasksBitsAreTheSameWhateverPackItTravelsIn() {
        var tasks = LongStream.range(0, 9)
                .mapToObj(seed -> small().seed(seed)
                        .scale(0.5 + seed)
                        .learningRate(0.01 * (seed + 1))
                        .epochs(20)
                        .build())
                .toList();
        var alone = tasks.stream().map(task -> TrainedRows.of(trainer, task, 3)).toList();
        for (var order : orders(tasks.size())) {
            var pack = new Pack(order.mapToObj(tasks::get).toList());
            var together = TrainedRows.byTask(trainer, pack, 3);
            for (var task : pack.tasks()) {
                TrainedRows.assertSameBits(alone.get(tasks.indexOf(task)), together.get(task));
            }
        }
    }

    /** All tasks, all backwards, and a few from the middle. */
    private static List<IntStream> orders(int tasks) {
        return List.of(
                IntStream.range(0, tasks), IntStream.range(0, tasks).map(i -> tasks - 1 - i), IntStream.of(5, 2, 7));
    }

    @Test
    void aTrainerTrainsPackAfterPackWithoutMemory() {
        Task task = small().epochs(5).build();
        var first = TrainedRows.of(trainer, task, 1);
        TrainedRows.of(trainer, small().activation("relu").seed(3).epochs(5).build(), 1);
        TrainedRows.assertSameBits(first, TrainedRows.of(trainer, task, 1));
    }

    private static TaskBuilder small() {
        return new TaskBuilder().dataset(SMALL).architecture("2-5-4-1").epochs(10);
    }
}
