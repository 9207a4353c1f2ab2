package io.gradflow.stats.paired;

import io.gradflow.stats.ConfidenceLevel;

/**
 * The smallest p-value that a two-sided test of paired differences can have.
 *
 * @param byDesign the floor for this many pairs, whatever their values
 * @param byData the floor for these pairs: those that do not differ say nothing. At least as large.
 */
public record PValueFloor(double byDesign, double byData) {
    /**
     * The floors of an exact test, 2/2^n for n pairs of which 2/2^m for m that differ; 1 if none does. They hold for
     * {@link SignFlipTest}, {@link WilcoxonSignedRank} and {@link SignTest}.
     *
     * @param pairs how many pairs, at least 0
     * @param nonzero how many of them differ, in [0, pairs]
     * @throws IllegalArgumentException if a count is out of its range
     */
    public static PValueFloor exact(int pairs, int nonzero) {
        if (nonzero < 0 || nonzero > pairs) {
            throw new IllegalArgumentException("nonzero must be in [0, pairs = " + pairs + "], but is " + nonzero);
        }
        return new PValueFloor(exact(pairs), exact(nonzero));
    }

    private static double exact(int pairs) {
        return pairs == 0 ? 1 : Math.scalb(1.0, 1 - pairs);
    }

    /** True if the smallest p-value of a family can be at most alpha after Holm's or Bonferroni's adjustment. */
    public boolean canReject(double alpha, int family) {
        return byData * family <= alpha;
    }

    /**
     * The fewest pairs with which an exact test can have a p-value of at most alpha / family, which Holm asks of the
     * smallest: 12 at 5% in a family of 66.
     *
     * @param alpha the level of the whole family, in (0, 1)
     * @param family how many tests, at least 1
     * @throws IllegalArgumentException if a value is out of its range
     */
    public static int pairsNeeded(double alpha, int family) {
        double each = new ConfidenceLevel(alpha).simultaneous(family).alpha();
        int pairs = 1;
        while (exact(pairs) > each) {
            pairs++;
        }
        return pairs;
    }
}
