package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.data.Xor;
import io.gradflow.engine.lanes.LaneTrainer;
import io.gradflow.nn.loss.MeanSquaredError;
import io.gradflow.nn.optimizer.GradientDescent;
import io.gradflow.results.EpochRow;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Metric;
import io.gradflow.sweep.Pack;
import io.gradflow.sweep.Task;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients whose squares leave the range of doubles, while they and their norms do not. */
class NormRangeTest {
    private static final int EPOCHS = 3;

    static Stream<Trainer> trainers() {
        return Engines.all().map(Named::getPayload);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void aTinyGradientHasANorm(Trainer trainer) {
        var row = TrainedRows.of(trainer, tiny(), 1).get(0);
        assertEquals(5.93284215e-172, norm(row, 0), 1e-180);
        assertEquals(5.93284215e-172 / Math.sqrt(8), row.measurement().get(0, LayerMetric.GRAD_RMS), 1e-180);
        assertEquals(2.74459623e-172, norm(row, 1), 1e-180);
        assertEquals(2.74459623e-172 / 2, row.measurement().get(1, LayerMetric.GRAD_RMS), 1e-180);
    }

    @ParameterizedTest
    @MethodSource("trainers")
    void aHugeGradientHasANorm(Trainer trainer) {
        var row = TrainedRows.of(trainer, huge(new GradientDescent(1e-200)), 1).get(0);
        assertEquals(2.14e179, norm(row, 0), 1e177);
    }

    /** It took no step at all: the factor on the gradient was 1 over an infinite norm. */
    @ParameterizedTest
    @MethodSource("trainers")
    void aHugeGradientIsClippedAndNotFrozen(Trainer trainer) {
        // Steps of a hundredth of the weights.
        var rows = TrainedRows.of(trainer, huge(new GradientDescent(1e58, 0, 1)), 1);
        assertEquals(EPOCHS + 1, rows.size());
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            double before = rows.get(epoch - 1).measurement().get(Metric.TRAIN_LOSS);
            assertTrue(rows.get(epoch).measurement().get(Metric.TRAIN_LOSS) < before, "epoch " + epoch);
        }
    }

    @Test
    void enginesAgree() {
        for (var task : tasks()) {
            var rows =
                    trainers().map(trainer -> TrainedRows.of(trainer, task, 1)).toList();
            for (int i = 0; i < rows.get(0).size(); i++) {
                for (int layer = 0; layer < 2; layer++) {
                    double norm = norm(rows.get(0).get(i), layer);
                    assertEquals(norm, norm(rows.get(1).get(i), layer), 1e-12 * norm);
                }
            }
        }
    }

    /** Of tiny, usual and huge networks side by side. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 8})
    void whoeverSharesTheVectorTheBitsAreThoseOfPlainLoops(int width) {
        var reversed = new ArrayList<>(tasks());
        Collections.reverse(reversed);
        for (var pack : List.of(tasks(), reversed)) {
            TrainedRows.byTask(new LaneTrainer(width), new Pack(pack), 1)
                    .forEach((task, rows) -> TrainedRows.assertSameBits(ScalarReference.train(task, 1), rows));
        }
    }

    private static Task tiny() {
        return new TaskBuilder()
                .dataset(new Xor(40, 0.1, 0.25, false))
                .architecture("2-4-1")
                .scale(1e-170)
                .epochs(0)
                .build();
    }

    private static Task huge(GradientDescent optimizer) {
        return linear().scale(1e60).optimizer(optimizer).build();
    }

    private static TaskBuilder linear() {
        return new TaskBuilder()
                .dataset(new Xor(40, 0.1, 0.25, false))
                .architecture("2-4-1")
                .activation("identity")
                .loss(new MeanSquaredError())
                .epochs(EPOCHS);
    }

    private static List<Task> tasks() {
        return Stream.of(1e60, 1.0, 1e-170, 1e52, 1e-120, 1e-160, 0.5)
                .map(scale -> linear().scale(scale)
                        .optimizer(new GradientDescent(scale * 1e-2, 0, scale == 1 ? 0 : 1))
                        .build())
                .toList();
    }

    private static double norm(EpochRow row, int layer) {
        return row.measurement().get(layer, LayerMetric.GRAD_NORM);
    }
}
