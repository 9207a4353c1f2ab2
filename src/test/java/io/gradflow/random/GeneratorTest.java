package io.gradflow.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests ranges, edges and bad arguments. {@link NumpyGoldenVectorsTest} compares the streams themselves. */
class GeneratorTest {

    private static final long TWO_32 = 1L << 32;

    /**
     * From NumPy 2.4.6: {@code default_rng(42).integers(low, high, size=4)}, for ranges on both sides of each change of
     * method, and for ranges just above half that of a word, which reject nearly every second word.
     */
    static Stream<Arguments> numpyIntegers() {
        return Stream.of(
                integersOf(7, 8L, 7L, 7L, 7L, 7L),
                integersOf(0, TWO_32 - 2, 383329927L, 3324115915L, 2811363263L, 1884968544L),
                integersOf(0, TWO_32 - 1, 383329927L, 3324115916L, 2811363264L, 1884968544L),
                integersOf(0, TWO_32, 383329928L, 3324115917L, 2811363265L, 1884968545L),
                integersOf(0, TWO_32 + 1, 3324115917L, 1884968546L, 3687649987L, 2995172878L),
                integersOf(-5, TWO_32 - 5, 383329923L, 3324115912L, 2811363260L, 1884968540L),
                integersOf(
                        Integer.MIN_VALUE,
                        -(long) Integer.MIN_VALUE,
                        -1764153720L,
                        1176632269L,
                        663879617L,
                        -262515103L),
                integersOf(0, (1L << 31) + 1, 942484272L, 1843824993L, 184566854L, 1497586439L),
                integersOf(
                        -(1L << 62),
                        (1L << 62) + 1,
                        2526798557578302276L,
                        -563746889639854112L,
                        3307482026984934162L,
                        -3743053301415296779L),
                integersOf(
                        0,
                        Long.MAX_VALUE,
                        7138484576005690179L,
                        4047939128787533792L,
                        7919168045412322065L,
                        6432084778622665797L),
                integersOf(
                        Long.MIN_VALUE,
                        0L,
                        -2084887460849085628L,
                        -5175432908067242016L,
                        -1304203991442453742L,
                        -2791287258232110010L),
                integersOf(
                        Long.MIN_VALUE,
                        Long.MAX_VALUE,
                        5053597115156604551L,
                        -1127493779279708224L,
                        6614964053969868323L,
                        3640797520390555788L),
                integersOf(
                        Long.MAX_VALUE - 2,
                        Long.MAX_VALUE,
                        9223372036854775805L,
                        9223372036854775806L,
                        9223372036854775806L,
                        9223372036854775805L));
    }

    @ParameterizedTest
    @MethodSource("numpyIntegers")
    void integersAreNumpys(long low, long high, long[] expected) {
        Generator generator = Generator.seeded(42);
        assertArrayEquals(
                expected,
                LongStream.generate(() -> generator.integers(low, high))
                        .limit(expected.length)
                        .toArray());
    }

    @ParameterizedTest
    @MethodSource("numpyIntegers")
    void integersAreWithinTheirRange(long low, long high, long[] unused) {
        Generator generator = Generator.seeded(1);
        for (int i = 0; i < 1000; i++) {
            long drawn = generator.integers(low, high);
            assertTrue(low <= drawn && drawn < high, () -> drawn + " is not in [" + low + ", " + high + ")");
        }
    }

    @Test
    void theUpperHalfOfAWordWaitsWhileWholeWordsAreDrawn() {
        // g = default_rng(42)
        // g.integers(0, 10), g.random().hex(), g.integers(0, 10), g.integers(0, 2**40), g.standard_normal().hex(),
        // g.integers(0, 10), g.integers(0, 10)
        Generator generator = Generator.seeded(42);
        assertEquals(0, generator.integers(0, 10));
        assertEquals(0x1.c16959869e47ep-2, generator.uniform(0, 1));
        assertEquals(7, generator.integers(0, 10));
        assertEquals(944038396526L, generator.integers(0, 1L << 40));
        assertEquals(0x1.e191b2d157f36p-1, generator.standardNormal());
        assertEquals(2, generator.integers(0, 10));
        assertEquals(0, generator.integers(0, 10));
    }

