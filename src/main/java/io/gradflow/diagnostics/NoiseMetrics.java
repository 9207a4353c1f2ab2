package io.gradflow.diagnostics;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;

/**
 * Measures how the gradients g_s of single samples by a layer's parameters, weights and biases together, differ from
 * their mean g: the gradient signal-to-noise ratio (J. Liu et al., Understanding Why Neural Networks Generalize Well
 * Through GSNR of Parameters, 2020), the simple noise scale (S. McCandlish et al., An Empirical Model of Large-Batch
 * Training, 2018), the norm test (R. Byrd et al., Sample Size Selection in Optimization Methods for Machine Learning,
 * 2012), and the inner-product test (R. Bollapragada et al., Adaptive Sampling Strategies for Stochastic Optimization,
 * 2018).
 */
public final class NoiseMetrics {
    private NoiseMetrics() {}

    /**
     * Sets all metrics that the layer has. It does not have what divides 0 by 0.
     *
     * @param layer from 0
     * @param batch how many samples an update uses
     */
    public static void set(Measurement measurement, int layer, NoiseTotals totals, int batch) {
        measurement.set(layer, LayerMetric.SAMPLE_GRAD_NORM_MEAN, totals.meanNorm());
        measurement.set(layer, LayerMetric.SAMPLE_GRAD_NORM_VAR, square(totals.normDeviation()));
        measurement.set(layer, LayerMetric.GSNR_ZERO_COUNT, totals.zeros());
        if (totals.zeros() != totals.parameters()) {
            measurement.set(layer, LayerMetric.GSNR, totals.ratios() / (totals.parameters() - totals.zeros()));
        }
        double norm = totals.gradientNorm();
        // The tests are of the sample variance, which divides by n - 1.
        double factor = totals.samples() / (totals.samples() - 1.0) / batch;
        boolean hasTests = totals.samples() > 1;
        if (norm != 0 || totals.deviation() != 0) {
            double scale = square(totals.deviation() / norm);
            measurement.set(layer, LayerMetric.NOISE_SCALE, scale);
            if (hasTests) {
                measurement.set(layer, LayerMetric.NORM_TEST, factor * scale);
            }
        }
        if (norm != 0 && hasTests) {
            measurement.set(layer, LayerMetric.INNER_PRODUCT_TEST, factor * square(totals.deviationAlong() / norm));
        }
    }

    private static double square(double x) {
        return x * x;
    }
}
