package io.gradflow.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.nn.activation.IdentityActivation;
import io.gradflow.nn.activation.Relu;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Tests which numbers end up in which metric, on layers small enough to count by hand. */
class HiddenMetricsTest {
    private static final Set<DiagnosticGroup> DEFAULT = DiagnosticGroups.DEFAULT.groups();
    private static final HiddenLayer FIRST =
            new HiddenLayer(new Relu(), new double[] {-2, 0.05, 1}, new double[] {0, 0.05, 1}, new double[] {0, 1, 1});
    private static final HiddenLayer SECOND =
            new HiddenLayer(new Relu(), new double[] {4}, new double[] {4}, new double[] {1});

    @Test
    void everyHiddenLayerIsMeasuredAloneAndAllArePooled() {
        var measurement = new Measurement(3);
        HiddenMetrics.set(measurement, List.of(FIRST, SECOND), DEFAULT);
        double offLog = StrictMath.log(1e-12);
        double onLog = StrictMath.log(1 + 1e-12);

        assertEquals(1.0 / 3, measurement.get(0, LayerMetric.DPHI_SMALL_RATE));
        assertEquals(2.0 / 3, measurement.get(0, LayerMetric.DPHI_MEAN_ABS));
        assertEquals((offLog + 2 * onLog) / 3, measurement.get(0, LayerMetric.DPHI_LOG_MEAN), 1e-12);
        assertEquals(3.05 / 3, measurement.get(0, LayerMetric.Z_MEAN_ABS), 1e-15);
        assertEquals(1.0 / 3, measurement.get(0, LayerMetric.Z_NEAR0_RATE));
        assertEquals(1.0 / 3, measurement.get(0, LayerMetric.LIMIT_RATE));

        assertEquals(0.0, measurement.get(1, LayerMetric.DPHI_SMALL_RATE));
        assertEquals(1.0, measurement.get(1, LayerMetric.DPHI_MEAN_ABS));
        assertEquals(onLog, measurement.get(1, LayerMetric.DPHI_LOG_MEAN), 1e-12);
        assertEquals(4.0, measurement.get(1, LayerMetric.Z_MEAN_ABS));
        assertEquals(0.0, measurement.get(1, LayerMetric.Z_NEAR0_RATE));
        assertEquals(0.0, measurement.get(1, LayerMetric.LIMIT_RATE));

        assertEquals(0.25, measurement.get(Metric.DPHI_SMALL_RATE));
        assertEquals(0.75, measurement.get(Metric.DPHI_MEAN_ABS));
        assertEquals((offLog + 3 * onLog) / 4, measurement.get(Metric.DPHI_LOG_MEAN), 1e-12);
        assertEquals(7.05 / 4, measurement.get(Metric.Z_MEAN_ABS), 1e-15);
        assertEquals(0.25, measurement.get(Metric.Z_NEAR0_RATE));
        assertEquals(0.25, measurement.get(Metric.LIMIT_RATE));
        // These are the percentiles of 0, 1, 1, 1 at ranks 0.03 and 0.3, and of 0.05, 1, 2, 4 at rank 2.7.
        assertEquals(0.03, measurement.get(Metric.DPHI_P01_ABS), 1e-15);
        assertEquals(0.3, measurement.get(Metric.DPHI_P10_ABS), 1e-15);
        assertEquals(3.4, measurement.get(Metric.Z_P90_ABS), 1e-15);
    }

    @Test
    void anActivationWithoutALimitRegionHasNoLimitRate() {
        double[] numbers = {1, 2};
        var measurement = new Measurement(2);
        HiddenMetrics.set(
                measurement, List.of(new HiddenLayer(new IdentityActivation(), numbers, numbers, numbers)), DEFAULT);
        assertFalse(measurement.has(Metric.LIMIT_RATE));
        assertFalse(measurement.has(0, LayerMetric.LIMIT_RATE));
        assertEquals(Double.NaN, measurement.get(Metric.LIMIT_RATE));
        assertTrue(measurement.has(Metric.Z_NEAR0_RATE));
        assertTrue(measurement.has(0, LayerMetric.Z_NEAR0_RATE));
        assertFalse(measurement.has(1, LayerMetric.Z_MEAN_ABS));

        HiddenMetrics.set(measurement, List.of(FIRST), DEFAULT);
        assertTrue(measurement.has(Metric.LIMIT_RATE));
        assertTrue(measurement.has(0, LayerMetric.LIMIT_RATE));
        assertFalse(measurement.has(1, LayerMetric.LIMIT_RATE));
    }

    @Test
    void theOutputLayerHasNoMetricOfHiddenLayers() {
        var measurement = new Measurement(3);
        HiddenMetrics.set(measurement, List.of(FIRST, SECOND), DEFAULT);
        for (var metric : LayerMetric.values()) {
            assertEquals(Double.NaN, measurement.get(2, metric), metric::column);
        }
        var ofEvery = LayerMetric.of(2, 3);
        assertEquals(List.of(LayerMetric.GRAD_NORM, LayerMetric.GRAD_RMS), ofEvery.subList(0, 2));
        assertEquals(List.of(LayerMetric.values()), LayerMetric.of(1, 3));
    }

    @Test
    void theGradientIsMeasuredBetweenItsBounds() {
        var measurement = new Measurement(2);
        GradientMetrics.set(measurement, 1, new double[] {99, 3, 0, -4, 0, 99}, 1, 5);
        assertEquals(5.0, measurement.get(1, LayerMetric.GRAD_NORM));
        assertEquals(2.5, measurement.get(1, LayerMetric.GRAD_RMS));
        assertEquals(Double.NaN, measurement.get(0, LayerMetric.GRAD_NORM));
    }

    @Test
    void nanMakesPercentilesNan() {
        var measurement = new Measurement(2);
        HiddenMetrics.set(
                measurement,
                List.of(new HiddenLayer(
                        new Relu(), new double[] {1, Double.NaN}, new double[] {1, Double.NaN}, new double[] {
                            1, Double.NaN
                        })),
                DEFAULT);
        assertEquals(Double.NaN, measurement.get(Metric.DPHI_P01_ABS));
        assertEquals(Double.NaN, measurement.get(Metric.DPHI_P10_ABS));
        assertEquals(Double.NaN, measurement.get(Metric.Z_P90_ABS));
        assertEquals(0.0, measurement.get(Metric.LIMIT_RATE));
    }
}