    @Test
    void aRangeOfOneIntegerDrawsNothing() {
        Generator generator = Generator.seeded(42);
        assertEquals(7, generator.integers(7, 8));
        assertEquals(Generator.seeded(42).uniform(0, 1), generator.uniform(0, 1));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 1000})
    void aPermutationHasEveryNumberOnce(int n) {
        int[] sorted = Generator.seeded(42).permutation(n);
        Arrays.sort(sorted);
        assertArrayEquals(IntStream.range(0, n).toArray(), sorted);
    }

    @Test
    void aUniformRangeOfOneNumberGivesItAndMovesOn() {
        Generator generator = Generator.seeded(42);
        assertEquals(1.5, generator.uniform(1.5, 1.5));
        Generator second = Generator.seeded(42);
        second.uniform(0, 1);
        assertEquals(second.uniform(0, 1), generator.uniform(0, 1));
    }

    @Test
    void theWidestUniformRangeStaysInside() {
        Generator generator = Generator.seeded(42);
        double half = Double.MAX_VALUE / 2;
        for (int i = 0; i < 1000; i++) {
            double drawn = generator.uniform(-half, half);
            assertTrue(-half <= drawn && drawn <= half, () -> "drawn: " + drawn);
        }
    }

    @Test
    void aStandardDeviationOfZeroGivesTheMean() {
        assertArrayEquals(new double[] {2, 2, 2}, Generator.seeded(42).fillNormal(new double[3], 2, 0));
    }

    @Test
    void fillsReturnTheArrayTheyFill() {
        double[] target = new double[2];
        assertSame(target, Generator.seeded(42).fillUniform(target, 0, 1));
        assertSame(target, Generator.seeded(42).fillNormal(target, 0, 1));
    }

    static Stream<Arguments> badCalls() {
        Generator generator = Generator.seeded(42);
        double nan = Double.NaN;
        double infinity = Double.POSITIVE_INFINITY;
        double max = Double.MAX_VALUE;
        double[] target = new double[1];
        return Stream.of(
                bad("seed must be at least 0, but is -1", () -> Generator.seeded(-1)),
                bad("spawn key must be at least 0, but is -2", () -> Generator.seeded(1, -2)),
                bad("low must be finite, but is NaN", () -> generator.uniform(nan, 1)),
                bad("high must be finite, but is Infinity", () -> generator.uniform(0, infinity)),
                bad("high must be at least low = 1.0, but is 0.5", () -> generator.uniform(1, 0.5)),
                bad("high must be at least low = 1.0, but is 0.5", () -> generator.fillUniform(target, 1, 0.5)),
                bad(
                        "high - low must be finite, but is infinite for low = -1.7976931348623157E308, "
                                + "high = 1.7976931348623157E308",
                        () -> generator.uniform(-max, max)),
                bad("mean must be finite, but is -Infinity", () -> generator.normal(-infinity, 1)),
                bad("sd must be finite, but is NaN", () -> generator.normal(0, nan)),
                bad("sd must be at least 0, but is -0.5", () -> generator.normal(0, -0.5)),
                bad("sd must be at least 0, but is -0.5", () -> generator.fillNormal(target, 0, -0.5)),
                bad("n must be at least 0, but is -1", () -> generator.permutation(-1)),
                bad("high must be greater than low = 5, but is 5", () -> generator.integers(5, 5)),
                bad("high must be greater than low = 5, but is -5", () -> generator.integers(5, -5)));
    }

    @ParameterizedTest
    @MethodSource("badCalls")
    void badArgumentsAreNamedWithValueAndRule(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static Arguments integersOf(long low, long high, long... expected) {
        return Arguments.of(low, high, expected);
    }

    private static Arguments bad(String message, Executable call) {
        return Arguments.of(message, call);
    }
}
