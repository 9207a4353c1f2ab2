package io.gradflow.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.IdentityActivation;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Metrics of Jacobians against NumPy's, and of matrices that have no such numbers. */
class JacobianMetricsTest {
    private static final double TOLERANCE = 1e-13;

    private static final List<LayerMetric> OF_LAYERS = List.of(
            LayerMetric.JAC_SV_MEAN,
            LayerMetric.JAC_SV_SQ_MEAN,
            LayerMetric.JAC_SV_SQ_VAR,
            LayerMetric.JAC_SV_SQ_MAX,
            LayerMetric.JAC_COND,
            LayerMetric.JAC_STABLE_RANK,
            LayerMetric.JAC_PARTICIPATION,
            LayerMetric.JAC_SINGULAR_COUNT,
            LayerMetric.JAC_ZERO_COUNT);

    private static final List<Metric> OF_NETWORK =
            OF_LAYERS.stream().map(metric -> Metric.valueOf(metric.name())).toList();

    private static Measurement measured(String widths, Activation activation, double[] parameters, double... inputs) {
        var architecture = Architecture.parse(widths);
        var measurement = new Measurement(architecture.layers());
        new JacobianMetrics(architecture, activation, inputs.length / architecture.inputs())
                .set(measurement, parameters, inputs);
        return measurement;
    }

    /** One weight layer without biases. */
    private static Measurement measured(int inputs, int outputs, double... weights) {
        return measured(
                inputs + "-" + outputs,
                new IdentityActivation(),
                Arrays.copyOf(weights, (inputs + 1) * outputs),
                new double[inputs]);
    }

