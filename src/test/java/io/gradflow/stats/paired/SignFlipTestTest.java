package io.gradflow.stats.paired;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.random.Generator;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import io.gradflow.stats.paired.SignFlipTest.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SignFlipTestTest {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);
    private static final SignFlipTest TEST = new SignFlipTest(999, 9);
    private static final double[] TEN = {0.031, -0.012, 0.044, 0.027, 0.009, -0.003, 0.052, 0.018, 0.036, 0.021};

    /** np.sort(np.round(np.random.default_rng(1).normal(.3, 1, 24), 12)). */
    private static final double[] NORMAL = {
        -1.003157231604,
        -0.481908462357,
        -0.436454087002,
        -0.23695323536,
        -0.18211931268,
        0.007543249035,
        0.024397094701,
        0.042807759381,
        0.137090052007,
        0.308142180518,
        0.328422241316,
        0.339722107482,
        0.594132496656,
        0.630437076183,
        0.645584192065,
        0.664572396186,
        0.746374572364,
        0.846712986612,
        0.881118104196,
        0.898846212635,
        1.121618143501,
        1.205355866673,
        1.306724315306,
        1.594063814398
    };

    @Test
    void enumerationIsThatOfScipy() {
        // scipy.stats.permutation_test((d,), lambda a, axis: a.mean(axis=axis), permutation_type='samples',
        //     vectorized=True, n_resamples=np.inf).pvalue
        var result = TEST.test(PairedDifferences.of(TEN));
        assertClose(0.01171875, result.pValue());
        // With 0.05 times these: the same with ties, from the integers.
        var tied =
                TEST.test(PairedDifferences.of(0.05, 0.10, -0.05, 0.05, 0.0, 0.15, 0.05, 0.0, -0.05, 0.10, 0.05, 0.0));
        assertClose(0.09375, tied.pValue());
    }

    @Test
    void theIntervalLiesBetweenSubsetMeans() {
        // The 25th and the 5th smallest and largest of the sorted 1023 means of subsets, by itertools.
        var result = TEST.test(PairedDifferences.of(TEN));
        assertClose(0.0075, 0.03666666666666666, result.interval(LEVEL));
        assertClose(-0.0015, 0.044, result.interval(ConfidenceLevel.of(0.99)));
    }

    @Test
    void dynamicProgrammingCountsAllSigns() {
        // Exact integer counts of the sums of +-d in Python.
        double[] d = {1, 2, -1, 3, 0, 2, 1, 4, -2, 1, 0, 3, 2, 1, -1, 2, 5, 1, 0, 2, 3, -3, 1, 2, 2, 1, -1, 0, 2, 1};
        var result = TEST.test(PairedDifferences.of(d));

        assertEquals(Method.LATTICE, result.method());
        assertClose(0.0017156004905700684, result.pValue());
        assertEquals(new PValueFloor(0x1p-29, 0x1p-25), result.floor());
    }

    @Test
    void randomSignsAreThoseOfNumpy() {
        // r = np.random.default_rng(9); for each of 999: w = r.integers(0, 2**32); sign i is -1 if bit i of w is set;
        // b = how many have abs((s * d).sum()) >= abs(d.sum()); (b + 1) / 1000. All 2^24 signs: 0.0041176.
        var result = TEST.test(PairedDifferences.of(NORMAL));

        assertEquals(Method.MONTE_CARLO, result.method());
        assertClose(0.005, result.pValue());
        assertEquals(new PValueFloor(0.001, 0.001), result.floor());
    }

    /** On a lattice and off it, with few pairs and with many, from no difference to a clear one. */
    @ParameterizedTest
    @CsvSource({"3, 0.01", "8, 0.05", "12, 0.05", "16, 0.1", "21, 0.05", "24, 0.01", "40, 0.05", "40, 0.1"})
    void theIntervalContainsZeroExactlyIfTheTestDoesNotReject(int n, double alpha) {
        var generator = Generator.seeded(n);
        var level = new ConfidenceLevel(alpha);
        int rejected = 0;
        for (int i = 0; i < 60; i++) {
            double center = i / 40.0;
            var onLattice = new double[n];
            var offLattice = new double[n];
            for (int j = 0; j < n; j++) {
                double value = center + generator.standardNormal();
                onLattice[j] = Math.rint(10 * value) * 0.05;
                offLattice[j] = value;
            }
            for (double[] differences : new double[][] {onLattice, offLattice}) {
                var result = TEST.test(PairedDifferences.of(differences));
                Interval interval = result.interval(level);
                assertEquals(result.pValue() > alpha, interval.contains(0));
                assertTrue(interval.contains(
                                PairedDifferences.of(differences).sample().mean())
                        || interval.high() - interval.low() < 1e-12);
                assertTrue(result.pValue() >= result.floor().byData());
                rejected += result.pValue() > alpha ? 0 : 1;
            }
        }
        assertTrue(n < 8 ? rejected == 0 : rejected > 10 && rejected < 110);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 6, 13, 16})
    void theLatticeAnswersAsEnumerationDoes(int n) {
        var generator = Generator.seeded(n);
        for (int i = 0; i < 20; i++) {
            long[] multiples = new long[n];
            Arrays.setAll(multiples, j -> Math.round(2 + 5 * generator.standardNormal()));
            var grid = new DifferenceGrid(multiples, 0.25, true);
            var lattice = new LatticeFlips(grid);
            var enumeration = FlipThresholds.enumerate(grid);

            assertEquals(enumeration.pValue(), lattice.pValue());
            for (double alpha : new double[] {0.001, 0.03125, 0.05, 0.1, 0.5}) {
                var level = new ConfidenceLevel(alpha);
                assertEquals(enumeration.interval(level), lattice.interval(level));
            }
        }
    }

    /** They are multiples of 0.001, but of so many that 2^10 sums are less work. */
    @Test
    void fewPairsAreEnumerated() {
        assertEquals(Method.ENUMERATION, TEST.test(PairedDifferences.of(TEN)).method());
    }

    @Test
    void fewerThanSixPairsSetNoBound() {
        assertEquals(
                Interval.UNBOUNDED,
                TEST.test(PairedDifferences.of(1, 2, 3, 4, 5)).interval(LEVEL));
        Interval six = TEST.test(PairedDifferences.of(1, 2, 3, 4, 5, 6)).interval(LEVEL);
        assertEquals(new Interval(1, 6), six);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 12, 30, 300})
    void allEqualAndAllZero(int n) {
        var equal = new double[n];
        Arrays.fill(equal, 0.1);
        var result = TEST.test(PairedDifferences.of(equal));
        var zero = TEST.test(PairedDifferences.of(new double[n]));

        assertClose(Math.scalb(1.0, 1 - n), result.pValue());
        assertEquals(n < 6 ? Interval.UNBOUNDED : new Interval(0.1, 0.1), result.interval(LEVEL));
        assertEquals(1, zero.pValue());
        assertEquals(n < 6 ? Interval.UNBOUNDED : new Interval(0, 0), zero.interval(LEVEL));
        assertEquals(1, zero.floor().byData());
    }

    @Test
    void sumsThatTieInDecimalsTie() {
        // In binary 0.1 + 0.2 exceeds 0.3, and signs that tie would be told apart.
        var decimal = TEST.test(PairedDifferences.of(0.1, 0.2, -0.3, 0.3, 0.6, 0.7));
        var integer = TEST.test(PairedDifferences.of(1, 2, -3, 3, 6, 7));

        assertEquals(integer.pValue(), decimal.pValue());
    }

    @Test
    void theResultDoesNotDependOnTheOrderOfPairs() {
        double[] reversed = new double[NORMAL.length];
        Arrays.setAll(reversed, i -> NORMAL[NORMAL.length - 1 - i]);

        assertEquals(
                TEST.test(PairedDifferences.of(NORMAL)).interval(LEVEL),
                TEST.test(PairedDifferences.of(reversed)).interval(LEVEL));
    }

    @Test
    void aMillionPairsHaveFewerReplicates() {
        var generator = Generator.seeded(2);
        var differences = new double[1_000_000];
        Arrays.setAll(differences, i -> generator.standardNormal() + 0.001);
        var result = new SignFlipTest(200, 1).test(PairedDifferences.of(differences));

        assertEquals(Method.MONTE_CARLO, result.method());
        assertEquals(1 / 201.0, result.floor().byDesign());
        assertEquals(result.pValue() > 0.05, result.interval(LEVEL).contains(0));
    }

    @Test
    void settingsAreChecked() {
        var none = assertThrows(IllegalArgumentException.class, () -> new SignFlipTest(0, 1));
        var negative = assertThrows(IllegalArgumentException.class, () -> new SignFlipTest(1, -1));

        assertEquals("replicates must be at least 1, but are 0", none.getMessage());
        assertEquals("seed must be at least 0, but is -1", negative.getMessage());
    }
}
