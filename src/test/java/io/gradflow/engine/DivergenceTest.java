package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Xor;
import io.gradflow.engine.breeze.BreezeTrainer;
import io.gradflow.nn.loss.MeanSquaredError;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.results.Outcome;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Learning rates that end a training, of each engine, at its first non-finite loss, gradient or parameter. */
@ParameterizedClass
@MethodSource("io.gradflow.engine.Engines#all")
class DivergenceTest {
    private static final int EPOCHS = 60;

    private final Trainer trainer;

    DivergenceTest(Trainer trainer) {
        this.trainer = trainer;
    }

    /**
     * Task and epoch: the first at which the study's NumPy program has a non-finite loss, gradient or parameter.
     * Learning rates with which that depends on the order in which a sum overflows are left out.
     */
    static Stream<Arguments> diverging() {
        return Stream.of(
                Arguments.of(task("relu", 1e-8, 1e100), 2),
                Arguments.of(task("relu", 1e-8, 1e300), 1),
                Arguments.of(task("leaky_relu", 0, 1e3), 6),
                Arguments.of(task("leaky_relu", 0, 1e6), 5),
                Arguments.of(task("tanh", 0, 1e307), 2),
                Arguments.of(task("sigmoid", 0, 1e307), 1),
                Arguments.of(infiniteWeight(), 0));
    }

    @ParameterizedTest
    @MethodSource("diverging")
    void theFirstNonFiniteEpochIsTheLastRowAndAllBeforeItAreThere(Task task, int epoch) {
        var rows = TrainedRows.of(trainer, task, 1);
        assertEquals(
                IntStream.rangeClosed(0, epoch).boxed().toList(),
                rows.stream().map(EpochRow::epoch).toList());
        for (var row : rows.subList(0, epoch)) {
            assertNull(row.outcome());
            assertTrue(Double.isFinite(row.measurement().get(Metric.TRAIN_LOSS)), row::toString);
        }
        assertEquals(Outcome.DIVERGED, rows.get(epoch).outcome());
    }

    @ParameterizedTest
    @MethodSource("diverging")
    void logEveryNeitherMovesNorChangesTheLastRow(Task task, int epoch) {
        var all = TrainedRows.of(trainer, task, 1);
        for (int logEvery : new int[] {2, 3, EPOCHS, 1000}) {
            var expected = all.stream()
                    .filter(row -> row.epoch() % logEvery == 0 || row.epoch() == epoch)
                    .toList();
            TrainedRows.assertSameBits(expected, TrainedRows.of(trainer, task, logEvery));
        }
    }

    @Test
    void aDivergedRowHasTheNonFiniteNumbers() {
        var last = lastRow(task("relu", 1e-8, 1e300));
        assertEquals(Double.NaN, last.measurement().get(Metric.TRAIN_LOSS));
        assertEquals(Double.POSITIVE_INFINITY, last.measurement().get(Metric.Z_MEAN_ABS));
        assertEquals(Double.NaN, last.measurement().get(0, LayerMetric.GRAD_NORM));
    }

    @Test
    void anInfiniteLossWithAFiniteGradientIsADivergence() {
        var last = lastRow(task("sigmoid", 0, 1e307));
        assertEquals(Double.POSITIVE_INFINITY, last.measurement().get(Metric.TRAIN_LOSS));
        for (int layer = 0; layer < 3; layer++) {
            assertTrue(Double.isFinite(last.measurement().get(layer, LayerMetric.GRAD_NORM)));
        }
        assertEquals(Outcome.DIVERGED, last.outcome());
    }

    @Test
    void anInfiniteWeightWithAFiniteLossAndGradientIsADivergence() {
        var last = lastRow(infiniteWeight());
        assertTrue(Double.isFinite(last.measurement().get(Metric.TRAIN_LOSS)));
        assertTrue(Double.isFinite(last.measurement().get(0, LayerMetric.GRAD_NORM)));
        assertEquals(Outcome.DIVERGED, last.outcome());
    }

