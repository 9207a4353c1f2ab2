package io.gradflow.engine.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.gradflow.catalog.Kind;
import io.gradflow.engine.TaskBuilder;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.activation.Elu;
import io.gradflow.nn.activation.LeakyRelu;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Activations over tiles against their definitions: the same bits in every lane, and nothing else written. */
@ParameterizedClass
@ValueSource(ints = {2, 4, 8})
class ActivationKernelsTest extends KernelTest {
    ActivationKernelsTest(int lanes) {
        super(lanes);
    }

    /** The whole catalogue: those with kernels, and those that run by their own code over arrays. */
    static Stream<Activation> activations() {
        return Stream.concat(
                Activations.CATALOG.kinds().stream().map(Kind::name).map(TaskBuilder::activationOf),
                Stream.concat(
                        DoubleStream.of(0, -0.5, 3).mapToObj(LeakyRelu::new),
                        DoubleStream.of(0, 0.3, 7).mapToObj(Elu::new)));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activationsOfAnyNumberOfElements(Activation activation) {
        for (int count : COUNTS) {
            assertActivated(activation, preActivations(count), lanes * (count % 3), count);
        }
    }

    /** Often enough for the JIT compiler, unless vectors as wide as these are beyond this machine. */
    @ParameterizedTest
    @MethodSource("activations")
    void activationsOnceTheyAreCompiled(Activation activation) {
        int times = lanes <= LaneKernels.preferredLanes() ? 1000 : 10;
        for (int i = 0; i < times; i++) {
            assertActivated(activation, preActivations(40), 0, 40);
        }
    }

    @ParameterizedTest
    @MethodSource("activations")
    void activationsOfExtremeNumbersInAnyLane(Activation activation) {
        double[] extremes = DoubleStream.concat(withNeighbours(EDGES), withNeighbours(limits(activation)))
                .toArray();
        for (int lane = 0; lane < lanes; lane++) {
            double[] z = preActivations(extremes.length);
            for (int i = 0; i < extremes.length; i++) {
                z[i * lanes + lane] = extremes[i];
            }
            assertActivated(activation, z, 0, extremes.length);
        }
    }

    @ParameterizedTest
    @MethodSource("activations")
    void nanStaysInItsLane(Activation activation) {
        for (int lane = 0; lane < lanes; lane++) {
            double[] z = preActivations(NANS.length);
            for (int i = 0; i < NANS.length; i++) {
                z[i * lanes + lane] = NANS[i];
            }
            assertActivated(activation, z, 0, NANS.length);
        }
    }

    private double[] preActivations(int count) {
        return generator.fillNormal(new double[(count + 2) * lanes], 0, 3);
    }

    private void assertActivated(Activation activation, double[] z, int zFrom, int count) {
        double[] before = z.clone();
        double[] values = untouched(count + 2);
        double[] derivatives = untouched(count + 3);
        int valuesFrom = lanes;
        int derivativesFrom = 2 * lanes;
        double[] expectedValues = values.clone();
        double[] expectedDerivatives = derivatives.clone();
        long[] atLimit = counts(lanes);
        long[] expectedAtLimit = atLimit.clone();
        kernels.activation(activation)
                .apply(
                        new LaneTile(z, zFrom),
                        new LaneTile(values, valuesFrom),
                        new LaneTile(derivatives, derivativesFrom),
                        count);
        activation
                .traits()
                .limitRegion()
                .ifPresent(region ->
                        kernels.statistics().countAtLimit(region, z, zFrom, values, valuesFrom, count, atLimit));
        for (int i = 0; i < count * lanes; i++) {
            double x = z[zFrom + i];
            double value = activation.value(x);
            expectedValues[valuesFrom + i] = value;
            if (Double.isNaN(x)) {
                // Of no use in this lane.
                expectedDerivatives[derivativesFrom + i] = derivatives[derivativesFrom + i];
                expectedAtLimit[i % lanes] = atLimit[i % lanes];
            } else {
                expectedDerivatives[derivativesFrom + i] = activation.derivative(x, value);
                expectedAtLimit[i % lanes] += activation.isAtLimit(x, value) ? 1 : 0;
            }
        }
        assertBits(expectedValues, values, "values");
        assertBits(expectedDerivatives, derivatives, "derivatives");
        assertArrayEquals(expectedAtLimit, atLimit, "at the limit");
        assertBits(before, z, "pre-activations");
    }

    /** The first magnitudes, on either side, where being in the limit region is another matter than at 0. */
    private static double[] limits(Activation activation) {
        return DoubleStream.of(1, -1)
                .filter(sign -> isAtLimit(activation, sign * 0) != isAtLimit(activation, sign * 1e9))
                .map(sign -> {
                    long below = Double.doubleToLongBits(0);
                    long above = Double.doubleToLongBits(1e9);
                    while (above - below > 1) {
                        long middle = below + (above - below) / 2;
                        boolean isBelow = isAtLimit(activation, sign * Double.longBitsToDouble(middle))
                                == isAtLimit(activation, sign * 0);
                        below = isBelow ? middle : below;
                        above = isBelow ? above : middle;
                    }
                    return Double.longBitsToDouble(above);
                })
                .toArray();
    }

    private static boolean isAtLimit(Activation activation, double z) {
        return activation.isAtLimit(z, activation.value(z));
    }

    /** Of earlier tiles. */
    private static long[] counts(int length) {
        return LongStream.range(1000, 1000 + length).toArray();
    }
}
