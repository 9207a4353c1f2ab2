package io.gradflow.stats.paired;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The exact two-sided sign test: under the null hypothesis each pair that differs is as likely to favour the one group
 * as the other.
 */
public final class SignTest {
    private SignTest() {}

    /**
     * The p-value, min(1, 2 P(Bin(positive + negative, 1/2) &lt;= min(positive, negative))), as of R's
     * {@code binom.test}. 1 if no pair differs.
     *
     * @param positive the pairs that favour the first group; pairs that do not differ count nowhere
     * @param negative the pairs that favour the second group
     * @throws IllegalArgumentException if a count is negative or the sum exceeds 2^31 - 1
     */
    public static double pValue(long positive, long negative) {
        if (positive < 0 || negative < 0 || positive + negative > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("counts must be at least 0 and their sum at most " + Integer.MAX_VALUE
                    + ", but they are " + positive + " and " + negative);
        }
        int differing = (int) (positive + negative);
        if (differing == 0) {
            return 1;
        }
        double tail = BinomialDistribution.of(differing, 0.5).cumulativeProbability((int) Math.min(positive, negative));
        return Math.min(1, 2 * tail);
    }
}
