package io.gradflow.engine.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** The search for magnitudes against plain loops: the same bits in every lane, and nothing else written. */
@ParameterizedClass
@ValueSource(ints = {2, 4, 8})
class SearchKernelsTest extends KernelTest {
    SearchKernelsTest(int lanes) {
        super(lanes);
    }

    @Test
    void vectorsWithALaneWithinABracketAreFoundAndWhatLiesBelowIsCounted() {
        for (int count : COUNTS) {
            for (int trial = 0; trial < 10; trial++) {
                double[] z = among(count, 0, 1, 2, 2.5, 3, Double.POSITIVE_INFINITY);
                if (trial == 9) {
                    z[(int) generator.integers(0, z.length)] = NANS[count % NANS.length];
                }
                double[] bounds = among(4, 0, 1, 2, 2.5, 3);
                if (trial % 3 == 2) {
                    // Lanes that are not searched, and a bracket that there is not.
                    Arrays.setAll(bounds, i -> i % lanes == 0 || i >= 2 * lanes ? Double.NaN : bounds[i]);
                }
                assertFound(z, count, bounds, true);
                assertFound(z, count, bounds, false);
            }
        }
    }

    private void assertFound(double[] z, int count, double[] bounds, boolean isCountedBelowHigh) {
        var brackets = new Brackets(count + 2, lanes);
        System.arraycopy(bounds, 0, brackets.bounds, 0, bounds.length);
        // As if there had been something before.
        brackets.foundEnd = lanes;
        Arrays.fill(brackets.belowLow, 7);
        Arrays.fill(brackets.belowHigh, 8);
        long[] expectedBelowLow = brackets.belowLow.clone();
        long[] expectedBelowHigh = brackets.belowHigh.clone();
        double[] expectedFound = brackets.found.clone();
        int expectedEnd = lanes;
        for (int i = 0; i < count * lanes; i += lanes) {
            boolean isAnyWithin = false;
            for (int lane = 0; lane < lanes; lane++) {
                double x = Math.abs(z[i + lane]);
                for (int bracket = 0; bracket < 2; bracket++) {
                    double low = bounds[2 * bracket * lanes + lane];
                    double high = bounds[(2 * bracket + 1) * lanes + lane];
                    expectedBelowLow[bracket * lanes + lane] += x < low ? 1 : 0;
                    expectedBelowHigh[bracket * lanes + lane] += isCountedBelowHigh && x < high ? 1 : 0;
                    isAnyWithin |= x >= low && x < high;
                }
            }
            if (isAnyWithin) {
                for (int lane = 0; lane < lanes; lane++) {
                    expectedFound[expectedEnd++] = Math.abs(z[i + lane]);
                }
            }
        }
        double[] shifted = new double[z.length + lanes];
        System.arraycopy(z, 0, shifted, lanes, z.length);
        if (isCountedBelowHigh) {
            kernels.search().findAndCountBelowHigh(shifted, lanes, count, brackets);
        } else {
            kernels.search().find(shifted, lanes, count, brackets);
        }
        assertEquals(expectedEnd, brackets.foundEnd);
        assertArrayEquals(expectedBelowLow, brackets.belowLow);
        assertArrayEquals(expectedBelowHigh, brackets.belowHigh);
        // What was looked at last may lie behind.
        System.arraycopy(brackets.found, expectedEnd, expectedFound, expectedEnd, lanes);
        assertBits(expectedFound, brackets.found, "found");
    }
}
