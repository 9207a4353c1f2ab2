package io.gradflow.stats.bootstrap;

import io.gradflow.random.Generator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A division of n items into two halves, of which the first has floor(n/2).
 *
 * @param first places from 0, in ascending order
 * @param second the other places, in ascending order
 */
public record RandomHalves(int[] first, int[] second) {
    /** The division into the first and the last items. */
    public static RandomHalves inOrder(int n) {
        return new RandomHalves(
                IntStream.range(0, n / 2).toArray(), IntStream.range(n / 2, n).toArray());
    }

    /**
     * Random divisions without end, each as likely as every other.
     *
     * @param n how many items
     * @param seed the same seed gives the same divisions
     */
    public static Stream<RandomHalves> of(int n, long seed) {
        var generator = Generator.seeded(seed);
        int half = n / 2;
        int[] places = IntStream.range(0, n).toArray();
        return Stream.generate(() -> {
            // The first steps of the shuffle of Fisher and Yates.
            for (int i = 0; i < half; i++) {
                int other = (int) generator.integers(i, n);
                int place = places[i];
                places[i] = places[other];
                places[other] = place;
            }
            return new RandomHalves(
                    IntStream.range(0, half).map(i -> places[i]).sorted().toArray(),
                    IntStream.range(half, n).map(i -> places[i]).sorted().toArray());
        });
    }
}
