package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedsTest {

    private static Seeds seeds(long... bounds) {
        return new Seeds(LongStream.range(0, bounds.length / 2)
                .mapToObj(i -> new Seeds.Range(bounds[(int) (2 * i)], bounds[(int) (2 * i + 1)]))
                .toList());
    }

    @Test
    void areCountedAndAddressedInTheOrderOfTheRanges() {
        var seeds = seeds(5, 7, 2, 2, 9, 10);
        assertEquals(6, seeds.size());
        assertEquals(
                List.of(5L, 6L, 7L, 2L, 9L, 10L),
                Stream.iterate(0L, i -> i + 1)
                        .limit(seeds.size())
                        .map(seeds::get)
                        .toList());
    }

    @Test
    void anIndexBeyondTheLastIsRefused() {
        var thrown = assertThrows(
                IndexOutOfBoundsException.class, () -> seeds(0, 1, 5, 5).get(3));
        assertEquals("seed 3 of 3", thrown.getMessage());
    }

    @Test
    void areShownAsRanges() {
        assertEquals("5..7, 2, 9..10", seeds(5, 7, 2, 2, 9, 10).toString());
    }

    @Test
    void reachToTheLargestLong() {
        var seeds = seeds(Long.MAX_VALUE - 1, Long.MAX_VALUE);
        assertEquals(2, seeds.size());
        assertEquals(Long.MAX_VALUE, seeds.get(1));
    }

    @Test
    void moreThanALongCountsOverflow() {
        assertEquals(Long.MAX_VALUE, seeds(1, Long.MAX_VALUE).size());
        assertThrows(ArithmeticException.class, () -> seeds(0, Long.MAX_VALUE).size());
        assertThrows(
                ArithmeticException.class, () -> seeds(1, Long.MAX_VALUE, 0, 0).size());
    }

    @Test
    void aSeedThatIsNamedTwiceIsFound() {
        assertEquals(Optional.of(3L), seeds(3, 3, 1, 1, 3, 3).duplicate());
        assertEquals(Optional.of(5L), seeds(5, 9, 0, 5).duplicate());
        assertEquals(Optional.of(4L), seeds(0, 100, 4, 4).duplicate());
        // The two that overlap are no neighbours.
        assertEquals(Optional.of(5L), seeds(50, 60, 5, 6, 0, 100).duplicate());
        assertEquals(
                Optional.of(Long.MAX_VALUE),
                seeds(0, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE).duplicate());
    }

    @Test
    void rangesThatTouchShareNoSeed() {
        assertEquals(Optional.empty(), seeds(5, 9, 0, 4, 10, 10).duplicate());
        assertEquals(Optional.empty(), seeds(7, 7).duplicate());
        assertEquals(Optional.empty(), seeds().duplicate());
    }

    @ParameterizedTest
    @CsvSource({"-1, 3", "5, 4", "-9223372036854775808, 9223372036854775807", "0, -1"})
    void aRangeThatIsNegativeOrDescendsIsRefused(long first, long last) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> new Seeds.Range(first, last));
        assertEquals("seeds " + first + ".." + last + " must ascend from 0 or more", thrown.getMessage());
    }
}
