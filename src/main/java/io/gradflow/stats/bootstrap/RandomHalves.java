package io.gradflow.stats.bootstrap;

import io.gradflow.random.Generator;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

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
     * Random divisions, each as likely as every other.
     *
     * @param n how many items
     * @param count how many divisions
     * @param seed the same seed gives the same divisions
     */
    public static List<RandomHalves> of(int n, int count, long seed) {
        var generator = Generator.seeded(seed);
        int half = n / 2;
        int[] places = IntStream.range(0, n).toArray();
        var divisions = new ArrayList<RandomHalves>();
        for (int division = 0; division < count; division++) {
            // The first steps of the shuffle of Fisher and Yates.
            for (int i = 0; i < half; i++) {
                int other = (int) generator.integers(i, n);
                int place = places[i];
                places[i] = places[other];
                places[other] = place;
            }
            divisions.add(new RandomHalves(
                    IntStream.range(0, half).map(i -> places[i]).sorted().toArray(),
                    IntStream.range(half, n).map(i -> places[i]).sorted().toArray()));
        }
        return divisions;
    }
}
