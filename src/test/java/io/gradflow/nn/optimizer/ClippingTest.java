package io.gradflow.nn.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Squares of 1e160 are infinite, and so are the norms of the last two gradients. */
    @ParameterizedTest
    @ValueSource(doubles = {1, 1e153, 1e154, 1e155, 1e160, 1e300, 2.5e307, Double.MAX_VALUE})
    void aNormWhoseSquareOverflowsIsClippedAsAnyOther(double size) {
        var lanes = List.<Optimizer>of(new GradientDescent(1, 0, 0.1), new GradientDescent(1, 0, 1e-3));
        double[] parameters = new double[8];
        double[] gradient = {size, 1, -size, 1, size, 1, size, 1};
        lanes.get(0).updater(lanes, 4).update(parameters, gradient, new double[] {1, 1});
        assertArrayEquals(new double[] {-0.05, -5e-4, 0.05, -5e-4, -0.05, -5e-4, -0.05, -5e-4}, parameters, 1e-7);
    }

    @Test
    void aGradientThatIsShorterThanALimitBeyondAllSquaresIsLeftAlone() {
        var optimizer = new GradientDescent(1, 0, 1e300);
        double[] parameters = {0, 0};
        optimizer.updater(List.of(optimizer), 2).update(parameters, new double[] {3e299, 4e299}, new double[] {1});
        assertArrayEquals(new double[] {-3e299, -4e299}, parameters);
    }

    @Test
    void aGradientThatIsNotFiniteIsClippedAsPytorchDoes() {
        var optimizer = new GradientDescent(1, 0, 1);
        double[] parameters = {5, 5};
        double[] infinite = {Double.POSITIVE_INFINITY, 1};
        optimizer.updater(List.of(optimizer), 2).update(parameters, infinite, new double[] {1});
        assertArrayEquals(new double[] {Double.NaN, 5}, parameters);
        optimizer.updater(List.of(optimizer), 2).update(parameters, new double[] {Double.NaN, 1}, new double[] {1});
        assertArrayEquals(new double[] {Double.NaN, Double.NaN}, parameters);
    }
}
