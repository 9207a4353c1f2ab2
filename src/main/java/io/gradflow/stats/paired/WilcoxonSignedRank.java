package io.gradflow.stats.paired;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * Wilcoxon's signed-rank test, two-sided: under the null hypothesis the distribution of each difference is symmetric
 * around 0. Differences of 0 are dropped, as Wilcoxon did; equal absolute differences, to 9 digits, share the mean of
 * their ranks. A pair of which one score is WORST has the largest rank, one of two WORST is a 0.
 *
 * <p>Up to {@value #MAX_EXACT} nonzero differences the null distribution is exact, also with ties. Beyond, it is the
 * normal one with the variance corrected for ties and without continuity correction, as in SciPy's
 * {@code wilcoxon(d, mode="approx", correction=False)}.
 *
 * @param positiveRankSum the sum of the ranks of differences above 0, where the first group is larger (of
 *     {@link PairedDifferences}) or better (of {@link PairedScores})
 * @param negativeRankSum the sum of the ranks of the others
 * @param nonzero how many differences are ranked
 * @param zeros how many were dropped
 * @param pValue the p-value, in (0, 1]. 1 if all differences are 0.
 * @see <a href="https://doi.org/10.2307/3001968">F. Wilcoxon, Individual Comparisons by Ranking Methods, Biometrics
 *     Bulletin 1 (1945)</a>
 */
public record WilcoxonSignedRank(
        double positiveRankSum, double negativeRankSum, int nonzero, int zeros, double pValue) {
    /** The most nonzero differences with an exact null distribution. */
    public static final int MAX_EXACT = 50;

    private static final double TIE = 1e-9;

    /** Tests differences of numbers. */
    public static WilcoxonSignedRank test(PairedDifferences differences) {
        return test(differences.sample().sortedValues());
    }

    /** Tests scores, of which some may be WORST. */
    public static WilcoxonSignedRank test(PairedScores scores) {
        return test(scores.advantages());
    }

    /** The smaller of the two rank sums: SciPy's and R's statistic of two-sided tests is this or the positive one. */
    public double statistic() {
        return Math.min(positiveRankSum, negativeRankSum);
    }

    /** True if the null distribution is exact. */
    public boolean isExact() {
        return nonzero <= MAX_EXACT;
    }

    private static WilcoxonSignedRank test(double[] differences) {
        double[] ranked = Arrays.stream(differences)
                .filter(d -> d != 0)
                .boxed()
                .sorted((a, b) -> Double.compare(Math.abs(a), Math.abs(b)))
                .mapToDouble(Double::doubleValue)
                .toArray();
        int n = ranked.length;
        long[] doubledRanks = doubledRanks(ranked);
        long positive = IntStream.range(0, n)
                .filter(i -> ranked[i] > 0)
                .mapToLong(i -> doubledRanks[i])
                .sum();
        long negative = Arrays.stream(doubledRanks).sum() - positive;
        double p;
        if (n == 0) {
            p = 1;
        } else if (n <= MAX_EXACT) {
            p = exact(doubledRanks, Math.min(positive, negative));
        } else {
            p = approximate(doubledRanks, positive - negative);
        }
        return new WilcoxonSignedRank(positive / 2.0, negative / 2.0, n, differences.length - n, p);
    }

    /** Twice the ranks of numbers in the order of their absolute values: integers, also where ties share a mean. */
    private static long[] doubledRanks(double[] ranked) {
        var doubled = new long[ranked.length];
        int from = 0;
        while (from < ranked.length) {
            double largest = Math.abs(ranked[from]) * (1 + TIE);
            int to = from + 1;
            while (to < ranked.length && Math.abs(ranked[to]) <= largest) {
                to++;
            }
            Arrays.fill(doubled, from, to, from + 1L + to);
            from = to;
        }
        return doubled;
    }

    /** 2 P(sum of the ranks that a fair coin chooses &lt;= smaller). */
    private static double exact(long[] doubledRanks, long smaller) {
        int most = (int) smaller;
        var probability = new double[most + 1];
        probability[0] = 1;
        for (long rank : doubledRanks) {
            for (int i = most; i >= 0; i--) {
                double without = probability[i];
                double with = i >= rank ? probability[(int) (i - rank)] : 0;
                probability[i] = (without + with) / 2;
            }
        }
        return Math.min(1, 2 * Arrays.stream(probability).sum());
    }

    /** The difference of the rank sums has mean 0, and the sum of squared ranks as its variance. */
    private static double approximate(long[] doubledRanks, long doubledDifference) {
        double squares = 0;
        for (long rank : doubledRanks) {
            squares += (double) rank * rank;
        }
        double z = Math.abs(doubledDifference) / Math.sqrt(squares);
        return Math.min(
                1, Math.max(Double.MIN_VALUE, 2 * NormalDistribution.of(0, 1).survivalProbability(z)));
    }
}
