package io.gradflow.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.catalog.Kind;
import io.gradflow.data.Samples;
import io.gradflow.engine.breeze.BreezePass;
import io.gradflow.engine.lanes.LanePass;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.loss.Loss;
import io.gradflow.random.Generator;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Backpropagation against central differences of the mean loss, for every activation, loss, weight and bias. */
class GradientCheckTest {
    /** More than a tile. */
    private static final int SAMPLES = 19;

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
                .flatMap(activation -> Stream.of("2-5-", "2-4-3-", "2-4-2-3-")
                        .flatMap(hidden -> EveryLoss.ofUpTo(4)
                                .map(loss -> Arguments.of(
                                        activation, hidden + loss.outputs(), loss.loss(), loss.classes()))));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void theGradientOfBreezeIsThatOfTheMeanLoss(String activation, String architecture, Loss loss, int classes) {
        var generator = Generator.seeded(5);
        var samples = samples(classes, generator);
        var widths = Architecture.parse(architecture);
        double[] parameters = parameters(widths, generator);
        var pass = new BreezePass(widths, TaskBuilder.activationOf(activation), loss, parameters, samples);
        assertGradientIsThatOfTheMeanLoss(parameters, new Network() {
            @Override
            public DoubleStream preActivations() {
                return pass.preActivations();
            }

            @Override
            public double meanLoss() {
                return pass.meanLoss();
            }

            @Override
            public double[] gradient() {
                return pass.gradient();
            }
        });
    }

    /** In the second of two lanes; in the first is another network with other samples. */
    @ParameterizedTest
    @MethodSource("networks")
    void theGradientOfALaneIsThatOfTheMeanLoss(String activation, String architecture, Loss loss, int classes) {
        var generator = Generator.seeded(5);
        var samples = samples(classes, generator);
        var widths = Architecture.parse(architecture);
        double[] parameters = parameters(widths, generator);
        double[] interleaved = generator.fillNormal(new double[2 * parameters.length], 0, 0.8);
        var pass = new LanePass(
                widths,
                TaskBuilder.activationOf(activation),
                loss,
                interleaved,
                List.of(samples(classes, generator), samples));
        assertGradientIsThatOfTheMeanLoss(parameters, new Network() {
            @Override
            public DoubleStream preActivations() {
                train();
                return Arrays.stream(pass.preActivations(1, SAMPLES * widths.hiddenUnits()));
            }

            @Override
            public double meanLoss() {
                train();
                return pass.meanLosses()[1];
            }

            @Override
            public double[] gradient() {
                train();
                return pass.gradient(1);
            }

            private void train() {
                for (int i = 0; i < parameters.length; i++) {
                    interleaved[2 * i + 1] = parameters[i];
                }
                pass.train();
            }
        });
    }

    /** A network of any engine with the parameters as they are now. */
    private interface Network {
        DoubleStream preActivations();

        double meanLoss();

        double[] gradient();
    }

    private static void assertGradientIsThatOfTheMeanLoss(double[] parameters, Network network) {
        // A rectifier whose z changes sign within a step has no derivative there: the seed is chosen so that none does.
        network.preActivations().forEach(z -> assertTrue(Math.abs(z) > 20 * STEP, () -> "z = " + z));

        double[] gradient = network.gradient();

        assertEquals(parameters.length, gradient.length);
        double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < parameters.length; i++) {
            assertEquals(centralDifference(network, parameters, i), gradient[i], TOLERANCE * largest, "parameter " + i);
        }
    }

    private static double centralDifference(Network network, double[] parameters, int parameter) {
        double value = parameters[parameter];
        double above = value + STEP;
        double below = value - STEP;
        parameters[parameter] = above;
        double lossAbove = network.meanLoss();
        parameters[parameter] = below;
        double lossBelow = network.meanLoss();
        parameters[parameter] = value;
        // Not 2 * STEP: the step that was taken, after rounding.
        return (lossAbove - lossBelow) / (above - below);
    }

    private static double[] parameters(Architecture architecture, Generator generator) {
        return generator.fillNormal(new double[architecture.parameterCount()], 0, 0.8);
    }

    private static Samples samples(int classes, Generator generator) {
        double[] inputs = generator.fillUniform(new double[2 * SAMPLES], -1, 1);
        var labels = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            labels[i] = (int) generator.integers(0, classes);
        }
        return new Samples(2, inputs, labels);
    }
}
