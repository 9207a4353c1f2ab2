package io.gradflow.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.nn.activation.IdentityActivation;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Moments of numbers that are so large that their sums are no doubles. */
class LayerMomentsTest {
    private static final double LARGE = 0x1p1023;

    private static Measurement measured(double... z) {
        var ones = new double[z.length];
        Arrays.fill(ones, 1);
        var measurement = new Measurement(2);
        LayerMoments.set(measurement, 0, new HiddenLayer(new IdentityActivation(), z, z, ones), z.length);
        return measurement;
    }

    private static void assertMoments(double mean, double variance, Measurement measurement) {
        assertEquals(mean, measurement.get(0, LayerMetric.Z_MEAN));
        assertEquals(mean, measurement.get(0, LayerMetric.PHI_MEAN));
        assertEquals(variance, measurement.get(0, LayerMetric.Z_VAR));
        assertEquals(variance, measurement.get(0, LayerMetric.PHI_VAR));
    }

    @Test
    void meansOfFiniteNumbersAreFinite() {
        assertMoments(LARGE / 2, Double.POSITIVE_INFINITY, measured(-LARGE, LARGE, LARGE, LARGE));
        assertMoments(0, Double.POSITIVE_INFINITY, measured(LARGE, -LARGE));
        assertMoments(LARGE / 4, Double.POSITIVE_INFINITY, measured(0, LARGE, -LARGE, LARGE));
        assertMoments(LARGE, 0, measured(LARGE, LARGE, LARGE));
    }

    @Test
    void meansOfOtherNumbersFollowTheRulesOfTheirSums() {
        assertMoments(Double.NaN, Double.NaN, measured(LARGE, Double.NaN));
        assertMoments(Double.POSITIVE_INFINITY, Double.NaN, measured(-LARGE, Double.POSITIVE_INFINITY));
    }
}
