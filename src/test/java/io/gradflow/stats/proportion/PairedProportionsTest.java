package io.gradflow.stats.proportion;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.random.Generator;
import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.Interval;
import org.junit.jupiter.api.Test;

class PairedProportionsTest {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);

    /** Airway hyper-responsiveness before and after transplantation (Bentur et al. 2009). */
    private static final PairedProportions BENTUR = new PairedProportions(1, 1, 7, 12);

    @Test
    void wilsonIsThatOfR() {
        // prop.test(7, 10, correct = FALSE)$conf.int
        assertClose(0.3967781474611454, 0.892208732593699, new Proportion(7, 10).wilson(LEVEL));
        // prop.test(0, 20, correct = FALSE, conf.level = .99)$conf.int
        assertClose(0, 0.2491054010987533, new Proportion(0, 20).wilson(ConfidenceLevel.of(0.99)));
        assertEquals(1, new Proportion(20, 20).wilson(LEVEL).high());
    }

    @Test
    void publishedIntervals() {
        // Fagerland, Lydersen and Laake, Recommended tests and confidence intervals for paired binomial proportions,
        // Statistics in Medicine 33 (2014): Newcombe -0.507 to -0.026, Tango -0.517 to -0.026.
        assertRounded(-0.507, -0.026, BENTUR.newcombe(LEVEL));
        assertRounded(-0.517, -0.026, BENTUR.tango(LEVEL));
        // Altman, Machin, Bryant and Gardner, Statistics with Confidence (2000), table 6.2: 0.011 to 0.226.
        assertRounded(0.011, 0.226, new PairedProportions(14, 5, 0, 22).newcombe(LEVEL));
    }

    private static void assertRounded(double low, double high, Interval interval) {
        assertEquals(low, interval.low(), 0.0005);
        assertEquals(high, interval.high(), 0.0005);
    }

    /** The formulas in R, with prop.test for Wilson's intervals. */
    @Test
    void newcombeIsTheFormulaInR() {
        assertClose(-0.5069202266861409, -0.02555912416485989, BENTUR.newcombe(LEVEL));
        assertClose(0.0114832413830333, 0.2264926843512112, new PairedProportions(14, 5, 0, 22).newcombe(LEVEL));
        assertClose(
                0.04574997398659837,
                0.20171647398996834,
                new PairedProportions(50, 40, 20, 50).newcombe(ConfidenceLevel.of(0.9)));
        assertClose(-0.0597180083508988, 0.1180770969821328, new PairedProportions(43, 1, 0, 0).newcombe(LEVEL));
        assertClose(-0.02010407688763607, 0.20391583525045304, new PairedProportions(53, 16, 8, 9).newcombe(LEVEL));
        assertClose(-0.2826882546378328, 0.3533887925166463, new PairedProportions(2, 10, 9, 4).newcombe(LEVEL));
    }

    /**
     * Roots of the statistic by R's uniroot(tol = 1e-15); a second computation with the restricted likelihood maximised
     * by optimize agrees to 1e-9.
     */
    @Test
    void tangoIsTheRootOfTheScore() {
        assertClose(-0.5172322764213774, -0.0260030324808686, BENTUR.tango(LEVEL));
        assertClose(0.03086453313308676, 0.21806424416682477, new PairedProportions(50, 40, 20, 50).tango(LEVEL));
        assertClose(-0.05939323111662776, 0.11807709698213284, new PairedProportions(43, 1, 0, 0).tango(LEVEL));
        assertClose(-0.01965892271905083, 0.20691077062200103, new PairedProportions(53, 16, 8, 9).tango(LEVEL));
    }

    /** Agresti, Categorical Data Analysis, table 10.1: approval of the prime minister, 794, 150, 86, 570. */
    @Test
    void agrestisExample() {
        var approval = new PairedProportions(794, 150, 86, 570);

        assertEquals(0.04, approval.difference(), 1e-15);
        // The book's Wald interval is 0.04 +- 1.96 * 0.0095; with 1,600 pairs the others hardly differ.
        assertRounded(0.0213, 0.0587, approval.tango(LEVEL));
        assertRounded(0.0213, 0.0587, approval.newcombe(LEVEL));
    }

    @Test
    void mcNemarIsTheBinomialTest() {
        // binom.test(5, 20)$p.value
        assertClose(0.04138946533203125, new PairedProportions(3, 5, 15, 7).mcNemar());
        assertEquals(1, new PairedProportions(3, 0, 0, 7).mcNemar());
        assertEquals(1, new PairedProportions(0, 2, 2, 0).mcNemar());
    }

    @Test
    void intervalsContainTheDifferenceAndTurnWithTheGroups() {
        var generator = Generator.seeded(3);
        for (int i = 0; i < 500; i++) {
            long[] counts = new long[4];
            for (int j = 0; j < 4; j++) {
                counts[j] = generator.integers(0, 6);
            }
            var pairs = new PairedProportions(counts[0], counts[1], counts[2], counts[3] + 1);
            var turned = new PairedProportions(counts[0], counts[2], counts[1], counts[3] + 1);
            assertTurned(pairs.newcombe(LEVEL), turned.newcombe(LEVEL), pairs.difference());
            assertTurned(pairs.tango(LEVEL), turned.tango(LEVEL), pairs.difference());
        }
    }

    private static void assertTurned(Interval interval, Interval turned, double difference) {
        assertTrue(interval.contains(difference));
        assertTrue(interval.low() >= -1 && interval.high() <= 1);
        assertEquals(interval.low(), -turned.high(), 1e-12);
        assertEquals(interval.high(), -turned.low(), 1e-12);
    }

    @Test
    void countsMakeSense() {
        var none = assertThrows(IllegalArgumentException.class, () -> new PairedProportions(0, 0, 0, 0));
        var many = assertThrows(IllegalArgumentException.class, () -> new Proportion(3, 2));

        assertEquals("paired proportions need at least one pair", none.getMessage());
        assertEquals("successes must be in [0, 2], but are 3", many.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new PairedProportions(1, -1, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> new Proportion(0, 0));
    }
}
