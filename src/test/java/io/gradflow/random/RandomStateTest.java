package io.gradflow.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests large seeds, mixed draws, moments and bad arguments. {@link NumpyLegacyGoldenVectorsTest} tests the stream. */
class RandomStateTest {

    private static final long TWO_32 = 1L << 32;

    /**
     * From NumPy 2.4.6, {@code RandomState([seed % 2**32, seed // 2**32])}: {@code random_sample(3)}, then
     * {@code permutation(6)}.
     */
    static Stream<Arguments> seedsBeyondAWord() {
        return Stream.of(
                Arguments.of(
                        TWO_32,
                        new double[] {0x1.ced31cb3df170p-4, 0x1.abdb5477a4f26p-2, 0x1.1139c02ebd380p-6},
                        new int[] {4, 2, 5, 0, 3, 1}),
                Arguments.of(
                        TWO_32 + 5,
                        new double[] {0x1.4218067c49768p-3, 0x1.21442cf1e9172p-2, 0x1.357affb575f81p-1},
                        new int[] {3, 0, 5, 2, 4, 1}),
                Arguments.of(
                        Long.MAX_VALUE,
                        new double[] {0x1.443e8e5409ca6p-2, 0x1.43346b887de9dp-1, 0x1.9b6b765f6b847p-1},
                        new int[] {1, 3, 2, 5, 4, 0}));
    }

    @ParameterizedTest
    @MethodSource("seedsBeyondAWord")
    void aSeedBeyondAWordIsItsTwoWords(long seed, double[] uniform, int[] permutation) {
        RandomState state = RandomState.seeded(seed);
        assertArrayEquals(uniform, state.fillUniform(new double[3], 0, 1));
        assertArrayEquals(permutation, state.permutation(6));
    }

    /** From NumPy 2.4.6, {@code RandomState(7)}. The second normal of a pair is kept during other draws. */
    @Test
    void aWaitingNormalOutlastsOtherDraws() {
        RandomState state = RandomState.seeded(7);
        double[] normals = {state.standardNormal(), state.standardNormal(), state.standardNormal()};
        assertArrayEquals(
                new double[] {0x1.b0c64ae2deb29p+0, -0x1.dd1eafa1d414dp-2, 0x1.0cdcdf34c3aedp-5}, normals, 0x1p-52);
        assertArrayEquals(new int[] {3, 4, 2, 1, 0}, state.permutation(5));
        assertEquals(0x1.a14bf2d03adc9p-2, state.standardNormal(), 0x1p-54);
        assertEquals(0x1.225c3560412b4p+1, state.uniform(2, 3));
    }

    /** From NumPy 2.4.6: {@code RandomState(12345).random_sample(200000)}, which renews the state 641 times. */
    @Test
    void aLongStreamEndsAsNumpys() {
        double[] uniform = RandomState.seeded(12345).fillUniform(new double[200_000], 0, 1);
        assertEquals(0x1.7b6a6476d6544p-1, uniform[uniform.length - 1]);
        assertEquals(0x1.a5fb69bd00000p-20, Arrays.stream(uniform).min().orElseThrow());
        assertEquals(0x1.ffffa9c7909ddp-1, Arrays.stream(uniform).max().orElseThrow());
    }

    /** The tolerances are five standard errors. A stream chosen at random would fail for one in 600 000 seeds. */
    @Test
    void normalsHaveMeanAndVarianceAndTheirPairsNoCorrelation() {
        int count = 1 << 18;
        double[] normals = RandomState.seeded(1).fillNormal(new double[count], 0, 1);
        double sum = 0;
        double squares = 0;
        double products = 0;
        for (int i = 0; i < count; i += 2) {
            sum += normals[i] + normals[i + 1];
            squares += normals[i] * normals[i] + normals[i + 1] * normals[i + 1];
            products += normals[i] * normals[i + 1];
        }
        assertEquals(0, sum / count, 5 / Math.sqrt(count));
        assertEquals(1, squares / count, 5 * Math.sqrt(2.0 / count));
        assertEquals(0, products / (0.5 * count), 5 / Math.sqrt(0.5 * count));
    }

    @Test
    void aChoiceOfAllIsAPermutationAndOfNoneEmpty() {
        assertArrayEquals(
                RandomState.seeded(3).permutation(9), RandomState.seeded(3).choice(9, 9));
        assertEquals(0, RandomState.seeded(3).choice(0, 0).length);
    }

    static Stream<Arguments> badCalls() {
        RandomState state = RandomState.seeded(0);
        return Stream.of(
                bad("seed must be at least 0, but is -1", () -> RandomState.seeded(-1)),
                bad("size must be from 0 to n = 3, but is 4", () -> state.choice(3, 4)),
                bad("size must be from 0 to n = 3, but is -1", () -> state.choice(3, -1)),
                bad("n must be at least 0, but is -1", () -> state.permutation(-1)),
                bad("sd must be finite, but is NaN", () -> state.normal(0, Double.NaN)),
                bad("high must be at least low = 1.0, but is 0.5", () -> state.uniform(1, 0.5)));
    }

    @ParameterizedTest
    @MethodSource("badCalls")
    void badArgumentsAreNamedWithValueAndRule(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    @Test
    void theLegacyGeneratorStartsAnewForEveryPurposeWhateverTheSeeding() {
        double[] expected = RandomState.seeded(11).fillUniform(new double[4], 0, 1);
        for (Seeding seeding : Seeding.values()) {
            for (Purpose purpose : Purpose.values()) {
                var source = NumpyGenerator.NUMPY_LEGACY.source(seeding, 11, purpose);
                assertArrayEquals(expected, source.fillUniform(new double[4], 0, 1));
            }
        }
    }

    @Test
    void theDefaultGeneratorStartsAsTheSeedingSays() {
        for (Seeding seeding : Seeding.values()) {
            for (Purpose purpose : Purpose.values()) {
                assertArrayEquals(
                        seeding.generator(11, purpose).permutation(20),
                        NumpyGenerator.DEFAULT_RNG.source(seeding, 11, purpose).permutation(20));
            }
        }
    }

    @Test
    void generatorsAreNamedInEitherSpelling() {
        assertEquals(NumpyGenerator.NUMPY_LEGACY, NumpyGenerator.named("numpy-legacy"));
        assertEquals(NumpyGenerator.NUMPY_LEGACY, NumpyGenerator.named("numpy_legacy"));
        assertEquals("numpy_legacy", NumpyGenerator.NUMPY_LEGACY.toString());
        assertEquals("default_rng or numpy_legacy", NumpyGenerator.RULE);
        for (NumpyGenerator generator : NumpyGenerator.values()) {
            assertEquals(generator, NumpyGenerator.named(generator.toString()));
            assertTrue(NumpyGenerator.isName(generator.toString()));
        }
        assertEquals(
                "generator must be default_rng or numpy_legacy, not NUMPY_LEGACY",
                assertThrows(IllegalArgumentException.class, () -> NumpyGenerator.named("NUMPY_LEGACY"))
                        .getMessage());
    }

    private static Arguments bad(String message, Executable call) {
        return Arguments.of(message, call);
    }
}
