package io.gradflow.stats;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/** The order statistics that bound a median: those of the exact two-sided sign test. */
public final class MedianRank {
    private MedianRank() {}

    /** Whether n values can bound a median at all: at 95% six can, since 2/2^6 is below 0.05, and five cannot. */
    public static boolean isBounded(int n, ConfidenceLevel level) {
        return lower(n, level) > 0;
    }

    /**
     * The rank k, from 1, such that the k-th smallest and the k-th largest of n values enclose the median with at least
     * the level: the largest k with 2 P(Bin(n, 1/2) &lt; k) &lt;= alpha. 0 if there is none, as at 95% with n below 6.
     */
    static int lower(int n, ConfidenceLevel level) {
        var below = BinomialDistribution.of(n, 0.5);
        double tail = level.alpha() / 2;
        int k = below.inverseCumulativeProbability(tail);
        // The inverse is the first count whose probability reaches the tail, and the tail itself is still allowed.
        return below.cumulativeProbability(k) <= tail ? k + 1 : k;
    }
}
