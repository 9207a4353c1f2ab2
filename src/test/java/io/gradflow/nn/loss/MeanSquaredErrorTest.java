package io.gradflow.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Compares mean squared error with values computed by hand, all of which are exact. */
class MeanSquaredErrorTest {
    private static final MeanSquaredError LOSS = new MeanSquaredError();

    @Test
    void oneOutputIsComparedWithTheClass() {
        double[] logits = {0.25, 0.25, -1.5, 3};
        var block = Blocks.computed(LOSS, logits, 0, 1, 1, 0);
        assertArrayEquals(logits, block.outputs());
        assertArrayEquals(new double[] {0.0625, 0.5625, 6.25, 9}, block.losses());
        assertArrayEquals(new double[] {0.5, -1.5, -5, 6}, block.deltas());
        assertEquals(1, Blocks.correct(block));
    }

    /** torch.nn.MSELoss()(o, one_hot(y)) is 9.3125 / 4 over two samples and two outputs; its gradient is delta / 2. */
    @Test
    void theLossOfSeveralOutputsIsTheirMean() {
        double[] logits = {0.25, 0.5, -2.5, 2.5};
        var block = Blocks.computed(LOSS, logits, 0, 1);
        assertArrayEquals(logits, Blocks.outputs(block));
        assertArrayEquals(new double[] {(0.5625 + 0.25) / 2, (6.25 + 2.25) / 2}, block.losses());
        assertArrayEquals(new double[] {-0.75, 0.5, -2.5, 1.5}, Blocks.deltas(block));
        assertEquals(9.3125 / 4, Blocks.mean(block));
        assertEquals(1, Blocks.correct(block));
    }

    @Test
    void targetsAreOneHot() {
        for (int classes = 2; classes <= 6; classes++) {
            for (int label = 0; label < classes; label++) {
                var block = Blocks.computed(LOSS, new double[classes], label);
                for (int unit = 0; unit < classes; unit++) {
                    assertEquals(unit == label ? -2.0 / classes : 0.0, block.deltas()[unit]);
                }
                assertEquals(1.0 / classes, block.losses()[0]);
            }
        }
    }

    @Test
    void nanStaysNanAndInfinityIsInfinite() {
        var block = Blocks.computed(
                LOSS, new double[] {Double.NaN, 0, 1, Double.NEGATIVE_INFINITY, 1e200, 0, 0, 1}, 0, 0, 0, 1);
        assertArrayEquals(
                new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, 0}, block.losses());
        assertArrayEquals(
                new double[] {Double.NaN, 0, 0, Double.NEGATIVE_INFINITY, 1e200, 0, 0, 0}, Blocks.deltas(block));
    }

    @Test
    void twoClassesMayHaveOneOutputOrTwo() {
        assertEquals(List.of(), LOSS.outputs(1));
        assertEquals(List.of(1, 2), LOSS.outputs(2));
        assertEquals(List.of(3), LOSS.outputs(3));
    }
}
