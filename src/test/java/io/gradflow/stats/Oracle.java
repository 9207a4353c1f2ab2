package io.gradflow.stats;

import static org.junit.jupiter.api.Assertions.assertEquals;

/** Comparison with numbers of other programs, to 9 digits. */
public final class Oracle {
    private Oracle() {}

    /** Fails unless the values agree to 1e-9 of the expected one; an expected 0 must be 0. */
    public static void assertClose(double expected, double actual) {
        assertEquals(expected, actual, 1e-9 * Math.abs(expected));
    }

    /** Fails unless both ends agree. */
    public static void assertClose(double low, double high, Interval actual) {
        assertClose(low, actual.low());
        assertClose(high, actual.high());
    }
}
