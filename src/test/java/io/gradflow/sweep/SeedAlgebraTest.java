package io.gradflow.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What two sets of seeds have in common, and what one lacks, against sets that name each. */
class SeedAlgebraTest {
    private static final long HUGE = Long.MAX_VALUE - 1;

    private static Seeds seeds(Seeds.Range... ranges) {
        return new Seeds(List.of(ranges));
    }

    private static List<Long> list(AxisValues<Long> seeds) {
        return LongStream.range(0, seeds.size()).mapToObj(seeds::get).toList();
    }

    /** Progressions that may have seeds in common, but not within one set. */
    private static Seeds random(Random random) {
        var ranges = new ArrayList<Seeds.Range>();
        for (int i = random.nextInt(4); i >= 0; i--) {
            long first = random.nextInt(60);
            long step = 1L + random.nextInt(12);
            ranges.add(new Seeds.Range(first, first + random.nextInt(12) * step, step));
            if (new Seeds(ranges).duplicate().isPresent()) {
                ranges.remove(ranges.size() - 1);
            }
        }
        return new Seeds(ranges);
    }

    @Test
    void areThoseOfSets() {
        var random = new Random(20260103);
        int inCommon = 0;
        for (int i = 0; i < 5000; i++) {
            var one = random(random);
            var other = random(random);
            var common = new TreeSet<>(list(one));
            common.retainAll(list(other));
            var rest = new TreeSet<>(list(one));
            rest.removeAll(list(other));
            assertSet(common, one.retain(other));
            assertSet(rest, one.without(other));
            assertEquals(!common.isEmpty(), one.overlaps(other));
            assertEquals(
                    common.isEmpty()
                            ? Optional.empty()
                            : Optional.of(common.first()).map(seed -> true),
                    one.plus(other).duplicate().map(seed -> true),
                    one + " and " + other);
            inCommon += common.isEmpty() ? 0 : 1;
        }
        assertTrue(inCommon > 1000 && inCommon < 4900, "" + inCommon);
    }

    /** Each seed once. */
    private static void assertSet(SortedSet<Long> expected, AxisValues<Long> seeds) {
        assertEquals(List.copyOf(expected), list(seeds).stream().sorted().toList());
    }

    @Test
    void aRangeWithoutEveryKthOfItsSeedsIsAFewRanges() {
        assertEquals(
                "1..9999999997 step 2",
                seeds(new Seeds.Range(0, 9_999_999_998L))
                        .without(seeds(new Seeds.Range(0, 9_999_999_998L, 2)))
                        .toString());
        assertEquals(
                "0..4, 6..1000004, 1000006..2000000",
                seeds(new Seeds.Range(0, 2_000_000))
                        .without(seeds(new Seeds.Range(5, 1_000_005, 1_000_000)))
                        .toString());
    }

    @Test
    @Timeout(120)
    void rangesOfAnyLengthAreTakenApart() {
        var all = seeds(new Seeds.Range(0, HUGE));
        assertEquals(
                "0..9, 20.." + HUGE, all.without(seeds(new Seeds.Range(10, 19))).toString());
        assertEquals("10..19", all.retain(seeds(new Seeds.Range(10, 19))).toString());
        // Steps without a common divisor meet at their product.
        var sevens = seeds(new Seeds.Range(3, 3 + 7 * (HUGE / 7 - 1), 7));
        var elevens = seeds(new Seeds.Range(5, 5 + 11 * (HUGE / 11 - 1), 11));
        var common = sevens.retain(elevens);
        assertEquals(38, common.get(0));
        assertEquals(38 + 77, common.get(1));
        assertTrue(common.size() > HUGE / 78);
        var evens = seeds(new Seeds.Range(0, HUGE, 2));
        assertTrue(evens.retain(seeds(new Seeds.Range(1, HUGE - 1, 2))).isEmpty());
    }

    @Test
    void aDifferenceBeyondMemoryIsRefused() {
        var thrown = assertThrows(
                IllegalArgumentException.class,
                () -> seeds(new Seeds.Range(0, HUGE)).without(seeds(new Seeds.Range(0, 1L << 60, 1L << 30))));
        assertEquals(
                "have seeds in common, 0..9223372036854775806 and 0..1152921504606846976 step 1073741824, that leave"
                        + " more"
                        + " than 1000000 pieces; name each seed once",
                thrown.getMessage());
    }

    @Test
    void aSingleSeedHasNoStep() {
        assertEquals(new Seeds.Range(4, 4), new Seeds.Range(4, 4, 7));
        assertEquals("4", new Seeds.Range(4, 4, 7).toString());
        assertEquals("0..100 step 10", new Seeds.Range(0, 100, 10).toString());
    }

    @Test
    void aStepMustReachTheEnd() {
        var thrown = assertThrows(IllegalArgumentException.class, () -> new Seeds.Range(0, 10, 3));
        assertEquals("seeds 0..10 step 3 must ascend from 0 or more and reach their end", thrown.getMessage());
    }
}
