package io.gradflow.diagnostics;

import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Measures the pre-activations and derivatives of hidden layers, for each layer and for all layers pooled. */
public final class HiddenMetrics {
    private HiddenMetrics() {}

    /**
     * Sets the metrics of hidden layers, but for the moments.
     *
     * @param hidden the results of the training forward pass in each hidden layer, from first to last
     * @param groups whose metrics are set
     */
    public static void set(Measurement measurement, List<HiddenLayer> hidden, Set<DiagnosticGroup> groups) {
        if (areRatesAndMeansIn(groups)) {
            setRatesAndMeans(
                    measurement, hidden.stream().map(HiddenStatistics::of).toList(), groups);
        }
        if (groups.contains(DiagnosticGroup.STUDY)) {
            setPercentiles(
                    measurement,
                    Percentiles.absolute(hidden, HiddenLayer::derivatives),
                    Metric.DPHI_P01_ABS,
                    Metric.DPHI_P10_ABS);
            setPercentiles(measurement, Percentiles.absolute(hidden, HiddenLayer::preActivations), Metric.Z_P90_ABS);
        }
    }

    /** Whether metrics of some groups follow from counts and sums of hidden layers. */
    public static boolean needSums(Set<DiagnosticGroup> groups) {
        return areRatesAndMeansIn(groups) || groups.contains(DiagnosticGroup.MOMENTS);
    }

    private static boolean areRatesAndMeansIn(Set<DiagnosticGroup> groups) {
        return groups.contains(DiagnosticGroup.STUDY) || groups.contains(DiagnosticGroup.LAYERS);
    }

    private static void setPercentiles(Measurement measurement, double[] values, Metric... metrics) {
        double[] quantiles = Percentiles.of(
                values, Arrays.stream(metrics).mapToDouble(Metric::probability).toArray());
        for (int i = 0; i < metrics.length; i++) {
            measurement.set(metrics[i], quantiles[i]);
        }
    }

    /**
     * Sets the rates and means of hidden layers.
     *
     * @param hidden the counts and sums of each hidden layer, from first to last
     * @param groups whose metrics are set
     */
    public static void setRatesAndMeans(
            Measurement measurement, List<HiddenStatistics> hidden, Set<DiagnosticGroup> groups) {
        if (groups.contains(DiagnosticGroup.LAYERS)) {
            setLayers(measurement, hidden);
        }
        if (groups.contains(DiagnosticGroup.STUDY)) {
            setPooled(measurement, hidden);
        }
    }

    private static void setLayers(Measurement measurement, List<HiddenStatistics> hidden) {
        for (int layer = 0; layer < hidden.size(); layer++) {
            var statistics = hidden.get(layer);
            measurement.set(layer, LayerMetric.DPHI_SMALL_RATE, statistics.dphiSmallRate());
            measurement.set(layer, LayerMetric.DPHI_MEAN_ABS, statistics.dphiMeanAbs());
            measurement.set(layer, LayerMetric.DPHI_LOG_MEAN, statistics.dphiLogMean());
            measurement.set(layer, LayerMetric.Z_MEAN_ABS, statistics.zMeanAbs());
            measurement.set(layer, LayerMetric.Z_NEAR0_RATE, statistics.zNear0Rate());
            if (statistics.hasLimitRate()) {
                measurement.set(layer, LayerMetric.LIMIT_RATE, statistics.limitRate());
            }
        }
    }

    private static void setPooled(Measurement measurement, List<HiddenStatistics> hidden) {
        var all = new HiddenStatistics();
        hidden.forEach(all::add);
        measurement.set(Metric.DPHI_SMALL_RATE, all.dphiSmallRate());
        measurement.set(Metric.DPHI_MEAN_ABS, all.dphiMeanAbs());
        measurement.set(Metric.DPHI_LOG_MEAN, all.dphiLogMean());
        measurement.set(Metric.Z_MEAN_ABS, all.zMeanAbs());
        measurement.set(Metric.Z_NEAR0_RATE, all.zNear0Rate());
        if (all.hasLimitRate()) {
            measurement.set(Metric.LIMIT_RATE, all.limitRate());
        }
    }
}
