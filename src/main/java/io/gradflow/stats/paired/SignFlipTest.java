package io.gradflow.stats.paired;

import io.gradflow.random.Generator;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import io.gradflow.stats.Score;

/**
 * Fisher's randomization test of paired differences: under the null hypothesis the distribution of each difference is
 * symmetric around 0, so its sign is as likely to be the other. The two-sided p-value is the share of sign vectors
 * whose mean is at least as far from 0 as the observed one. {@link Score#WORST} has no difference and thus no place
 * here: use {@link WilcoxonSignedRank} or {@link SignTest}.
 *
 * <p>Sums are compared as exact integers: see {@link Method} for which. The result does not depend on the order of the
 * pairs.
 *
 * @param replicates how many random sign vectors where not all can be counted, at least 1
 * @param seed the seed of random sign vectors, at least 0
 * @see <a href="https://doi.org/10.1080/01621459.1969.10501057">J. A. Hartigan, Using Subsample Values as Typical
 *     Values, JASA 64 (1969), for the interval</a>
 */
public record SignFlipTest(int replicates, long seed) {
    /** How many random sign vectors a comparison draws: no p-value below 0.00001 can come of them. */
    public static final int USUAL_REPLICATES = 100_000;

    /** The most pairs of which all sign vectors are enumerated. */
    public static final int MAX_ENUMERATED = 20;

    /** The most random signs, replicates times pairs: a few seconds. */
    public static final long MAX_SIGNS = 2_000_000_000L;

    /**
     * A test with these settings for random sign vectors.
     *
     * @throws IllegalArgumentException if there are no replicates, or if the seed is negative
     */
    public SignFlipTest {
        if (replicates < 1) {
            throw new IllegalArgumentException("replicates must be at least 1, but are " + replicates);
        }
        if (seed < 0) {
            throw new IllegalArgumentException("seed must be at least 0, but is " + seed);
        }
    }

    /** How sign vectors are counted. */
    public enum Method {
        /** All 2^n, one after the other: up to {@value #MAX_ENUMERATED} pairs, unless the lattice is less work. */
        ENUMERATION,
        /**
         * All 2^n, by dynamic programming: up to 1,000 pairs where every difference is a multiple of a common quantum,
         * to within 1e-9 of the largest difference, and n^2 times the sum of the absolute multiples is at most 10^8.
         */
        LATTICE,
        /**
         * Random ones, B of them, with p = (b + 1)/(B + 1) if b are as extreme. There are fewer than asked for if they
         * would take more than {@value #MAX_SIGNS} signs.
         */
        MONTE_CARLO
    }

    /** Tests whether the mean difference is 0. */
    public Result test(PairedDifferences differences) {
        var grid = DifferenceGrid.of(differences.sample().sortedValues());
        int n = differences.n();
        var exactFloor = PValueFloor.exact(n, differences.nonzero());
        boolean canEnumerate = n <= MAX_ENUMERATED;
        if (LatticeFlips.canDo(grid) && !(canEnumerate && LatticeFlips.work(grid) > Math.scalb(1.0, n))) {
            return new Result(Method.LATTICE, new LatticeFlips(grid), exactFloor);
        }
        if (canEnumerate) {
            return new Result(Method.ENUMERATION, FlipThresholds.enumerate(grid), exactFloor);
        }
        int drawn = (int) Math.min(replicates, MAX_SIGNS / n);
        double floor = 1 / (drawn + 1.0);
        return new Result(
                Method.MONTE_CARLO,
                FlipThresholds.draw(grid, drawn, Generator.seeded(seed)),
                new PValueFloor(Math.max(floor, exactFloor.byDesign()), Math.max(floor, exactFloor.byData())));
    }

    /** The outcome of a test. */
    public static final class Result {
        private final Method method;
        private final NullDistribution distribution;
        private final PValueFloor floor;
        private final double pValue;

        private Result(Method method, NullDistribution distribution, PValueFloor floor) {
            this.method = method;
            this.distribution = distribution;
            this.floor = floor;
            pValue = distribution.pValue();
        }

        /** How sign vectors were counted. */
        public Method method() {
            return method;
        }

        /** The two-sided p-value, in (0, 1]. 1 if all differences are 0. */
        public double pValue() {
            return pValue;
        }

        /** The smallest p-value that this many pairs, and these, could have had. */
        public PValueFloor floor() {
            return floor;
        }

        /**
         * The interval of the mean difference that inverts this test: it contains the hypothetical means whose p-value,
         * with the same sign vectors, exceeds alpha. So it contains 0 exactly if {@link #pValue} exceeds alpha.
         *
         * <p>With N = 2^n and x = floor(alpha N / 2), its lower end is the x-th smallest of the N - 1 means of nonempty
         * subsets of the differences, its upper end the x-th largest, and it is {@link Interval#UNBOUNDED} if x is 0:
         * at 95% with fewer than six pairs. {@link Method#MONTE_CARLO} takes the means of the subsets it has drawn, and
         * of their complements.
         */
        public Interval interval(ConfidenceLevel level) {
            return distribution.interval(level);
        }
    }
}
