package io.gradflow.stats;

import static io.gradflow.stats.Oracle.assertClose;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfidenceLevelTest {
    @Test
    void alphaIsTheDecimalDifference() {
        assertEquals(0.05, ConfidenceLevel.of(0.95).alpha());
        assertEquals(0.01, ConfidenceLevel.of(0.99).alpha());
    }

    @Test
    void quantilesAreThoseOfR() {
        // qnorm(.975), qnorm(.05 / 2 / 66, lower = FALSE)
        assertClose(1.959963984540054, ConfidenceLevel.of(0.95).normalQuantile());
        assertClose(3.367847180032709, ConfidenceLevel.of(0.95).simultaneous(66).normalQuantile());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void levelsAreBetween0And1(double level) {
        var refused = assertThrows(IllegalArgumentException.class, () -> ConfidenceLevel.of(level));

        assertEquals("confidence level must be in (0, 1), but is " + level, refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> new ConfidenceLevel(level));
        assertThrows(
                IllegalArgumentException.class, () -> ConfidenceLevel.of(0.9).simultaneous(0));
    }
}
