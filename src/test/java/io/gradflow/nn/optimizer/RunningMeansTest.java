package io.gradflow.nn.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The running mean of gradients in Adam and its relatives, of which PyTorch's form starts from the nearer end. */
class RunningMeansTest {
    static Stream<Optimizer> withoutMemory() {
        return Stream.of(
                new Adam(1, 0, 0, 0, 0, 0),
                new AdamW(1, 0, 0, 0, 0, 0),
                new NAdam(1, 0, 0, 0, 0, 0, 0),
                new AdaMax(1, 0, 0, 0, 0, 0));
    }

    /** Without memory of earlier gradients each step is a gradient over its own magnitude. */
    @ParameterizedTest
    @MethodSource("withoutMemory")
    void aSmallGradientAfterALargeOneIsNotLost(Optimizer optimizer) {
        double[] parameters = {0};
        var updater = optimizer.updater(List.of(optimizer), 1);
        double[] gradients = {1e10, 1e-8, -1e-8, 1e100, 3e-5};
        double[] expected = {-1, -2, -1, -2, -3};
        for (int step = 0; step < gradients.length; step++) {
            updater.update(parameters, new double[] {gradients[step]}, new double[] {1});
            assertEquals(expected[step], parameters[0], 1e-12);
        }
    }

    @Test
    void amsGradWithoutMemoryMovesByTheGradientOverTheLargestSoFar() {
        var optimizer = new AmsGrad(1, 0, 0, 0, 0, 0);
        double[] parameters = {0};
        var updater = optimizer.updater(List.of(optimizer), 1);
        updater.update(parameters, new double[] {1e10}, new double[] {1});
        parameters[0] = 0;
        updater.update(parameters, new double[] {1e-8}, new double[] {1});
        assertEquals(-1e-18, parameters[0], 1e-30);
    }

    /** The bits that every training with the usual settings has. */
    @ParameterizedTest
    @ValueSource(doubles = {0.9, 0.95, 0.99, 0.5000000000000001})
    void aBetaAboveAHalfStartsFromTheMean(double beta) {
        assertArrayEquals(expected(beta), means(beta));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-17, 0.1, 0.3, 0.5})
    void anotherBetaStartsFromTheGradient(double beta) {
        double[] means = means(beta);
        double mean = 0;
        for (int step = 0; step < means.length; step++) {
            double gradient = gradient(step);
            mean = gradient - (1 - (1 - beta)) * (gradient - mean);
            assertEquals(mean, means[step]);
        }
    }

    @Test
    void neighboursOfOtherSettingsKeepTheirBits() {
        double[] betas = {0.9, 0, 0.5, 0.99};
        var together = new RunningMeans(betas, new double[4]);
        for (int step = 0; step < 100; step++) {
            double g = gradient(step);
            together.add(new double[] {g, g, g, g}, 0, 4);
            for (int lane = 0; lane < betas.length; lane++) {
                assertEquals(means(betas[lane])[step], together.values()[lane]);
            }
        }
    }

    private static double[] expected(double beta) {
        var expected = new double[100];
        double mean = 0;
        for (int step = 0; step < expected.length; step++) {
            mean += (1 - beta) * (gradient(step) - mean);
            expected[step] = mean;
        }
        return expected;
    }

    private static double[] means(double beta) {
        var means = new RunningMeans(new double[] {beta}, new double[1]);
        var all = new double[100];
        for (int step = 0; step < all.length; step++) {
            means.add(new double[] {gradient(step)}, 0, 1);
            all[step] = means.values()[0];
        }
        return all;
    }

    private static double gradient(int step) {
        return new Random(step).nextGaussian();
    }
}
