package io.gradflow.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Directions of vectors of any size, to the smallest and the largest doubles. */
class UpdateMetricsTest {
    /** With this factor the elements below are doubles, but their norms, which are 13 or more, are not. */
    private static final double LARGEST = 0x1.4p1020;

    private static final double[] ONE = {3, -4, 0, 12};
    private static final double[] OTHER = {4, 3, 12, 0};
    private static final double[] NEAR = {3, -4, 1, 12};

    private static double[] scaled(double[] x, double factor) {
        return Arrays.stream(x).map(element -> element * factor).toArray();
    }

    private static Measurement measured(double[] x, double[] last) {
        var measurement = new Measurement(1);
        UpdateMetrics.setNorms(measurement, 0, x, new double[x.length], 0, x.length);
        UpdateMetrics.setUpdate(measurement, 0, x, last, 0, x.length);
        UpdateMetrics.setGradientCosine(measurement, 0, x, last, 0, x.length);
        return measurement;
    }

    private static void assertDirections(double cosine, double angle, Measurement measurement) {
        assertEquals(cosine, measurement.get(0, LayerMetric.GRAD_COS), 1e-15);
        assertEquals(angle, measurement.get(0, LayerMetric.UPDATE_ANGLE), 1e-15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 0x1p-1074, 0x1p-1060, 0x1p-700, 0x1p700, LARGEST})
    void directionsAreRightWhateverTheNorm(double factor) {
        for (double other : new double[] {1, 0x1p-1074, LARGEST}) {
            double[] x = scaled(ONE, factor);
            assertDirections(1, 0, measured(x, scaled(ONE, other)));
            assertDirections(-1, Math.PI, measured(x, scaled(ONE, -other)));
            assertDirections(0, Math.PI / 2, measured(x, scaled(OTHER, other)));
            assertDirections(13 / Math.sqrt(170), StrictMath.atan(1 / 13.0), measured(x, scaled(NEAR, other)));
        }
    }

    @Test
    void normsAreInfiniteIfTheyExceedAllDoubles() {
        var measurement = measured(scaled(ONE, LARGEST), ONE);
        assertEquals(Double.POSITIVE_INFINITY, measurement.get(0, LayerMetric.UPDATE_NORM));
        assertEquals(Double.POSITIVE_INFINITY, measurement.get(0, LayerMetric.PARAM_NORM));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void whatIsNotFiniteHasNoDirection(double element) {
        double[] x = {1, element, 1e300, 0};
        assertDirections(Double.NaN, Double.NaN, measured(x, ONE));
        assertDirections(Double.NaN, Double.NaN, measured(ONE, x));
        assertEquals(Double.NaN, measured(x, ONE).get(0, LayerMetric.UPDATE_NORM));
    }

    @Test
    void zeroHasNoDirection() {
        var measurement = measured(new double[4], ONE);
        assertFalse(measurement.has(0, LayerMetric.GRAD_COS));
        assertFalse(measurement.has(0, LayerMetric.UPDATE_ANGLE));
    }
}
