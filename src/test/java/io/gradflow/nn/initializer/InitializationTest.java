package io.gradflow.nn.initializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.gradflow.nn.Architecture;
import io.gradflow.random.Generator;
import io.gradflow.random.Purpose;
import io.gradflow.random.RandomSource;
import io.gradflow.random.RandomState;
import io.gradflow.random.Seeding;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests which numbers of which stream become which parameters. */
class InitializationTest {
    private static final Architecture ARCHITECTURE = Architecture.parse("2-3-4-2");
    private static final String NEW = "default_rng";
    private static final String LEGACY = "numpy_legacy";
    private static final int WEIGHTS = 6 + 12 + 8;
    private static final int BIASES = 3 + 4 + 2;

    @Test
    void biasesHaveTheirOwnStream() {
        double[] parameters = new Initialization(new StandardNormal(NEW), 1, new StandardNormal(NEW))
                .parameters(ARCHITECTURE, Seeding.INDEPENDENT, 5);
        assertArrayEquals(normals(Generator.seeded(5, Purpose.WEIGHTS.spawnKey()), WEIGHTS), weights(parameters));
        assertArrayEquals(normals(Generator.seeded(5, Purpose.BIASES.spawnKey()), BIASES), biases(parameters));
        assertNotEquals(weights(parameters)[0], biases(parameters)[0]);
    }

    @Test
    void withTheStudysSeedingWeightsAndBiasesEachStartTheGenerator() {
        double[] parameters = new Initialization(new StandardNormal(NEW), 1, new StandardNormal(NEW))
                .parameters(ARCHITECTURE, Seeding.STUDY, 5);
        assertArrayEquals(normals(Generator.seeded(5), WEIGHTS), weights(parameters));
        assertArrayEquals(normals(Generator.seeded(5), BIASES), biases(parameters));
    }

    @ParameterizedTest
    @EnumSource
    void howBiasesAreDrawnDoesNotChangeTheWeights(Seeding seeding) {
        double[] expected =
                weights(new Initialization(new He(), 1.5, new Zeros()).parameters(ARCHITECTURE, seeding, 5));
        for (var kind : BiasInitializers.CATALOG.kinds()) {
            var biases = BiasInitializers.CATALOG.create(
                    kind, kind.parameters().stream().map(p -> p.defaultValue()).toList());
            assertArrayEquals(
                    expected, weights(new Initialization(new He(), 1.5, biases).parameters(ARCHITECTURE, seeding, 5)));
        }
        var legacy = new StandardNormal(LEGACY);
        assertArrayEquals(
                expected, weights(new Initialization(new He(), 1.5, legacy).parameters(ARCHITECTURE, seeding, 5)));
    }

    @ParameterizedTest
    @EnumSource
    void legacyWeightsAndBiasesComeFromOneStreamLayerByLayer(Seeding seeding) {
        double[] parameters = new Initialization(new StandardNormal(LEGACY), 1, new StandardNormal(LEGACY))
                .parameters(ARCHITECTURE, seeding, 5);
        // A layer's weights come before its biases, so the whole array is in the order of the stream.
        assertArrayEquals(normals(RandomState.seeded(5), WEIGHTS + BIASES), parameters);
    }

    /** If weights and biases use different generators, each has the stream of its own generator. */
    @ParameterizedTest
    @EnumSource
    void aSingleLegacyInitializerHasItsOwnStream(Seeding seeding) {
        double[] legacyWeights = new Initialization(new StandardNormal(LEGACY), 1, new StandardNormal(NEW))
                .parameters(ARCHITECTURE, seeding, 5);
        assertArrayEquals(normals(RandomState.seeded(5), WEIGHTS), weights(legacyWeights));
        assertArrayEquals(normals(seeding.generator(5, Purpose.BIASES), BIASES), biases(legacyWeights));
        double[] legacyBiases =
                new Initialization(new Zeros(), 1, new StandardNormal(LEGACY)).parameters(ARCHITECTURE, seeding, 5);
        assertArrayEquals(new double[WEIGHTS], weights(legacyBiases));
        assertArrayEquals(normals(RandomState.seeded(5), BIASES), biases(legacyBiases));
    }

    /**
     * The first weights and biases of the blog's networks, from NumPy 2.4.6: {@code np.random.seed(0)}, then
     * {@code np.random.randn(2, 2) * np.sqrt(1 / 2)}, {@code np.random.randn(2)},
     * {@code np.random.randn(2, 4) * np.sqrt(1 / 2)} and {@code np.random.randn(4)}, each {@code .ravel()}.
     */
    @Test
    void theBlogsNetworks() {
        double[] expected = {
            0x1.3f53dc90b00e6p+0,
            0x1.21bea92785678p-2,
            0x1.62574bc6263cap-1,
            0x1.95a51ea65e255p+0,
            0x1.de1847cb13ddap+0,
            -0x1.f45dc42a58c82p-1,
            0x1.57f7ffee17e50p-1,
            -0x1.b66096d466c24p-4,
            -0x1.2af427881056cp-4,
            0x1.294e193eb47bep-2,
            0x1.a131dada248b9p-4,
            0x1.07406a77bf9c5p+0,
            0x1.13866c1f8b4acp-1,
            0x1.606892dec5e4fp-4,
            0x1.c6841552275cbp-2,
            0x1.55aeb90e595e4p-2,
            0x1.7e7bf754d993bp+0,
            -0x1.a42a040b06ab6p-3
        };
        double[] actual = new Initialization(new XavierFanIn(LEGACY), 1, new StandardNormal(LEGACY))
                .parameters(Architecture.parse("2-2-4"), Seeding.INDEPENDENT, 0);
        assertEquals(expected.length, actual.length);
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 2 * Math.ulp(expected[i]));
        }
    }

    @Test
    void biasesAreNotScaled() {
        for (double scale : new double[] {0, 0.5, 100}) {
            double[] parameters = new Initialization(new Ones(), scale, new Constant(0.25))
                    .parameters(ARCHITECTURE, Seeding.INDEPENDENT, 5);
            assertArrayEquals(filled(WEIGHTS, scale), weights(parameters));
            assertArrayEquals(filled(BIASES, 0.25), biases(parameters));
        }
    }

    private static double[] filled(int length, double value) {
        var filled = new double[length];
        Arrays.fill(filled, value);
        return filled;
    }

    private static double[] normals(RandomSource source, int count) {
        return source.fillNormal(new double[count], 0, 1);
    }

    private static double[] weights(double[] parameters) {
        return IntStream.range(0, ARCHITECTURE.layers())
                .boxed()
                .flatMapToDouble(layer ->
                        Arrays.stream(parameters, ARCHITECTURE.weightOffset(layer), ARCHITECTURE.biasOffset(layer)))
                .toArray();
    }

    private static double[] biases(double[] parameters) {
        return IntStream.range(0, ARCHITECTURE.layers())
                .boxed()
                .flatMapToDouble(layer -> Arrays.stream(
                        parameters,
                        ARCHITECTURE.biasOffset(layer),
                        ARCHITECTURE.biasOffset(layer) + ARCHITECTURE.fanOut(layer)))
                .toArray();
    }
}
