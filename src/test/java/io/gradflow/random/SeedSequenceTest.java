package io.gradflow.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests what the golden file does not contain: long entropy, long paths, 32-bit words and bad arguments. */
class SeedSequenceTest {

    private static final BigInteger LONG_ENTROPY = BigInteger.TWO.pow(200).add(BigInteger.valueOf(12345));

    /** From NumPy 2.4.6: {@code SeedSequence(entropy, spawn_key=path).generate_state(4, np.uint64)}. */
    static Stream<Arguments> numpyWords() {
        return Stream.of(
                Arguments.of(
                        // SeedSequence(2**200 + 12345)
                        new SeedSequence(LONG_ENTROPY),
                        "5188473266492889640 1782550200721783414 7013246905516218853 5069563617716169347"),
                Arguments.of(
                        // SeedSequence(2**200 + 12345, spawn_key=(7,))
                        new SeedSequence(LONG_ENTROPY, 7),
                        "12184595299658179038 46749726217896829 9865482977587815571 1572044650562337247"),
                Arguments.of(
                        // SeedSequence(42).spawn(4)[3].spawn(6)[5]
                        new SeedSequence(42).child(3).child(5),
                        "1773267642468727063 13576589734611952908 14695141483385995977 17982336516492084085"),
                Arguments.of(
                        // SeedSequence(2**64, spawn_key=(0, 2**31 - 1))
                        new SeedSequence(BigInteger.TWO.pow(64), 0, Integer.MAX_VALUE),
                        "6837844413705450801 10015716579126754141 2634728105384103844 15868390681458140692"));
    }

    @ParameterizedTest
    @MethodSource("numpyWords")
    void wordsAreNumpys(SeedSequence sequence, String words) {
        assertArrayEquals(
                Arrays.stream(words.split(" "))
                        .mapToLong(Long::parseUnsignedLong)
                        .toArray(),
                sequence.generateState64(4));
    }

    @Test
    void halfWordsAreNumpys() {
        // SeedSequence(0).generate_state(5, np.uint32)
        assertArrayEquals(
                new int[] {(int) 2968811710L, (int) 3677149159L, 745650761, (int) 2884920346L, (int) 2642120001L},
                new SeedSequence(0).generateState32(5));
    }

    @Test
    void noWordsAreAnEmptyArray() {
        assertEquals(0, new SeedSequence(0).generateState32(0).length);
        assertEquals(0, new SeedSequence(0).generateState64(0).length);
    }

    @Test
    void askingAgainGivesTheSameWords() {
        SeedSequence sequence = new SeedSequence(42);
        assertArrayEquals(sequence.generateState64(8), sequence.generateState64(8));
    }

    @Test
    void childrenAreTheSequencesWithTheirPath() {
        assertArrayEquals(
                new SeedSequence(42, 3, 5).generateState64(4),
                new SeedSequence(42).child(3).child(5).generateState64(4));
    }

    @Test
    void laterChangesOfThePathPassedInHaveNoEffect() {
        int[] path = {3};
        SeedSequence sequence = new SeedSequence(42, path);
        path[0] = 4;
        assertArrayEquals(
                new SeedSequence(42, 3, 5).generateState64(4), sequence.child(5).generateState64(4));
    }

    static Stream<Arguments> badCalls() {
        SeedSequence sequence = new SeedSequence(42);
        return Stream.of(
                bad("entropy must be at least 0, but is -1", () -> new SeedSequence(-1)),
                bad(
                        "entropy must be at least 0, but is"
                                + " -1606938044258990275541962092341162602522202993782792835313721",
                        () -> new SeedSequence(LONG_ENTROPY.negate())),
                bad("spawn key must be at least 0, but is -2", () -> new SeedSequence(42, 0, -2)),
                bad("spawn key must be at least 0, but is -3", () -> sequence.child(-3)),
                bad("words must be at least 0, but is -4", () -> sequence.generateState32(-4)),
                bad("words must be at least 0, but is -5", () -> sequence.generateState64(-5)),
                bad("words must be at most 1073741823, but is 1073741824", () -> sequence.generateState64(1 << 30)));
    }

    @ParameterizedTest
    @MethodSource("badCalls")
    void badArgumentsAreNamedWithValueAndRule(String message, Executable call) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, call).getMessage());
    }

    private static Arguments bad(String message, Executable call) {
        return Arguments.of(message, call);
    }
}
