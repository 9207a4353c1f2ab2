package io.gradflow.random;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

class LogarithmTest {

    private static final MathContext DIGITS = new MathContext(50);
    private static final double MAX_ULP = 0.53;

    /** Reductions change at 1/2 and at 1. Squared radii are below 1, down to about 2^-104. */
    @Test
    void errorsAreBelowTheBoundOverTheRangeOfSquaredRadii() {
        Generator generator = Generator.seeded(5);
        for (int i = 0; i < 2000; i++) {
            assertAccurate(generator.uniform(0, 1));
            assertAccurate(Math.scalb(generator.uniform(0.5, 1), -(int) generator.integers(0, 104)));
            assertAccurate(1 - Math.scalb(generator.uniform(0.5, 1), -(int) generator.integers(1, 52)));
        }
    }

    @Test
    void errorsAreBelowTheBoundWhereReductionsChange() {
        for (double edge : new double[] {0.25, Math.sqrt(0.125), 0.5, Math.sqrt(0.5), 1, Math.sqrt(2), 2, 1e300}) {
            assertAccurate(Math.nextDown(edge));
            assertAccurate(Math.nextUp(edge));
            assertAccurate(edge * 0.999);
            assertAccurate(edge * 1.001);
        }
        assertAccurate(Double.MIN_NORMAL);
        assertAccurate(Double.MAX_VALUE);
        assertEquals(0, Logarithm.log(1));
    }

    private static void assertAccurate(double x) {
        double log = Logarithm.log(x);
        BigDecimal error = exactLog(x).subtract(new BigDecimal(log)).abs();
        double ulps = error.divide(new BigDecimal(Math.ulp(log)), DIGITS).doubleValue();
        assertTrue(ulps <= MAX_ULP, () -> "log(" + x + ") is off by " + ulps + " ulp");
    }

    /** {@code k ln 2 + log(m)}, each by the series of artanh in 50 digits; m from 1/2 to 1. */
    private static BigDecimal exactLog(double x) {
        int k = Math.getExponent(x) + 1;
        return twiceArtanh(new BigDecimal(Math.scalb(x, -k)))
                .subtract(twiceArtanh(new BigDecimal(0.5)).multiply(BigDecimal.valueOf(k)));
    }

    /** {@code log(m) = 2 artanh((m - 1) / (m + 1))}. */
    private static BigDecimal twiceArtanh(BigDecimal m) {
        BigDecimal s = m.subtract(BigDecimal.ONE).divide(m.add(BigDecimal.ONE), DIGITS);
        BigDecimal square = s.multiply(s, DIGITS);
        BigDecimal power = s;
        BigDecimal sum = s;
        for (int odd = 3; odd < 120; odd += 2) {
            power = power.multiply(square, DIGITS);
            sum = sum.add(power.divide(BigDecimal.valueOf(odd), DIGITS));
        }
        return sum.multiply(BigDecimal.valueOf(2));
    }
}
