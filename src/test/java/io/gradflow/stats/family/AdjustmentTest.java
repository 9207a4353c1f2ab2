package io.gradflow.stats.family;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AdjustmentTest {
    private static final double[] P = {0.01, 0.04, 0.03, 0.005, 0.04, 0.8, 0.00001};

    @Test
    void adjustedValuesAreThoseOfR() {
        // p.adjust(p, "holm"), p.adjust(p, "BH")
        assertArrayEquals(new double[] {0.05, 0.12, 0.12, 0.03, 0.12, 0.8, 7e-5}, Adjustment.HOLM.adjusted(P), 1e-13);
        double third = 0.14 / 3;
        assertArrayEquals(
                new double[] {0.07 / 3, third, third, 0.0175, third, 0.8, 7e-5},
                Adjustment.BENJAMINI_HOCHBERG.adjusted(P),
                1e-13);
        assertEquals(0.01, P[0]);
    }

    @ParameterizedTest
    @EnumSource
    void familiesOfNoneAndOne(Adjustment adjustment) {
        assertArrayEquals(new double[0], adjustment.adjusted());
        assertArrayEquals(new double[] {0.3}, adjustment.adjusted(0.3));
        assertArrayEquals(new double[] {1, 1, 1}, adjustment.adjusted(1, 1, 1));
    }

    @ParameterizedTest
    @EnumSource
    void onlyProbabilitiesAreTaken(Adjustment adjustment) {
        var refused = assertThrows(IllegalArgumentException.class, () -> adjustment.adjusted(0.1, Double.NaN));

        assertEquals("p-values must be in [0, 1], but one is NaN", refused.getMessage());
        assertThrows(IllegalArgumentException.class, () -> adjustment.adjusted(1.1));
    }
}
