package io.gradflow.nn.initializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.gradflow.catalog.Parameter;
import io.gradflow.nn.Architecture;
import io.gradflow.random.Generator;
import io.gradflow.random.Seeding;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests standard deviations, and compares draws with NumPy's. */
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
        return Stream.of(
                new Xavier(),
                new XavierFanIn("default_rng"),
                new He(),
                new He("fan_out", "default_rng"),
                new Lecun("default_rng"),
                new StandardNormal("default_rng"),
                new Gaussian(0.1),
                new Gaussian(3));
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
    void heOverTheOutputsIsTheRootOfTwoOverThem() {
        assertEquals(1, new He("fan_out", "default_rng").standardDeviation(16, 2));
        assertEquals(0.5, new He("fan-out", "default_rng").standardDeviation(1, 8));
    }

    @Test
    void lecunAndXavierOverTheInputsAreTheRootOfOneOverThem() {
        assertEquals(0.5, new Lecun("default_rng").standardDeviation(4, 9));
        assertEquals(0.5, new XavierFanIn("default_rng").standardDeviation(4, 9));
        assertEquals(0.7071067811865476, new XavierFanIn("default_rng").standardDeviation(2, 9));
    }

    @Test
    void uniformBoundsAreRootThreeStandardDeviationsOfTheirNormals() {
        assertEquals(1, new XavierUniform("default_rng").bound(2, 4));
        assertEquals(1, new HeUniform("fan_in", "default_rng").bound(6, 3));
        assertEquals(1, new HeUniform("fan_out", "default_rng").bound(3, 6));
        assertEquals(1, new LecunUniform("default_rng").bound(3, 7));
        assertEquals(0.25, new Uniform(0.25, "default_rng").bound(999, 1));
        for (int fanIn : new int[] {1, 2, 16, 65536}) {
            for (int fanOut : new int[] {1, 3, 100}) {
                assertRootThree(new Xavier(), new XavierUniform("default_rng"), fanIn, fanOut);
                assertRootThree(new He(), new HeUniform("fan_in", "default_rng"), fanIn, fanOut);
                assertRootThree(
                        new He("fan_out", "default_rng"), new HeUniform("fan_out", "default_rng"), fanIn, fanOut);
                assertRootThree(new Lecun("default_rng"), new LecunUniform("default_rng"), fanIn, fanOut);
            }
        }
    }

    private static void assertRootThree(NormalInitializer normal, UniformInitializer uniform, int fanIn, int fanOut) {
        double expected = Math.sqrt(3) * normal.standardDeviation(fanIn, fanOut);
        assertEquals(expected, uniform.bound(fanIn, fanOut), 1e-15 * expected);
    }

    @Test
    void equalInitializersAreEqualHoweverTheirNamesAreSpelled() {
        assertEquals(new He("fan_out", "numpy_legacy"), new He("fan-out", "numpy-legacy"));
        assertEquals("fan_out", new HeUniform("fan-out", "default-rng").mode());
        assertEquals("numpy_legacy", new Orthogonal("numpy-legacy").generator());
    }

    @Test
    void unknownNamesAreRefused() {
        var mode = assertThrows(IllegalArgumentException.class, () -> new He("fan_avg", "default_rng"));
        assertEquals("mode must be fan_in or fan_out, not fan_avg", mode.getMessage());
        var generator = assertThrows(IllegalArgumentException.class, () -> new Xavier("numpy"));
        assertEquals("generator must be default_rng or numpy_legacy, not numpy", generator.getMessage());
    }

    @Test
    void gaussianIsTheSameInEveryLayer() {
        assertEquals(0.1, new Gaussian(0.1).standardDeviation(2, 16));
        assertEquals(0.1, new Gaussian(0.1).standardDeviation(999, 1));
    }

    @ParameterizedTest
    @MethodSource("numpyParameters")
    void parametersAreNumpysLayerByLayerWithZeroBiases(Initializer init, double[] expected) {
        assertArrayEquals(expected, parameters(init, 1.5, 42));
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
                    // Adding 0 turns a product of -0.0 into 0.0, as in mean + sd * x.
                    Arrays.stream(draws).map(x -> 0.0 + factor * x).toArray(), weights);
        }
    }

    static Stream<UniformInitializer> uniformFamilies() {
        return Stream.of(
                new XavierUniform("default_rng"),
                new HeUniform("fan_in", "default_rng"),
                new HeUniform("fan_out", "default_rng"),
                new LecunUniform("default_rng"),
                new Uniform(0.1, "default_rng"),
                new Uniform(3, "default_rng"));
    }

    @ParameterizedTest
    @MethodSource("uniformFamilies")
    void everyUniformFamilyAndScaleStretchesTheSameDraws(UniformInitializer init) {
        for (double scale : new double[] {0, 0.25, 0.5, 1, 1.1, 2, 3}) {
            double bound = init.bound(6, 5) * scale;
            var weights = new double[30];
            init.draw(weights, 0, 6, 5, scale, Generator.seeded(7));
            assertArrayEquals(Generator.seeded(7).fillUniform(new double[30], -bound, bound), weights);
        }
    }

    /** Each weight takes one draw, so that later layers are paired too. */
    @ParameterizedTest
    @MethodSource("everyRandomKind")
    void everyRandomInitializerDrawsOneNumberForAWeight(RandomInitializer init) {
        var source = Generator.seeded(7);
        init.draw(new double[30], 0, 6, 5, 1, source);
        var expected = Generator.seeded(7);
        for (int i = 0; i < 30; i++) {
            if (init instanceof UniformInitializer) {
                expected.uniform(0, 1);
            } else {
                expected.standardNormal();
            }
        }
        assertEquals(expected.integers(0, Long.MAX_VALUE), source.integers(0, Long.MAX_VALUE));
    }

    static Stream<Initializer> everyRandomKind() {
        return everyKind().filter(RandomInitializer.class::isInstance);
    }

    static Stream<Initializer> everyKind() {
        return Initializers.CATALOG.kinds().stream()
                .map(kind -> Initializers.CATALOG.create(
                        kind,
                        kind.parameters().stream().map(Parameter::defaultValue).toList()));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void aHugeScaleThrowsNothing(Initializer init) {
        var weights = new double[6];
        init.draw(weights, 0, 2, 3, Double.MAX_VALUE, Generator.seeded(7));
        // There are no uniform numbers with an infinite bound. A network with such weights has diverged from the start.
        init.draw(weights, 0, 2, 3, Double.POSITIVE_INFINITY, Generator.seeded(7));
        assertEquals(
                init instanceof Zeros,
                Arrays.stream(weights).allMatch(Double::isFinite),
                () -> Arrays.toString(weights));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void everyInitializerWritesFromItsOffsetAndNothingElse(Initializer init) {
        var weights = new double[8];
        Arrays.fill(weights, 9);
        init.draw(weights, 1, 2, 3, 1, Generator.seeded(7));
        var fromStart = new double[6];
        init.draw(fromStart, 0, 2, 3, 1, Generator.seeded(7));
        assertEquals(9, weights[0]);
        assertArrayEquals(fromStart, Arrays.copyOfRange(weights, 1, 7));
        assertEquals(9, weights[7]);
    }

    @Test
    void initializersWithoutRandomNumbersGiveFixedWeights() {
        assertArrayEquals(new double[] {2, 0, 0, 0, 2, 0}, drawn(new IdentityMatrix(), 2, 3, 2));
        assertArrayEquals(new double[] {2, 0, 0, 2, 0, 0}, drawn(new IdentityMatrix(), 3, 2, 2));
        assertArrayEquals(new double[] {-1, -1}, drawn(new Constant(-0.5), 2, 1, 2));
        assertArrayEquals(new double[] {2, 2}, drawn(new Ones(), 1, 2, 2));
        assertArrayEquals(new double[] {0, 0}, drawn(new Zeros(), 1, 2, 2));
    }

    private static double[] drawn(Initializer init, int fanIn, int fanOut, double scale) {
        var weights = new double[fanIn * fanOut];
        Arrays.fill(weights, 9);
        init.draw(weights, 0, fanIn, fanOut, scale, Generator.seeded(7));
        return weights;
    }

    @ParameterizedTest
    @MethodSource("families")
    void doublingTheScaleDoublesEveryWeightExactly(NormalInitializer init) {
        double[] once = parameters(init, 0.7, 7);
        double[] twice = parameters(init, 1.4, 7);
        assertArrayEquals(Arrays.stream(once).map(weight -> 2 * weight).toArray(), twice);
    }

    @Test
    void aLayerIsWrittenFromItsOffsetAndNothingElseIs() {
        var weights = new double[] {9, 9, 9, 9, 9, 9};
        new Gaussian(0.1).draw(weights, 1, 2, 2, 1, Generator.seeded(7));
        double[] expected = Generator.seeded(7).fillNormal(new double[4], 0, 0.1);
        assertArrayEquals(new double[] {9, expected[0], expected[1], expected[2], expected[3], 9}, weights);
    }

    private static double[] parameters(Initializer init, double scale, long seed) {
        return new Initialization(init, scale, new Zeros()).parameters(SMALL, Seeding.STUDY, seed);
    }

    /** The nine weights of {@link #SMALL} with their biases. */
    private static double[] parameters(double... weights) {
        var parameters = new double[13];
        System.arraycopy(weights, 0, parameters, 0, 6);
        System.arraycopy(weights, 6, parameters, 9, 3);
        return parameters;
    }
}
