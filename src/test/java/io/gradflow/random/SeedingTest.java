package io.gradflow.random;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SeedingTest {

    /** From NumPy 2.4.6: {@code default_rng(...).random(2)}. */
    static Stream<Arguments> numpyStreams() {
        return Stream.of(
                // default_rng(42)
                firstOf(Seeding.STUDY, Purpose.DATA, 0x1.8c43f79a2db24p-1, 0x1.c16959869e47ep-2),
                firstOf(Seeding.STUDY, Purpose.SPLIT, 0x1.8c43f79a2db24p-1, 0x1.c16959869e47ep-2),
                firstOf(Seeding.STUDY, Purpose.WEIGHTS, 0x1.8c43f79a2db24p-1, 0x1.c16959869e47ep-2),
                // default_rng(SeedSequence(42, spawn_key=(k,))) for k in 0, 1, 2
                firstOf(Seeding.INDEPENDENT, Purpose.DATA, 0x1.d55f7d7efeabap-1, 0x1.d26cd83129b28p-1),
                firstOf(Seeding.INDEPENDENT, Purpose.SPLIT, 0x1.deb5e72c4c7d0p-2, 0x1.7c826565d63e0p-5),
                firstOf(Seeding.INDEPENDENT, Purpose.WEIGHTS, 0x1.23cbb7eb40460p-4, 0x1.6b9a0e218b3e9p-1));
    }

    @ParameterizedTest
    @MethodSource("numpyStreams")
    void streamsAreNumpys(Seeding seeding, Purpose purpose, double[] expected) {
        assertArrayEquals(expected, first(seeding.generator(42, purpose)));
    }

    @ParameterizedTest
    @EnumSource
    void streamsDoNotDependOnTheOrderInWhichTheyAreMadeOrUsed(Seeding seeding) {
        Map<Purpose, double[]> inOrder = new EnumMap<>(Purpose.class);
        for (Purpose purpose : Purpose.values()) {
            inOrder.put(purpose, first(seeding.generator(7, purpose)));
        }
        Generator weights = seeding.generator(7, Purpose.WEIGHTS);
        Generator split = seeding.generator(7, Purpose.SPLIT);
        Generator data = seeding.generator(7, Purpose.DATA);
        assertArrayEquals(inOrder.get(Purpose.SPLIT), first(split));
        assertArrayEquals(inOrder.get(Purpose.DATA), first(data));
        assertArrayEquals(inOrder.get(Purpose.WEIGHTS), first(weights));
    }

    @Test
    void spawnKeysAreFixed() {
        assertEquals(
                List.of(0, 1, 2, 3, 4, 5),
                Stream.of(Purpose.DATA, Purpose.SPLIT, Purpose.WEIGHTS, Purpose.BATCHES, Purpose.BIASES, Purpose.POINTS)
                        .map(Purpose::spawnKey)
                        .toList());
    }

    @Test
    void spawnKeysAreDistinct() {
        assertEquals(
                Purpose.values().length,
                Stream.of(Purpose.values()).map(Purpose::spawnKey).distinct().count());
    }

    @ParameterizedTest
    @EnumSource
    void aNegativeSeedIsNamedWithValueAndRule(Seeding seeding) {
        IllegalArgumentException thrown =
                assertThrows(IllegalArgumentException.class, () -> seeding.generator(-1, Purpose.DATA));
        assertEquals("seed must be at least 0, but is -1", thrown.getMessage());
    }

    private static Arguments firstOf(Seeding seeding, Purpose purpose, double... expected) {
        return Arguments.of(seeding, purpose, expected);
    }

    private static double[] first(Generator generator) {
        return generator.fillUniform(new double[2], 0, 1);
    }
}
