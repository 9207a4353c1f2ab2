package io.gradflow.comparison.share;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.stats.ConfidenceLevel;
import io.gradflow.stats.family.Adjustment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShareComparisonTest {
    private static final ConfidenceLevel LEVEL = ConfidenceLevel.of(0.95);

    private static void add(List<CountedRun> runs, int first, int n, boolean ofFirst, boolean ofSecond) {
        for (int seed = first; seed < first + n; seed++) {
            runs.add(new CountedRun(List.of("first"), seed, ofFirst));
            runs.add(new CountedRun(List.of("second"), seed, ofSecond));
        }
    }

    private static ShareComparison compared(List<CountedRun> runs, DifferenceInterval method) {
        return ShareComparison.of(ShareGroup.of(runs), Optional.empty(), method, LEVEL, false, Adjustment.HOLM);
    }

    /** Newcombe (1998), table III, example of 50 pairs 36, 12, 2, 0: method 10 gives 0.0569 to 0.3404. */
    @Test
    void sharesOfAPublishedExample() {
        var runs = new ArrayList<CountedRun>();
        add(runs, 0, 36, true, true);
        add(runs, 36, 12, true, false);
        add(runs, 48, 2, false, true);
        // It has no partner.
        runs.add(new CountedRun(List.of("second"), 50, true));
        var comparison = compared(runs, DifferenceInterval.NEWCOMBE);

        assertEquals(48, comparison.groups().get(0).share().successes());
        assertEquals(39, comparison.groups().get(1).share().successes());
        assertEquals(51, comparison.groups().get(1).share().trials());
        var pair = comparison.tests().pairs().get(0);
        assertEquals(50, pair.n());
        assertEquals(1, pair.unpaired());
        assertEquals(0.2, pair.proportions().orElseThrow().difference(), 1e-15);
        assertEquals(0.0569, pair.interval().orElseThrow().low(), 5e-5);
        assertEquals(0.3404, pair.interval().orElseThrow().high(), 5e-5);
        // binom.test(12, 14)$p.value
        assertClose(0.012939453125, pair.pValue());
        assertEquals(Math.scalb(1.0, 1 - 14), pair.floor().byData());
        // Tango (1998): 0.059 to 0.348.
        var tango = compared(runs, DifferenceInterval.TANGO)
                .tests()
                .pairs()
                .get(0)
                .interval()
                .orElseThrow();
        assertEquals(0.0569, tango.low(), 5e-3);
        assertTrue(tango.contains(0.2));
    }

    @Test
    void groupsWithoutACommonSeedAreApart() {
        var runs = List.of(new CountedRun(List.of("first"), 0, true), new CountedRun(List.of("second"), 1, false));
        var comparison = compared(runs, DifferenceInterval.NEWCOMBE);

        assertEquals(List.of(), comparison.tests().pairs());
        assertEquals(1, comparison.tests().apart().size());
        assertEquals(1, comparison.tests().apart().get(0).pValue());
    }
}
