package io.gradflow.engine.lanes;

import io.gradflow.diagnostics.HiddenLayer;
import io.gradflow.diagnostics.HiddenMetrics;
import io.gradflow.diagnostics.HiddenStatistics;
import io.gradflow.diagnostics.Percentiles;
import io.gradflow.engine.kernels.HiddenLayerSums;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.kernels.LaneTile;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.ActivationArrays;
import io.gradflow.nn.activation.ActivationTraits;
import io.gradflow.nn.activation.LimitRegion;
import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** Measures the hidden layers of every lane while a training pass runs. */
final class LaneDiagnostics implements LaneNetwork.HiddenLayerObserver {
    private static final double Z_PERCENTILE = Metric.Z_P90_ABS.probability();
    private static final List<Metric> DERIVATIVE_PERCENTILES = List.of(Metric.DPHI_P01_ABS, Metric.DPHI_P10_ABS);

    private final LaneKernels kernels;
    private final int lanes;
    private final LaneNetwork network;
    private final LaneSamples samples;
    private final Activation activation;
    private final ActivationTraits.DerivativeShape derivativeShape;
    private final HiddenLayerSums[] layers;
    /** How many elements of each lane are measured: training samples times hidden units. */
    private final int count;
    /** The activation's limit region; null if it has none. */
    private final LimitRegion limitRegion;
    /** Finds order statistics of |z|; null if the network has no hidden units. */
    private final RankSearch ranks;
    /**
     * Finds order statistics of |phi'|; null if the network has no hidden units, or if they follow from those of |z| or
     * from the number of elements in the limit region.
     */
    private final RankSearch derivativeRanks;

