package io.gradflow.comparison;

import io.gradflow.stats.family.Adjustment;
import io.gradflow.stats.paired.PValueFloor;
import java.util.List;

/**
 * What a family of tests can show at all, which follows from the numbers of pairs and tests.
 *
 * @param tests how many there are
 * @param alpha the level of the whole family
 * @param adjustment of its p-values
 * @param mostPairs the most pairs of runs that a test has
 * @param byDesign the smallest p-value that a test could have with so many pairs
 * @param byData the smallest that a test could have, since runs that do not differ say nothing
 */
public record Family(int tests, double alpha, Adjustment adjustment, int mostPairs, double byDesign, double byData) {

    static Family of(List<? extends TestedPair> pairs, double alpha, Adjustment adjustment) {
        return new Family(
                pairs.size(),
                alpha,
                adjustment,
                pairs.stream().mapToInt(TestedPair::n).max().orElse(0),
                pairs.stream()
                        .mapToDouble(pair -> pair.floor().byDesign())
                        .min()
                        .orElse(1),
                pairs.stream().mapToDouble(pair -> pair.floor().byData()).min().orElse(1));
    }

    /** A family that is not tested yet: so many exact tests of so many pairs. */
    public static Family planned(int tests, int pairs, double alpha) {
        double floor = PValueFloor.exact(pairs, pairs).byDesign();
        return new Family(tests, alpha, Adjustment.HOLM, pairs, floor, floor);
    }

    /** The p-value that the smallest must not exceed. Benjamini and Hochberg ask less where all are as small. */
    public double needed() {
        return adjustment == Adjustment.HOLM ? alpha / tests : alpha;
    }

    /** Whether a test could pass with so many pairs, whatever the data. */
    public boolean canPassByDesign() {
        return byDesign <= needed();
    }

    /** Whether a test could pass with as many differing runs as there are. */
    public boolean canPassByData() {
        return byData <= needed();
    }

    /** How many pairs a test needs at least. */
    public int pairsNeeded() {
        return PValueFloor.pairsNeeded(alpha, adjustment == Adjustment.HOLM ? tests : 1);
    }
}
