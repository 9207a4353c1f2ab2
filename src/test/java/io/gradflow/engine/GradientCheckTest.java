package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.catalog.Kind;
import io.gradflow.data.Samples;
import io.gradflow.nn.Activations;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.BinaryCrossEntropy;
import io.gradflow.random.Generator;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Backpropagation against central differences of the mean loss, for every weight and bias. */
class GradientCheckTest {
    private static final int SAMPLES = 11;

    /**
     * Balances the two errors of a central difference: h^2 / 6, about 2e-11, times the third derivative, and the loss's
     * rounding of a few 1e-16 divided by h, a few 1e-11.
     */
    private static final double STEP = 1e-5;

    /** Of the largest component, which is 0.1 or so: a hundred times the error that was seen, 3e-10 to 1e-9. */
    private static final double TOLERANCE = 1e-7;

    static Stream<Arguments> networks() {
        return Activations.CATALOG.kinds().stream()
                .map(Kind::name)
                .flatMap(activation -> Stream.of("2-5-1", "2-4-3-1", "2-4-2-3-1")
                        .flatMap(architecture ->
                                Stream.of(0, 1e-8).map(clip -> Arguments.of(activation, architecture, clip))));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theGradientIsThatOfTheMeanLoss(String activation, String architecture, double clip) {
        var widths = Architecture.parse(architecture);
        var generator = Generator.seeded(5);
        var samples = samples(generator);
        double[] parameters = generator.fillNormal(new double[widths.parameterCount()], 0, 0.8);
        var network = new BreezeNetwork(
                widths, TaskBuilder.activationOf(activation), new BinaryCrossEntropy(clip), parameters);
        assertNoKinkIsNear(network.forward(samples));

        double[] gradient = network.gradient(network.forward(samples));

        assertEquals(parameters.length, gradient.length);
        double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < parameters.length; i++) {
            double difference = centralDifference(network, samples, parameters, i);
            assertEquals(difference, gradient[i], TOLERANCE * largest, "parameter " + i);
        }
    }

    private static double centralDifference(
            BreezeNetwork network, Samples samples, double[] parameters, int parameter) {
        double value = parameters[parameter];
        double above = value + STEP;
        double below = value - STEP;
        parameters[parameter] = above;
        double lossAbove = network.meanLoss(network.forward(samples));
        parameters[parameter] = below;
        double lossBelow = network.meanLoss(network.forward(samples));
        parameters[parameter] = value;
        // Not 2 * STEP: the step that was taken, after rounding.
        return (lossAbove - lossBelow) / (above - below);
    }

    /** A rectifier whose z changes sign within a step has no derivative there: the seed is chosen so that none does. */
    private static void assertNoKinkIsNear(BreezeNetwork.Pass pass) {
        for (var layer : pass.hidden()) {
            for (double z : layer.preActivations()) {
                assertTrue(Math.abs(z) > 20 * STEP, () -> "z = " + z);
            }
        }
    }

    private static Samples samples(Generator generator) {
        double[] inputs = generator.fillUniform(new double[2 * SAMPLES], -1, 1);
        var labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            labels[i] = (int) generator.integers(0, 2);
        }
        return new Samples(2, inputs, labels);
    }
}
