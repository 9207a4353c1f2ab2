package io.gradflow.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The norm and the root mean square of numbers of any size, against their true values. */
class GradientMetricsTest {
    private static final int WEIGHTS = 48;

    /** Powers of two that the numbers are multiplied by; the smallest and largest leave the range of doubles. */
    @ParameterizedTest
    @ValueSource(
            ints = {-1060, -1020, -700, -541, -538, -520, -512, -511, -487, -485, -483, -300, 0, 300, 505, 511, 512, 900
            })
    void bothAreRightWhateverTheSizeOfTheNumbers(int exponent) {
        double[] gradient = gradient(exponent);
        var squares = BigDecimal.ZERO;
        for (double element : gradient) {
            squares = squares.add(new BigDecimal(element).pow(2));
        }
        var precision = new MathContext(40);
        double norm = squares.sqrt(precision).doubleValue();
        double rms = squares.divide(BigDecimal.valueOf(WEIGHTS), precision)
                .sqrt(precision)
                .doubleValue();
        var measurement = measurement(gradient);
        assertEquals(norm, measurement.get(0, LayerMetric.GRAD_NORM), 4 * Math.ulp(norm));
        assertEquals(rms, measurement.get(0, LayerMetric.GRAD_RMS), 4 * Math.ulp(rms));
    }

    /** Where plain squares lose nothing, scaled numbers give the same bits: there is no jump at the borders. */
    @Test
    void normsThatWereRightKeepTheirBits() {
        for (int exponent = -505; exponent <= 505; exponent++) {
            double[] gradient = gradient(exponent);
            double squares = 0;
            for (double element : gradient) {
                squares += element * element;
            }
            var measurement = measurement(gradient);
            assertEquals(Math.sqrt(squares), measurement.get(0, LayerMetric.GRAD_NORM));
            assertEquals(Math.sqrt(squares / WEIGHTS), measurement.get(0, LayerMetric.GRAD_RMS));
        }
    }

    @Test
    void aNormBeyondAllDoublesIsInfiniteAndItsMeanSquareIsNot() {
        var measurement = measurement(new double[] {Double.MAX_VALUE, Double.MAX_VALUE});
        assertEquals(Double.POSITIVE_INFINITY, measurement.get(0, LayerMetric.GRAD_NORM));
        assertEquals(Double.MAX_VALUE, measurement.get(0, LayerMetric.GRAD_RMS), 1e293);
    }

    @Test
    void zerosHaveANormOfZeroAndGradientsThatAreNotFiniteHaveNone() {
        assertEquals(0.0, measurement(new double[] {0, -0.0}).get(0, LayerMetric.GRAD_NORM));
        double infinity = Double.NEGATIVE_INFINITY;
        for (double[] gradient : new double[][] {{1, infinity}, {Double.NaN, infinity}, {Double.NaN, 1}}) {
            assertEquals(Double.NaN, measurement(gradient).get(0, LayerMetric.GRAD_NORM));
            assertEquals(Double.NaN, measurement(gradient).get(0, LayerMetric.GRAD_RMS));
        }
    }

    private static double[] gradient(int exponent) {
        return new Random(1)
                .doubles(WEIGHTS, -1, 1)
                .map(x -> x * StrictMath.pow(2, exponent))
                .toArray();
    }

    private static Measurement measurement(double[] gradient) {
        var measurement = new Measurement(1);
        GradientMetrics.set(measurement, 0, gradient, 0, gradient.length);
        return measurement;
    }
}