    @Test
    void aSaturatedNetworkWhoseLossIsClippedCompletesAtAnyLearningRate() {
        var last = lastRow(task("tanh", 1e-8, 1e307));
        assertEquals(EPOCHS, last.epoch());
        assertEquals(Outcome.COMPLETED, last.outcome());
        assertFalse(Double.isFinite(last.measurement().get(Metric.Z_MEAN_ABS)));
    }

    @Test
    void aDivergenceAtTheLastEpochIsNoCompletion() {
        for (int epochs = 0; epochs <= 3; epochs++) {
            var rows = TrainedRows.of(trainer, task("relu", 1e-8, 1e100, epochs), 1);
            assertEquals(Math.min(epochs, 2) + 1, rows.size());
            assertEquals(
                    epochs < 2 ? Outcome.COMPLETED : Outcome.DIVERGED,
                    rows.get(rows.size() - 1).outcome());
        }
    }

    @Test
    void neighboursInThePackKeepTheirBits() {
        var tasks = Stream.of(1e300, 0.05, 1e100, 0.1, 1e200)
                .map(learningRate -> task("relu", 1e-8, learningRate))
                .toList();
        for (int logEvery : new int[] {1, 7}) {
            var together = TrainedRows.byTask(trainer, new Pack(tasks), logEvery);
            for (var task : tasks) {
                var alone = TrainedRows.of(trainer, task, logEvery);
                TrainedRows.assertSameBits(alone, together.get(task));
            }
        }
    }

    /** Sums overflow to infinity in one engine and to NaN in the other, as they add up in different orders. */
    @ParameterizedTest
    @ValueSource(strings = {"leaky_relu", "relu", "identity", "elu"})
    void lastRowsAreAlikeOnAllEngines(String activation) {
        for (double scale : new double[] {1e60, 1e100, 1e155}) {
            for (String architecture : List.of("2-4-1", "2-7-5-1")) {
                for (long seed = 0; seed < 3; seed++) {
                    var task = new TaskBuilder()
                            .dataset(new Xor(40, 0.1, 0.25, false))
                            .activation(activation)
                            .loss(new MeanSquaredError())
                            .architecture(architecture)
                            .scale(scale)
                            .epochs(8)
                            .seed(seed)
                            .build();
                    var expected = TrainedRows.of(new BreezeTrainer(), task, 1);
                    var last = lastRow(task);
                    assertEquals(expected.size() - 1, last.epoch());
                    assertEquals(
                            kinds(expected.get(last.epoch()).measurement()), kinds(last.measurement()), task::toString);
                }
            }
        }
    }

    /** NaN, an infinity or a finite number, of each metric. */
    private static List<String> kinds(Measurement measurement) {
        return Stream.of(TrainedRows.bits(measurement).split(", "))
                .map(metric -> metric.replaceFirst("=-?0x.*", "=finite"))
                .toList();
    }

    private static Task task(String activation, double clip, double learningRate) {
        return task(activation, clip, learningRate, EPOCHS);
    }

    private static Task task(String activation, double clip, double learningRate, int epochs) {
        return new TaskBuilder()
                .activation(activation)
                .clip(clip)
                .learningRate(learningRate)
                .epochs(epochs)
                .build();
    }

    /**
     * One of the two initial weights overflows. With inputs below 1 in magnitude all logits are infinite, none is NaN,
     * so that without a hidden layer and with a clipped loss, loss and gradient stay finite.
     */
    private static Task infiniteWeight() {
        return new TaskBuilder()
                .dataset(new Xor(20, 0, 0.25, false))
                .architecture("2-1")
                .scale(1e308)
                .epochs(EPOCHS)
                .seed(55)
                .build();
    }

    private EpochRow lastRow(Task task) {
        var rows = TrainedRows.of(trainer, task, EPOCHS);
        return rows.get(rows.size() - 1);
    }
}
