package io.gradflow.engine;

import io.gradflow.diagnostics.HiddenLayer;
import io.gradflow.diagnostics.HiddenStatistics;
import io.gradflow.diagnostics.Measurement;
import io.gradflow.diagnostics.Metric;
import io.gradflow.diagnostics.Percentiles;
import io.gradflow.nn.Activation;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.DerivativeShape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Measures the hidden layers of every lane while a training pass runs. */
final class LaneDiagnostics {
    private static final double Z_PERCENTILE = Metric.Z_P90_ABS.probability();
    private static final List<Metric> DERIVATIVE_PERCENTILES = List.of(Metric.DPHI_P01_ABS, Metric.DPHI_P10_ABS);

    private final LaneKernels kernels;
    private final int lanes;
    private final Activation activation;
    private final HiddenSums[] layers;
    private final int count;
    private final RankSearch ranks;
    private Brackets brackets;

    LaneDiagnostics(LaneKernels kernels, Architecture architecture, Activation activation, int samples) {
        this.kernels = kernels;
        this.lanes = kernels.lanes();
        this.activation = activation;
        layers = new HiddenSums[architecture.layers() - 1];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new HiddenSums(samples * architecture.fanOut(layer), lanes);
        }
        count = samples * architecture.hiddenUnits();
        int[] counts = Arrays.stream(layers).mapToInt(layer -> layer.count).toArray();
        ranks = count == 0 ? null : new RankSearch(stretches(), counts, lanes);
    }

    /** The ranks of |z| that the percentiles need. */
    private List<RankSearch.Stretch> stretches() {
        var stretches = new ArrayList<RankSearch.Stretch>();
        int first = Percentiles.lowerRank(count, Z_PERCENTILE);
        int last = Percentiles.upperRank(count, Z_PERCENTILE);
        if (activation.derivativeShape() == DerivativeShape.FALLS_WITH_ABSOLUTE_Z) {
            for (var metric : DERIVATIVE_PERCENTILES) {
                int low = mirrored(Percentiles.upperRank(count, metric.probability()));
                int high = mirrored(Percentiles.lowerRank(count, metric.probability()));
                if (low <= last + 1 && first <= high + 1) {
                    first = Math.min(first, low);
                    last = Math.max(last, high);
                } else {
                    stretches.add(new RankSearch.Stretch(low, high));
                }
            }
        }
        stretches.add(new RankSearch.Stretch(first, last));
        return stretches;
    }

    /** The rank of |z| at which |phi'| has that rank if |phi'| falls with |z|. */
    private int mirrored(int rank) {
        return count - 1 - rank;
    }

    /** Begins a training pass. */
    void clear() {
        for (var layer : layers) {
            layer.clear();
        }
        brackets = ranks == null ? null : ranks.brackets();
    }

    /** Adds the elements of a tile; only the last of a pass may hold a number of elements that is no multiple of 16. */
    void add(int layer, double[] z, int zFrom, double[] values, double[] derivatives, int elements) {
        kernels.countAtLimit(activation, z, zFrom, values, elements, layers[layer].atLimit);
        kernels.addStatistics(z, zFrom, derivatives, elements, layers[layer]);
        kernels.find(z, zFrom, elements, brackets);
    }

    /**
     * Ends a training pass.
     *
     * @param preActivations of each hidden layer
     * @param isMeasured the lanes that {@link #measure} will be called for
     */
    void finish(double[][] preActivations, boolean[] isMeasured) {
        for (var layer : layers) {
            layer.addLogs(kernels);
        }
        if (ranks != null) {
            ranks.search(preActivations, isMeasured);
        }
    }

    /** Sets the metrics of hidden layers of a lane in which all numbers are finite. */
    void measure(int lane, Measurement measurement) {
        var statistics = new ArrayList<HiddenStatistics>(layers.length);
        for (var layer : layers) {
            statistics.add(new HiddenStatistics(
                    layer.count,
                    layer.counts[lane],
                    layer.count - layer.counts[lanes + lane],
                    layer.atLimit[lane],
                    layer.sums[lanes + lane],
                    layer.logSums[lane],
                    layer.sums[lane]));
        }
        measurement.setStatistics(statistics);
        measurement.set(Metric.Z_P90_ABS, zPercentile(lane));
        for (var metric : DERIVATIVE_PERCENTILES) {
            measurement.set(metric, derivativePercentile(lane, metric.probability()));
        }
    }

    private double zPercentile(int lane) {
        if (count == 0) {
            return Double.NaN;
        }
        return Percentiles.interpolate(
                count,
                Z_PERCENTILE,
                ranks.value(lane, Percentiles.lowerRank(count, Z_PERCENTILE)),
                ranks.value(lane, Percentiles.upperRank(count, Z_PERCENTILE)));
    }

    private double derivativePercentile(int lane, double percentile) {
        if (count == 0) {
            return Double.NaN;
        }
        return Percentiles.interpolate(
                count,
                percentile,
                derivativeOfRank(lane, Percentiles.lowerRank(count, percentile)),
                derivativeOfRank(lane, Percentiles.upperRank(count, percentile)));
    }

    /** An order statistic of |phi'|. */
    private double derivativeOfRank(int lane, int rank) {
        return switch (activation.derivativeShape()) {
            case FALLS_WITH_ABSOLUTE_Z -> absoluteDerivative(ranks.value(lane, mirrored(rank)));
            case STEP_AT_ZERO -> stepOfRank(lane, rank);
        };
    }

    private double stepOfRank(int lane, int rank) {
        double left = absoluteDerivative(-1);
        double right = absoluteDerivative(1);
        long leftCount = 0;
        for (var layer : layers) {
            leftCount += layer.atLimit[lane];
        }
        long lowCount = left <= right ? leftCount : count - leftCount;
        return rank < lowCount ? Math.min(left, right) : Math.max(left, right);
    }

    private double absoluteDerivative(double z) {
        return Math.abs(activation.derivative(z, activation.value(z)));
    }

    /**
     * Sets the metrics of hidden layers of a lane that may hold NaN, one number after the other.
     *
     * @param preActivations of each hidden layer
     */
    void measureDiverged(int lane, double[][] preActivations, Measurement measurement) {
        var hidden = new ArrayList<HiddenLayer>();
        for (int layer = 0; layer < layers.length; layer++) {
            var z = new double[layers[layer].count];
            var values = new double[z.length];
            var derivatives = new double[z.length];
            for (int i = 0; i < z.length; i++) {
                z[i] = preActivations[layer][i * lanes + lane];
                values[i] = activation.value(z[i]);
                derivatives[i] = activation.derivative(z[i], values[i]);
            }
            hidden.add(new HiddenLayer(activation, z, values, derivatives));
        }
        measurement.setHidden(hidden);
    }
}
