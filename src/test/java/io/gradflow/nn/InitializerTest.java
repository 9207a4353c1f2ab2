package io.gradflow.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.random.Generator;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Standard deviations, and draws that are NumPy's. */
class InitializerTest {
    private static final Architecture SMALL = Architecture.parse("2-3-1");

    /**
     * From NumPy 2.4.6: {@code g = default_rng(42)}, then for each layer {@code g.normal(0, sd * 1.5, (fan_in,
     * fan_out))} and its zero biases.
     */
    static Stream<Arguments> numpyParameters() {
        return Stream.of(
                Arguments.of(
                        new Xavier(),
                        parameters(
                                0x1.280496afc2468p-2,
                                -0x1.f925ac71a7cf3p-1,
                                0x1.6c83779d3a2ecp-1,
                                0x1.c8db49cfe9587p-1,
                                -0x1.d9d58851f5addp+0,
                                -0x1.3c404998d5f9ap+0,
                                0x1.15b2f2e408c30p-3,
                                -0x1.5779e49a5df98p-2,
                                -0x1.23f7d5671b7a8p-6)),
                Arguments.of(
                        new He(),
                        parameters(
                                0x1.d40ba19877aa0p-2,
                                -0x1.8f5a98fafe7bdp+0,
                                0x1.202c5ab6d967cp+0,
                                0x1.692d461d01f68p+0,
                                -0x1.7699481675c6bp+1,
                                -0x1.f40974493e1acp+0,
                                0x1.40a8c1c08802dp-3,
                                -0x1.8c9cb1dc10669p-2,
                                -0x1.5122beb202313p-6)),
                Arguments.of(
                        new Gaussian(0.1),
                        parameters(
                                0x1.766fb479f954ep-5,
                                -0x1.3f7bad9598632p-3,
                                0x1.cd13c457c23fbp-4,
                                0x1.20f104e401921p-3,
                                -0x1.2badd3452b057p-2,
                                -0x1.9007903a98157p-3,
                                0x1.3a2e3a26d3384p-6,
                                -0x1.849951583f030p-5,
                                -0x1.4a52fe9ad186ap-9)));
    }

    static Stream<NormalInitializer> families() {
        return Stream.of(new Xavier(), new He(), new Gaussian(0.1), new Gaussian(3));
    }

    @Test
    void xavierIsTheRootOfTwoOverBothWidths() {
        assertEquals(1.0 / 3, new Xavier().standardDeviation(2, 16));
        assertEquals(1.0 / 3, new Xavier().standardDeviation(16, 2));
        assertEquals(0.25, new Xavier().standardDeviation(16, 16));
    }

    @Test
    void heIsTheRootOfTwoOverTheInputs() {
        assertEquals(1, new He().standardDeviation(2, 16));
        assertEquals(0.5, new He().standardDeviation(8, 1));
        assertEquals(0.3535533905932738, new He().standardDeviation(16, 16));
    }

    @Test
    void gaussianIsTheSameInEveryLayer() {
        assertEquals(0.1, new Gaussian(0.1).standardDeviation(2, 16));
        assertEquals(0.1, new Gaussian(0.1).standardDeviation(999, 1));
    }

    @ParameterizedTest
    @MethodSource("numpyParameters")
    void parametersAreNumpysLayerByLayerWithZeroBiases(Initializer init, double[] expected) {
        assertArrayEquals(expected, init.parameters(SMALL, 1.5, Generator.seeded(42)));
    }

    @ParameterizedTest
    @MethodSource("families")
    void everyFamilyAndScaleMultipliesTheSameDraws(NormalInitializer init) {
        double[] draws = Generator.seeded(7).fillNormal(new double[6 * 5], 0, 1);
        for (double scale : new double[] {0, 0.25, 0.5, 1, 1.1, 2, 3}) {
            double factor = init.standardDeviation(6, 5) * scale;
            var weights = new double[30];
            init.draw(weights, 0, 6, 5, scale, Generator.seeded(7));
            assertArrayEquals(
                    // Plus 0, as in mean + sd * x: a product of -0.0 becomes 0.0.
                    Arrays.stream(draws).map(x -> 0.0 + factor * x).toArray(), weights);
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void doublingTheScaleDoublesEveryWeightExactly(NormalInitializer init) {
        double[] once = init.parameters(SMALL, 0.7, Generator.seeded(7));
        double[] twice = init.parameters(SMALL, 1.4, Generator.seeded(7));
        assertArrayEquals(Arrays.stream(once).map(weight -> 2 * weight).toArray(), twice);
    }

    @Test
    void aLayerIsWrittenFromItsOffsetAndNothingElseIs() {
        var weights = new double[] {9, 9, 9, 9, 9, 9};
        new Gaussian(0.1).draw(weights, 1, 2, 2, 1, Generator.seeded(7));
        double[] expected = Generator.seeded(7).fillNormal(new double[4], 0, 0.1);
        assertArrayEquals(new double[] {9, expected[0], expected[1], expected[2], expected[3], 9}, weights);
    }

    /** The nine weights of {@link #SMALL} with their biases. */
    private static double[] parameters(double... weights) {
        var parameters = new double[13];
        System.arraycopy(weights, 0, parameters, 0, 6);
        System.arraycopy(weights, 6, parameters, 9, 3);
        return parameters;
    }
}