    /** The expected metrics in the order of the enum; NaN for null. */
    private static void assertNetwork(Measurement measurement, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            var metric = OF_NETWORK.get(i);
            assertMetric(expected[i], measurement.has(metric), measurement.get(metric), metric.column());
        }
    }

    private static void assertLayer(Measurement measurement, int layer, double... expected) {
        for (int i = 0; i < expected.length; i++) {
            var metric = OF_LAYERS.get(i);
            assertMetric(expected[i], measurement.has(layer, metric), measurement.get(layer, metric), metric.column());
        }
    }

    private static void assertMetric(double expected, boolean isPresent, double actual, String metric) {
        assertEquals(!Double.isNaN(expected), isPresent, metric);
        if (Double.isFinite(expected)) {
            assertEquals(expected, actual, TOLERANCE * Math.abs(expected), metric);
        } else {
            assertEquals(expected, actual, metric);
        }
    }

    /**
     * Expected are the numbers of NumPy 2.4.6: {@code numpy.linalg.svd} of the Jacobians at each point, with
     * {@code numpy.tanh}, weights {@code ((13*i + 5*i*i) % 23 - 11) / 16} for the index i among all parameters, and
     * points {@code ((3*p + 5*k + p*k*k) % 7 - 3) / 4} for the feature k of point p.
     */
    @Test
    void theyAreThoseOfNumpy() {
        var parameters = new double[54];
        Arrays.setAll(parameters, i -> ((13 * i + 5 * i * i) % 23 - 11) / 16.0);
        var points = new double[12];
        Arrays.setAll(points, i -> ((3 * (i / 3) + 5 * (i % 3) + (i / 3) * (i % 3) * (i % 3)) % 7 - 3) / 4.0);
        var measurement = measured("3-5-4-2", new Tanh(), parameters, points);
        assertNetwork(
                measurement,
                0.3863927290905792,
                0.23672312771608833,
                0.060955524642954374,
                0.5859904136533528,
                6.49080410991114,
                1.0252309271091722,
                1.0504137703259644,
                0,
                0);
        assertLayer(
                measurement,
                0,
                0.763751248086709,
                0.6440330210163464,
                0.17779442715693317,
                1.4313457773293299,
                2.027305508926799,
                1.6158248624763565,
                2.1757873927900255,
                0,
                0);
        assertLayer(
                measurement,
                1,
                0.666661061775748,
                0.5567785104840492,
                0.1964220640920226,
                1.2914266718951213,
                5.743168755003283,
                1.8209967621040737,
                2.4541745317546564,
                0,
                0);
        assertLayer(
                measurement,
                2,
                0.8160703971081871,
                0.8203125,
                0.41114807128906267,
                1.4615207900969565,
                2.856601117023403,
                1.122546467430793,
                1.24146667605039,
                0,
                0);
    }

    @Test
    void oneWeightLayerIsItsOwnJacobian() {
        var measurement = measured(2, 2, 3, 0, 0, -4);
        double[] expected = {3.5, 12.5, 12.25, 16, 4 / 3.0, 25 / 16.0, 625 / 337.0, 0, 0};
        assertNetwork(measurement, expected);
        assertLayer(measurement, 0, expected);
        assertNetwork(measured(1, 3, 3, 0, 4), 5, 25, 0, 25, 1, 1, 1, 0, 0);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-300, 1e-160, 1e-100, 1, 1e100, 1e160, 1e300})
    void ratiosAreRightWhateverTheSize(double scale) {
        var measurement = measured(2, 2, 3 * scale, 0, 0, -4 * scale);
        assertNetwork(
                measurement,
                3.5 * scale,
                12.5 * scale * scale,
                12.25 * scale * scale * scale * scale,
                16 * scale * scale,
                4 / 3.0,
                25 / 16.0,
                625 / 337.0,
                0,
                0);
    }

    /** Rounding alone makes the least singular value of the last one. */
    @Test
    void singularJacobiansHaveNoCondition() {
        assertNetwork(measured(2, 2, 0, 0, 0, 2), 1, 2, 4, 4, Double.NaN, 1, 1, 1, 0);
        assertNetwork(measured(2, 2, 0, 0, 0, 0), 0, 0, 0, 0, Double.NaN, Double.NaN, Double.NaN, 1, 1);
        var measurement = measured(3, 3, 0.1, 0.2, 0.3, 0.3, 0.6, 0.9, 0.7, 1.4, 2.1);
        assertFalse(measurement.has(Metric.JAC_COND));
        assertEquals(1, measurement.get(Metric.JAC_SINGULAR_COUNT));
        assertEquals(0, measurement.get(Metric.JAC_ZERO_COUNT));
    }

    /** The unit is on at the second point alone, where the Jacobian is 2 * 3 by one input and 0 by the other. */
    @Test
    void pointsOfZerosAreCountedAndInNoRankOrCondition() {
        double[] parameters = {2, 0, 0, 3, 0};
        var measurement = measured("2-1-1", new Relu(), parameters, -1, 0, 1, 0, -3, 5);
        assertNetwork(measurement, 2, 12, 288, 36, 1, 1, 1, 2, 2);
        assertLayer(measurement, 0, 2 / 3.0, 4 / 3.0, 32 / 9.0, 4, 1, 1, 1, 2, 2);
        assertLayer(measurement, 1, 3, 9, 0, 9, 1, 1, 1, 0, 0);
    }

    /** 1, 0.1 and so on: the sum of three equal numbers is not always three times one of them. */
    @Test
    void equalSingularValuesHaveNoVariance() {
        for (double weight : new double[] {0.1, 0.3, 0.7, 1e-30, 123.456}) {
            var measurement = measured("1-1", new IdentityActivation(), new double[] {weight, 0}, 1, 2, 3, 4, 5, 6, 7);
            assertEquals(0, measurement.get(Metric.JAC_SV_SQ_VAR));
            assertEquals(weight * weight, measurement.get(Metric.JAC_SV_SQ_MEAN));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void parametersThatAreNotFiniteGiveNaN(double value) {
        var measurement = measured("1-2-1", new Tanh(), new double[] {value, 1, 0, 0, 1, value, 0}, 0, 1);
        for (int i = 0; i < 7; i++) {
            assertEquals(Double.NaN, measurement.get(OF_NETWORK.get(i)));
            assertEquals(true, measurement.has(OF_NETWORK.get(i)));
            assertEquals(Double.NaN, measurement.get(0, OF_LAYERS.get(i)));
            assertEquals(Double.NaN, measurement.get(1, OF_LAYERS.get(i)));
        }
        assertEquals(0, measurement.get(Metric.JAC_SINGULAR_COUNT));
        assertEquals(0, measurement.get(Metric.JAC_ZERO_COUNT));
    }

    /** z is infinite, its tanh is 1, and its derivative 0. */
    @Test
    void saturationAtInfinityIsAJacobianOfZeros() {
        var measurement = measured("1-1-1", new Tanh(), new double[] {1e300, 0, 2, 0}, 1e300);
        assertLayer(measurement, 0, 0, 0, 0, 0, Double.NaN, Double.NaN, Double.NaN, 1, 1);
        assertNetwork(measurement, 0, 0, 0, 0, Double.NaN, Double.NaN, Double.NaN, 1, 1);
        assertLayer(measurement, 1, 2, 4, 0, 4, 1, 1, 1, 0, 0);
    }
}
