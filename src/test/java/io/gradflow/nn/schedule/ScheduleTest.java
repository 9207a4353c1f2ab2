package io.gradflow.nn.schedule;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.nn.batch.FullBatch;
import io.gradflow.nn.batch.MiniBatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Compares schedules with the closed forms of PyTorch's schedulers, computed by hand. */
class ScheduleTest {
    private static final double TOLERANCE = 1e-15;

    @Test
    void constantKeepsTheLearningRate() {
        assertFactors(new ConstantSchedule(), 1, 1, 1);
    }

    @Test
    void stepFallsEveryFewEpochs() {
        assertFactors(new StepSchedule(2, 0.5, 0), 1, 1, 0.5, 0.5, 0.25, 0.25, 0.125);
    }

    @Test
    void exponentialFallsEveryEpoch() {
        assertFactors(new ExponentialSchedule(0.5, 0), 1, 0.5, 0.25, 0.125);
    }

    @Test
    void cosineFallsTowardsItsMinimum() {
        double root = Math.sqrt(0.5);
        assertFactors(new CosineSchedule(0, 0), 1, (1 + root) / 2, 0.5, (1 - root) / 2);
        assertFactors(new CosineSchedule(0.2, 0), 1, 0.2 + 0.4 * (1 + root), 0.6, 0.2 + 0.4 * (1 - root));
        assertFactors(new CosineSchedule(1, 0), 1, 1, 1);
    }

    @Test
    void theWarmUpRisesAndTheScheduleStartsAfterIt() {
        assertFactors(new ConstantSchedule(3), 0.25, 0.5, 0.75, 1, 1);
        assertFactors(new StepSchedule(1, 0.5, 1), 0.5, 1, 0.5, 0.25);
        assertFactors(new ExponentialSchedule(0.5, 3), 0.25, 0.5, 0.75, 1, 0.5, 0.25);
        assertFactors(new CosineSchedule(0, 1), 0.5, 1, 0.5);
    }

    @Test
    void aTrainingMayEndInItsWarmUp() {
        assertFactors(new CosineSchedule(0, 7), 0.125, 0.25);
    }

    @Test
    void miniBatchesHaveTheRestInTheLast() {
        assertEquals(4, new MiniBatch(3, true).updates(10));
        assertEquals(2, new MiniBatch(5, true).updates(10));
        assertEquals(1, new MiniBatch(11, true).updates(10));
        assertEquals(10, new MiniBatch(11, true).size(10));
        assertEquals(1, new FullBatch().updates(10));
    }

    /** Asserts the factors of a training of {@code expected.length} epochs. */
    private static void assertFactors(Schedule schedule, double... expected) {
        assertArrayEquals(
                expected,
                IntStream.range(0, expected.length)
                        .mapToDouble(epoch -> schedule.factor(epoch, expected.length))
                        .toArray(),
                TOLERANCE);
    }
}
