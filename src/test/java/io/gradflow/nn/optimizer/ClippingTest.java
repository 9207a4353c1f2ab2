package io.gradflow.nn.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests clipping, weight decay and the factor of a schedule, each with different settings for each lane. */
class ClippingTest {
    @Test
    void eachLaneHasItsOwnNormDecayAndFactor() {
        var lanes = List.<Optimizer>of(
                new GradientDescent(1, 0, 0),
                new GradientDescent(1, 0, 1),
                new GradientDescent(1, 0.5, 0),
                new GradientDescent(1, 0, 100));
        double[] parameters = {10, 10, 10, 10, 20, 20, 20, 20};
        double[] gradient = {3, 3, 3, 3, 4, 4, 4, 4};
        lanes.get(0).updater(lanes, 2).update(parameters, gradient, new double[] {0.5, 1, 1, 1});
        double scale = 1 / (5 + 1e-6);
        assertArrayEquals(
                new double[] {8.5, 10 - 3 * scale, 10 - 8, 7, 18, 20 - 4 * scale, 20 - 14, 16}, parameters, 1e-14);
    }

    @Test
    void decayComesAfterClipping() {
        var optimizer = new GradientDescent(1, 1, 1);
        double[] parameters = {10};
        optimizer.updater(List.of(optimizer), 1).update(parameters, new double[] {100}, new double[] {1});
        assertArrayEquals(new double[] {-100 / (100 + 1e-6)}, parameters, 1e-14);
    }
}
