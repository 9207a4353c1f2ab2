package io.gradflow.sweep.diagnostic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What groups cost with rows of some epochs, and which updates are measured for them. */
class LoggingTest {
    private static final int MOST = 1_000_000_000;
    private static final DiagnosticGroups NONE = DiagnosticGroups.of(EnumSet.noneOf(DiagnosticGroup.class));

    private static double cost(DiagnosticGroups groups) {
        return groups.cost(every -> 1);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 2999, MOST})
    void theDefaultChangesNoPrediction(int epochs) {
        for (int every : new int[] {1, 2, 3, 100, 2999, Integer.MAX_VALUE}) {
            assertEquals(1.0, Logging.every(every).costFactor(epochs));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2999})
    void withARowOfEachEpochGroupsCostWhatTheyCostInAnEpoch(int epochs) {
        double ofDefault = cost(DiagnosticGroups.DEFAULT);
        var groups = DiagnosticGroups.ALL.without(DiagnosticGroup.JACOBIAN);
        assertEquals(cost(groups) / ofDefault, new Logging(1, DiagnosticGroups.ALL).costFactor(epochs), 1e-15);
        assertEquals(cost(NONE) / ofDefault, new Logging(1, NONE).costFactor(epochs), 1e-15);
    }

    /** Of 1001 epochs those are measured that both numbers divide, and the last. */
    @ParameterizedTest
    @CsvSource({"1, 100, 11", "100, 1, 11", "100, 100, 11", "4, 6, 85", "6, 4, 85", "7, 3, 49", "2000, 3000, 2"})
    void costsAreThoseOfTheEpochsThatAreMeasured(int logEvery, int every, int measured) {
        var moments = new DiagnosticGroups(Map.of(DiagnosticGroup.MOMENTS, every));
        double expected = moments.cost(any -> measured / 1001.0)
                / DiagnosticGroups.DEFAULT.cost(any -> new Logging(logEvery, NONE).rows(1000) / 1001.0);
        assertEquals(expected, new Logging(logEvery, moments).costFactor(1000), 1e-15);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 4, 32})
    void jacobiansCostWhatTheirPointsCost(int points) {
        var every = Map.of(DiagnosticGroup.JACOBIAN, 1);
        double ofDefault = cost(new DiagnosticGroups(every)) - cost(NONE);
        assertEquals(ofDefault * points / 16, cost(new DiagnosticGroups(every, points)) - cost(NONE), 1e-12);
    }

    @Test
    void numbersWhoseMultipleIsNoIntAreMeasuredAtBothEnds() {
        var moments = new DiagnosticGroups(Map.of(DiagnosticGroup.MOMENTS, Integer.MAX_VALUE));
        double factor = new Logging(Integer.MAX_VALUE - 1, moments).costFactor(MOST);
        assertEquals(1, factor, 1e-8);
        assertTrue(factor > 1);
    }

    @Test
    void updatesAreMeasuredForDueRowsAndForTheRowsBeforeThem() {
        var logging = new Logging(2, new DiagnosticGroups(Map.of(DiagnosticGroup.UPDATES, 3)));
        for (int epoch = 0; epoch < 13; epoch++) {
            assertEquals(
                    Set.of(0, 5, 6, 11, 12).contains(epoch), logging.areUpdatesMeasured(epoch, 13), "epoch " + epoch);
        }
        assertFalse(logging.areUpdatesMeasured(11, 12));
        assertFalse(Logging.every(1).areUpdatesMeasured(0, 12));
    }
}
