package io.gradflow.stats.paired;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.random.Generator;
import io.gradflow.stats.Direction;
import io.gradflow.stats.Score;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WilcoxonSignedRankTest {
    /** rng = np.random.default_rng(5); g = np.round(rng.normal(.4, 1, 80), 1); g[:5] = 0. */
    private static final double[] EIGHTY = {
        0.0, 0.0, 0.0, 0.0, 0.0, 0.5, -0.2, -0.4, 1.1, 2.0, 0.7, -0.8, -0.6, 2.0, 0.6, -1.3, 0.3, -0.8, -0.2, -0.1,
        -0.3, 1.0, 0.3, -0.2, 0.8, 1.2, -1.2, 0.1, -0.6, 0.2, -0.9, 0.4, 0.4, 0.1, -0.6, 0.0, -0.7, -1.0, 0.6, -0.7,
        1.6, 1.1, -1.6, 0.7, -0.7, 0.4, 0.4, -1.6, 0.2, 0.1, 1.4, -0.8, 1.1, -0.7, 0.1, -0.4, 1.8, 1.0, 2.8, 1.0, 1.2,
        1.2, -0.2, 0.3, 1.8, 0.0, 0.6, 0.4, 1.0, 0.0, 0.2, 0.6, 0.5, -0.5, 1.3, -0.9, -0.8, -0.9, 1.4, 0.0
    };

    @Test
    void withoutTiesItIsScipysExactTest() {
        // scipy.stats.wilcoxon(d, mode='exact')
        var result = WilcoxonSignedRank.test(
                PairedDifferences.of(0.031, -0.012, 0.044, 0.027, 0.009, -0.003, 0.052, 0.018, 0.036, 0.021));

        assertEquals(4, result.statistic());
        assertClose(0.013671875, result.pValue());
        assertTrue(result.isExact());
    }

    @Test
    void withTiesItCountsAllSigns() {
        // itertools.product over the signs of scipy.stats.rankdata(abs(d)), of d without the zeros.
        var result = WilcoxonSignedRank.test(
                PairedDifferences.of(0.05, 0.10, -0.05, 0.05, 0.0, 0.15, 0.05, 0.0, -0.05, 0.10, 0.05, 0.0));

        assertEquals(38, result.positiveRankSum());
        assertEquals(7, result.negativeRankSum());
        assertEquals(3, result.zeros());
        assertEquals(9, result.nonzero());
        assertClose(0.0859375, result.pValue());
    }

    @Test
    void manyPairsHaveScipysApproximation() {
        // scipy.stats.wilcoxon(g, mode='approx', correction=False)
        var result = WilcoxonSignedRank.test(PairedDifferences.of(EIGHTY));

        assertEquals(958.5, result.statistic());
        assertClose(0.06697797168599685, result.pValue());
        assertEquals(9, result.zeros());
        assertFalse(result.isExact());
    }

    @Test
    void allZeroAndSingleOnes() {
        assertEquals(new WilcoxonSignedRank(0, 0, 0, 2, 1), WilcoxonSignedRank.test(PairedDifferences.of(0, 0)));
        assertEquals(1, WilcoxonSignedRank.test(PairedDifferences.of(3)).pValue());
        assertClose(
                0.0625,
                WilcoxonSignedRank.test(PairedDifferences.of(1, 1, 1, 1, 1)).pValue());
    }

    @Test
    void worstHasTheLargestRankAndTwoWorstAreEqual() {
        var first = List.of(Score.of(0.9), Score.WORST, Score.WORST, Score.of(0.8));
        var second = List.of(Score.of(0.1), Score.of(0.5), Score.WORST, Score.WORST);
        var result = WilcoxonSignedRank.test(PairedScores.of(first, second, Direction.HIGHER_IS_BETTER));

        // The large difference has rank 1, the two with WORST share 2.5.
        assertEquals(new WilcoxonSignedRank(3.5, 2.5, 3, 1, 1), result);
    }

    @Test
    void aRunThatBecomesWorstNeverHelpsItsGroup() {
        var generator = Generator.seeded(8);
        for (int i = 0; i < 300; i++) {
            int n = 1 + (int) generator.integers(0, 15);
            List<Score> first = new ArrayList<>();
            List<Score> second = new ArrayList<>();
            for (int j = 0; j < n; j++) {
                first.add(generator.integers(0, 4) == 0 ? Score.WORST : Score.of((int) generator.integers(0, 5)));
                second.add(generator.integers(0, 4) == 0 ? Score.WORST : Score.of((int) generator.integers(0, 5)));
            }
            List<Score> worse = new ArrayList<>(first);
            worse.set((int) generator.integers(0, n), Score.WORST);
            for (Direction direction : Direction.values()) {
                var before = PairedScores.of(first, second, direction);
                var after = PairedScores.of(worse, second, direction);
                assertTrue(after.superiority() <= before.superiority());
                assertTrue(after.better() <= before.better() && after.worse() >= before.worse());
                assertTrue(balance(after) <= balance(before));
            }
        }
    }

    /** The rank sum for the first group less that against it. */
    private static double balance(PairedScores scores) {
        var test = WilcoxonSignedRank.test(scores);
        return test.positiveRankSum() - test.negativeRankSum();
    }
}
