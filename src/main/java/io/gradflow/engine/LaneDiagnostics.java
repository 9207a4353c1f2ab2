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
    private final LaneNetwork network;
    private final LaneSamples samples;
    private final Activation activation;
    private final HiddenSums[] layers;
    private final int count;
    private final RankSearch ranks;
    private Brackets brackets;

    LaneDiagnostics(
            LaneKernels kernels,
            LaneNetwork network,
            Architecture architecture,
            Activation activation,
            LaneSamples samples) {
        this.network = network;
        this.samples = samples;
        this.kernels = kernels;
        this.lanes = kernels.lanes();
        this.activation = activation;
        layers = new HiddenSums[architecture.layers() - 1];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new HiddenSums(samples.count, architecture.fanOut(layer), lanes);
        }
        count = samples.count * architecture.hiddenUnits();
        ranks = count == 0 ? null : new RankSearch(stretches(), count, lanes);
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

    /** Adds a tile. */
    void add(int layer, LaneTile z, LaneTile values, LaneTile derivatives, int rows) {
        int units = layers[layer].units;
        kernels.addStatistics(z, derivatives, rows, layers[layer]);
        // Between the units of a tile that is not full lies what belongs to no sample.
        int stretches = rows == LaneTile.SAMPLES ? 1 : units;
        for (int i = 0; i < stretches; i++) {
            int zFrom = z.offset() + i * LaneTile.SAMPLES * lanes;
            int valuesFrom = values.offset() + i * LaneTile.SAMPLES * lanes;
            int elements = rows * units / stretches;
            kernels.countAtLimit(
                    activation, z.data(), zFrom, values.data(), valuesFrom, elements, layers[layer].atLimit);
            kernels.find(z.data(), zFrom, elements, brackets);
        }
    }

    /**
     * Ends a training pass.
     *
     * @param isMeasured the lanes that {@link #measure} will be called for
     */
    void finish(boolean[] isMeasured) {
        for (var layer : layers) {
            layer.addLogs(kernels);
        }
        if (ranks != null) {
            ranks.search((lane, z) -> network.preActivations(samples, lane, z), isMeasured);
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

    /** Sets the metrics of hidden layers of a lane that may hold NaN, one number after the other. */
    void measureDiverged(int lane, Measurement measurement) {
        var preActivations = new double[count];
        network.preActivations(samples, lane, preActivations);
        var hidden = new ArrayList<HiddenLayer>();
        int next = 0;
        for (var layer : layers) {
            double[] z = Arrays.copyOfRange(preActivations, next, next + layer.count);
            double[] values = Arrays.stream(z).map(activation::value).toArray();
            var derivatives = new double[z.length];
            Arrays.setAll(derivatives, i -> activation.derivative(z[i], values[i]));
            hidden.add(new HiddenLayer(activation, z, values, derivatives));
            next += layer.count;
        }
        measurement.setHidden(hidden);
    }
}
