package io.gradflow.nn.initializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.random.Generator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the mapping from a standard normal to a truncated one. */
class TruncatedNormalTest {
    /** The bits are pinned, because every result depends on them. */
    @ParameterizedTest
    @CsvSource({
        "0, 0x0.0p0",
        "1e-8, 0x1.47f6af477a2cfp-27",
        "0.125, 0x1.e897239ef4761p-4",
        "0.5, 0x1.e6d097f93b6c2p-2",
        "1, 0x1.e020ba4a91a3dp-1",
        "1.5, 0x1.5ccdd51adcac7p0",
        "2, 0x1.b3792e2851703p0",
        "3, 0x1.fa080b7d0feb6p0",
        "4, 0x1.ffdb537d777c2p0",
        "5, 0x1.ffffaafa9903ap0",
        "8, 0x1.fffffffffffd4p0"
    })
    void bitsArePinned(double z, String expected) {
        assertEquals(Double.parseDouble(expected), TruncatedNormal.truncated(z));
        assertEquals(-Double.parseDouble(expected), TruncatedNormal.truncated(-z), 0.0);
    }

    /**
     * The expected values are from mpmath 1.3.0: {@code mp.dps = 40},
     * {@code sqrt(2) * erfinv(erf(sqrt(2)) * erf(z / sqrt(2)))}. The largest difference is 4 ulp.
     */
    @ParameterizedTest
    @CsvSource({
        "1e-8, 0x1.47f6af477a2cbp-27",
        "0.125, 0x1.e897239ef4765p-4",
        "0.5, 0x1.e6d097f93b6c4p-2",
        "1, 0x1.e020ba4a91a3cp-1",
        "1.5, 0x1.5ccdd51adcac6p0",
        "2, 0x1.b3792e2851700p0",
        "3, 0x1.fa080b7d0feb4p0",
        "4, 0x1.ffdb537d777c1p0",
        "5, 0x1.ffffaafa99038p0"
    })
    void itHasTheRankOfTheNormal(double z, String expected) {
        double truth = Double.parseDouble(expected);
        assertEquals(truth, TruncatedNormal.truncated(z), 4 * Math.ulp(truth));
    }

    @Test
    void itRisesAndIsNeverBeyondTheCut() {
        double last = -2;
        for (int i = -90_000; i <= 90_000; i++) {
            double x = TruncatedNormal.truncated(i * 1e-4);
            assertTrue(x >= last && x <= 2, () -> "around " + x);
            last = x;
        }
        assertEquals(2, TruncatedNormal.truncated(1e300), 1e-13);
        assertTrue(TruncatedNormal.truncated(1e300) <= 2);
    }

    @Test
    void weightsAreStandardDeviationTimesScaleTimesThat() {
        var weights = new double[20];
        new TruncatedNormal(0.3, "default_rng").draw(weights, 0, 4, 5, 1.7, Generator.seeded(7));
        double[] normals = Generator.seeded(7).fillNormal(new double[20], 0, 1);
        double factor = 0.3 * 1.7;
        assertArrayEquals(
                Arrays.stream(normals)
                        .map(z -> factor * TruncatedNormal.truncated(z))
                        .toArray(),
                weights);
    }
}