    /**
     * Holds one z, or all z of one lane if derivatives have any shape. The length is a multiple of the number of lanes,
     * as kernels need it.
     */
    private final ActivationArrays ofOneLane;

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
        layers = new HiddenLayerSums[architecture.layers() - 1];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new HiddenLayerSums(samples.count, architecture.fanOut(layer), lanes);
        }
        var traits = activation.traits();
        derivativeShape = traits.derivativeShape();
        limitRegion = traits.limitRegion().orElse(null);
        count = samples.count * architecture.hiddenUnits();
        boolean isOfAnyShape = derivativeShape == ActivationTraits.DerivativeShape.ANY;
        ranks = count == 0 ? null : new RankSearch(rankRanges(), count, lanes);
        derivativeRanks = count == 0 || !isOfAnyShape ? null : new RankSearch(derivativeRankRanges(), count, lanes);
        ofOneLane = ActivationArrays.ofSize(isOfAnyShape ? Math.addExact(count, lanes) / lanes * lanes : lanes);
    }

    /** The ranks of |z| that the percentiles need. */
    private List<RankSearch.RankRange> rankRanges() {
        var ranges = new ArrayList<RankSearch.RankRange>();
        ranges.add(rankRange(Z_PERCENTILE));
        if (derivativeShape == ActivationTraits.DerivativeShape.FALLS_WITH_ABSOLUTE_Z) {
            for (var ofDerivatives : derivativeRankRanges()) {
                ranges.add(new RankSearch.RankRange(mirrored(ofDerivatives.last()), mirrored(ofDerivatives.first())));
            }
        }
        return merged(ranges);
    }

    /** The ranks of |phi'| that the percentiles need. */
    private List<RankSearch.RankRange> derivativeRankRanges() {
        return merged(DERIVATIVE_PERCENTILES.stream()
                .map(metric -> rankRange(metric.probability()))
                .toList());
    }

    private RankSearch.RankRange rankRange(double percentile) {
        return new RankSearch.RankRange(
                Percentiles.lowerRank(count, percentile), Percentiles.upperRank(count, percentile));
    }

    /** Sorts ranges and joins those that touch. */
    private static List<RankSearch.RankRange> merged(List<RankSearch.RankRange> ranges) {
        var merged = new ArrayDeque<RankSearch.RankRange>();
        for (var next : ranges.stream()
                .sorted(Comparator.comparingInt(RankSearch.RankRange::first))
                .toList()) {
            var last = merged.peekLast();
            if (last != null && next.first() <= last.last() + 1) {
                merged.removeLast();
                merged.add(new RankSearch.RankRange(last.first(), Math.max(last.last(), next.last())));
            } else {
                merged.add(next);
            }
        }
        return List.copyOf(merged);
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
        if (ranks != null) {
            ranks.begin();
        }
        if (derivativeRanks != null) {
            derivativeRanks.begin();
        }
    }

    @Override
    public void add(int layer, LaneTile z, LaneTile values, LaneTile derivatives, int rows) {
        var sums = layers[layer];
        int units = sums.units();
        kernels.statistics().addStatistics(z, derivatives, rows, sums);
        // A full tile is one run of elements. In any other tile the places of missing samples part the units.
        int parts = rows == LaneTile.SAMPLES ? 1 : units;
        for (int i = 0; i < parts; i++) {
            int shift = i * LaneTile.SAMPLES * lanes;
            int elements = rows * units / parts;
            if (limitRegion != null) {
                kernels.statistics()
                        .countAtLimit(
                                limitRegion,
                                z.data(),
                                z.offset() + shift,
                                values.data(),
                                values.offset() + shift,
                                elements,
                                sums.atLimit());
            }
            ranks.find(kernels.search(), z.data(), z.offset() + shift, elements);
            if (derivativeRanks != null) {
                derivativeRanks.find(kernels.search(), derivatives.data(), derivatives.offset() + shift, elements);
            }
        }
    }

    /**
     * Ends a training pass.
     *
     * @param isMeasured lanes for which {@link #measure} will be called
     */
    void finish(boolean[] isMeasured) {
        for (var layer : layers) {
            layer.addLogs(kernels.functions(), kernels.sums());
        }
        if (ranks != null) {
            ranks.search((lane, to) -> network.preActivations(samples, lane, to), isMeasured);
        }
        if (derivativeRanks != null) {
            derivativeRanks.search(this::copyDerivatives, isMeasured);
        }
    }

    private void copyDerivatives(int lane, double[] to) {
        network.preActivations(samples, lane, ofOneLane.z());
        activation.apply(ofOneLane, ofOneLane.z().length, kernels.functions());
        System.arraycopy(ofOneLane.derivatives(), 0, to, 0, count);
    }

    /** Sets the metrics of hidden layers of a lane in which all numbers are finite. */
    void measure(int lane, Measurement measurement) {
        var statistics = new ArrayList<HiddenStatistics>(layers.length);
        for (var layer : layers) {
            statistics.add(layer.statistics(lane, limitRegion != null));
        }
        HiddenMetrics.setRatesAndMeans(measurement, statistics);
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

    /** The order statistic of |phi'| with this rank. */
    private double derivativeOfRank(int lane, int rank) {
        return switch (derivativeShape) {
            case FALLS_WITH_ABSOLUTE_Z -> absoluteDerivative(ranks.value(lane, mirrored(rank)));
            case STEP_AT_LIMIT -> stepOfRank(lane, rank);
            case ANY -> derivativeRanks.value(lane, rank);
        };
    }

    private double stepOfRank(int lane, int rank) {
        double atLimit = absoluteDerivative(-1);
        double elsewhere = absoluteDerivative(1);
        long atLimitCount = 0;
        for (var layer : layers) {
            atLimitCount += layer.atLimit()[lane];
        }
        long lowCount = atLimit <= elsewhere ? atLimitCount : count - atLimitCount;
        return rank < lowCount ? Math.min(atLimit, elsewhere) : Math.max(atLimit, elsewhere);
    }

    private double absoluteDerivative(double preActivation) {
        ofOneLane.z()[0] = preActivation;
        activation.apply(ofOneLane, 1, ArrayFunctions.SCALAR);
        return Math.abs(ofOneLane.derivatives()[0]);
    }

    /** Sets the metrics of hidden layers of a lane that may hold NaN, one number after the other. */
    void measureDiverged(int lane, Measurement measurement) {
        var arrays = ActivationArrays.ofSize(count);
        network.preActivations(samples, lane, arrays.z());
        activation.apply(arrays, count, ArrayFunctions.SCALAR);
        var hidden = new ArrayList<HiddenLayer>();
        int next = 0;
        for (var layer : layers) {
            int end = next + layer.elements();
            hidden.add(new HiddenLayer(
                    activation,
                    Arrays.copyOfRange(arrays.z(), next, end),
                    Arrays.copyOfRange(arrays.values(), next, end),
                    Arrays.copyOfRange(arrays.derivatives(), next, end)));
            next = end;
        }
        HiddenMetrics.set(measurement, hidden);
    }
}
