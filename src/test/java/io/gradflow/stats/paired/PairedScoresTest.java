package io.gradflow.stats.paired;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.stats.Direction;
import io.gradflow.stats.Score;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PairedScoresTest {
    private static final List<Score> FIRST = List.of(Score.of(0.9), Score.WORST, Score.WORST, Score.of(0.3));
    private static final List<Score> SECOND = List.of(Score.of(0.1), Score.of(0.5), Score.WORST, Score.of(0.1 + 0.2));

    @Test
    void pairsAreCountedInTheDirectionThatIsBetter() {
        var higher = PairedScores.of(FIRST, SECOND, Direction.HIGHER_IS_BETTER);
        var lower = PairedScores.of(FIRST, SECOND, Direction.LOWER_IS_BETTER);

        assertEquals(1, higher.better());
        assertEquals(1, higher.worse());
        assertEquals(2, higher.equal());
        assertEquals(2, higher.withWorst());
        assertEquals(0.5, higher.superiority());
        assertEquals(0, lower.better());
        assertEquals(2, lower.worse());
        assertEquals(0.25, lower.superiority());
        assertClose(0.5, lower.signTest());
    }

    @ParameterizedTest
    @EnumSource
    void everythingWorstIsEqual(Direction direction) {
        List<Score> worst = Collections.nCopies(7, Score.WORST);
        var scores = PairedScores.of(worst, worst, direction);

        assertEquals(0.5, scores.superiority());
        assertEquals(1, scores.signTest());
        assertEquals(1, WilcoxonSignedRank.test(scores).pValue());
        assertThrows(IllegalArgumentException.class, scores::differences);
    }

    @Test
    void differencesNeedNumbers() {
        var scores = PairedScores.of(FIRST, SECOND, Direction.HIGHER_IS_BETTER);
        var refused = assertThrows(IllegalArgumentException.class, scores::differences);
        var unequal = assertThrows(
                IllegalArgumentException.class,
                () -> PairedScores.of(FIRST, SECOND.subList(0, 2), Direction.HIGHER_IS_BETTER));

        assertEquals("means need finite scores, but 2 of 4 are WORST", refused.getMessage());
        assertTrue(unequal.getMessage().endsWith("but there are 4 and 2"));
    }

    @Test
    void differencesKeepTheirSignWhicheverDirectionIsBetter() {
        var scores = PairedScores.of(List.of(Score.of(1)), List.of(Score.of(3)), Direction.LOWER_IS_BETTER);

        assertEquals(-2, scores.differences().sample().mean());
        assertEquals(1, scores.better());
    }

    @Test
    void theEffectSizeIsInStandardDeviations() {
        // np.mean(d) / np.std(d, ddof=1)
        assertClose(2 / Math.sqrt(2.5), PairedDifferences.of(0, 1, 2, 3, 4).effectSize());
        assertEquals(0, PairedDifferences.of(0, 0).effectSize());
        // Equal in decimals, not in binary.
        var equal = PairedDifferences.of(new double[] {0.85, 0.90}, new double[] {0.80, 0.85});
        assertEquals(Double.POSITIVE_INFINITY, equal.effectSize());
        assertEquals(Double.NEGATIVE_INFINITY, PairedDifferences.of(-1, -1, -1).effectSize());
        assertTrue(Double.isNaN(PairedDifferences.of(1).effectSize()));
    }

    @Test
    void valuesThatDifferByRoundingAreEqual() {
        var differences = PairedDifferences.of(new double[] {0.1 + 0.2, 1}, new double[] {0.3, 2});

        assertEquals(1, differences.nonzero());
        assertEquals(2, differences.n());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void onlyFiniteValuesArePaired(double value) {
        assertThrows(
                IllegalArgumentException.class,
                () -> PairedDifferences.of(new double[] {1, value}, new double[] {1, 2}));
        assertThrows(IllegalArgumentException.class, () -> PairedDifferences.of(new double[1], new double[2]));
        assertThrows(IllegalArgumentException.class, PairedDifferences::of);
    }

    @Test
    void tenPairsCannotPassAFamilyOf66() {
        assertEquals(new PValueFloor(0x1p-9, 0x1p-3), PValueFloor.exact(10, 4));
        assertEquals(new PValueFloor(1, 1), PValueFloor.exact(1, 0));
        assertEquals(false, PValueFloor.exact(10, 10).canReject(0.05, 66));
        assertEquals(true, PValueFloor.exact(12, 12).canReject(0.05, 66));
        assertThrows(IllegalArgumentException.class, () -> PValueFloor.exact(2, 3));
    }

    @ParameterizedTest
    @CsvSource({"0.05, 66, 12", "0.05, 1, 6", "0.01, 1, 8", "0.5, 1, 2", "0.05, 19900, 20"})
    void seedsThatWouldDo(double alpha, int family, int pairs) {
        assertEquals(pairs, PValueFloor.pairsNeeded(alpha, family));
    }

    @Test
    void theSignTestIsThatOfR() {
        // binom.test(5, 20)$p.value
        assertClose(0.04138946533203125, SignTest.pValue(5, 15));
        assertEquals(1, SignTest.pValue(0, 0));
        assertThrows(IllegalArgumentException.class, () -> SignTest.pValue(-1, 3));
    }
}
