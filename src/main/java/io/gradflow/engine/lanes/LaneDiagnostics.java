package io.gradflow.engine.lanes;

import io.gradflow.diagnostics.HiddenLayer;
import io.gradflow.diagnostics.HiddenMetrics;
import io.gradflow.diagnostics.HiddenStatistics;
import io.gradflow.engine.kernels.HiddenLayerSums;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.kernels.LaneTile;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.ActivationArrays;
import io.gradflow.nn.activation.LimitRegion;
import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import io.gradflow.results.UnitLife;
import io.gradflow.sweep.diagnostic.DiagnosticGroup;
import io.gradflow.sweep.diagnostic.DiagnosticGroups;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Measures the hidden layers of every lane while a training pass runs. */
final class LaneDiagnostics implements LaneNetwork.HiddenLayerObserver {
    private static final double Z_PERCENTILE = Metric.Z_P90_ABS.probability();
    private static final List<Metric> DERIVATIVE_PERCENTILES = List.of(Metric.DPHI_P01_ABS, Metric.DPHI_P10_ABS);

    private final LaneKernels kernels;
    private final int lanes;
    private final LaneNetwork network;
    private final LaneSamples samples;
    private final Activation activation;
    private final HiddenLayerSums[] layers;
    /** How many elements of each lane are measured: training samples times hidden units. */
    private final int count;
    /** The activation's limit region; null if it has none. */
    private final LimitRegion limitRegion;
    /** The percentiles pooled over the layers. */
    private final LanePercentiles pooled;
    /** Null if they are never measured. */
    private final LaneMoments moments;
    /** Null if they are never measured. */
    private final LaneUnits units;

    /**
     * Holds all z of one lane, and their derivatives if these have any shape. The length is a multiple of the number of
     * lanes, as kernels need it. Null before it is needed.
     */
    private ActivationArrays ofOneLane;

    /** The lane whose z are in {@link #ofOneLane}; negative for none. */
    private int heldLane = -1;

    private boolean areDerivativesHeld;

    private final RankSearch.LaneValues zOfLane = this::copyZ;
    private final RankSearch.LaneValues derivativesOfLane = this::copyDerivatives;

    /** What the pass measures. */
    private Set<DiagnosticGroup> due = Set.of();

    private boolean isStudyDue;
    private boolean areMomentsDue;
    private boolean areUnitsDue;
    /** Whether anything is due that counts and sums of layers are needed for. */
    private boolean areSumsDue;

    /**
     * Prepares to measure.
     *
     * @param groups that are measured in some pass
     */
    LaneDiagnostics(
            LaneKernels kernels,
            LaneNetwork network,
            Architecture architecture,
            Activation activation,
            LaneSamples samples,
            DiagnosticGroups groups) {
        this.network = network;
        this.samples = samples;
        this.kernels = kernels;
        this.lanes = kernels.lanes();
        this.activation = activation;
        layers = new HiddenLayerSums[architecture.layers() - 1];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new HiddenLayerSums(samples.count, architecture.fanOut(layer), lanes);
        }
        limitRegion = activation.traits().limitRegion().orElse(null);
        count = samples.count * architecture.hiddenUnits();
        pooled = new LanePercentiles(
                activation,
                groups.has(DiagnosticGroup.STUDY) ? count : 0,
                lanes,
                new double[] {Z_PERCENTILE},
                DERIVATIVE_PERCENTILES.stream().mapToDouble(Metric::probability).toArray());
        moments = groups.has(DiagnosticGroup.MOMENTS)
                ? new LaneMoments(kernels, architecture, activation, samples.count, this::zOf, this::derivativesOf)
                : null;
        units = groups.has(DiagnosticGroup.UNITS)
                ? new LaneUnits(kernels, architecture, activation, samples.count)
                : null;
    }

    /**
     * Begins a training pass.
     *
     * @param groups what is measured of lanes in which all numbers are finite
     * @return whether anything of that is measured in the pass
     */
    boolean begin(Set<DiagnosticGroup> groups) {
        due = groups;
        isStudyDue = groups.contains(DiagnosticGroup.STUDY);
        areMomentsDue = groups.contains(DiagnosticGroup.MOMENTS);
        areUnitsDue = groups.contains(DiagnosticGroup.UNITS);
        areSumsDue = HiddenMetrics.needSums(groups);
        heldLane = -1;
        for (var layer : layers) {
            layer.clear();
        }
        if (isStudyDue) {
            pooled.begin();
        }
        if (areMomentsDue) {
            moments.begin();
        }
        if (areUnitsDue) {
            units.begin();
        }
        return areSumsDue || areUnitsDue;
    }

    @Override
    public void add(int layer, LaneTile z, LaneTile values, LaneTile derivatives, int rows) {
        if (areUnitsDue) {
            units.add(layer, z, values, derivatives, rows);
        }
        if (areSumsDue) {
            addSums(layer, z, values, derivatives, rows);
        }
    }

    private void addSums(int layer, LaneTile z, LaneTile values, LaneTile derivatives, int rows) {
        var sums = layers[layer];
        kernels.statistics().addStatistics(z, derivatives, rows, sums);
        if (areMomentsDue) {
            moments.add(layer, z, values, rows);
        }
        // A full tile is one run of elements. In any other tile the places of missing samples part the units.
        int parts = rows == LaneTile.SAMPLES ? 1 : sums.units();
        for (int i = 0; i < parts; i++) {
            int shift = i * LaneTile.SAMPLES * lanes;
            int elements = rows * sums.units() / parts;
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
            if (isStudyDue) {
                find(pooled, z, derivatives, shift, elements);
            }
            if (areMomentsDue) {
                find(moments.percentiles(layer), z, derivatives, shift, elements);
            }
        }
    }

    private void find(LanePercentiles percentiles, LaneTile z, LaneTile derivatives, int shift, int elements) {
        percentiles.find(
                kernels.search(),
                z.data(),
                z.offset() + shift,
                derivatives.data(),
                derivatives.offset() + shift,
                elements);
    }

    /**
     * Ends a training pass.
     *
     * @param isMeasured lanes for which {@link #measure} will be called
     */
    void finish(boolean[] isMeasured) {
        if (!areSumsDue) {
            return;
        }
        for (var layer : layers) {
            layer.addLogs(kernels.functions(), kernels.sums());
        }
        for (int lane = 0; lane < lanes; lane++) {
            if (isMeasured[lane] && isStudyDue) {
                pooled.search(zOfLane, derivativesOfLane, lane);
            }
            if (isMeasured[lane] && areMomentsDue) {
                moments.search(lane);
            }
        }
    }

    private void copyZ(int lane, double[] to) {
        if (moments == null) {
            network.preActivations(samples, lane, to);
        } else {
            System.arraycopy(zOf(lane), 0, to, 0, count);
        }
    }

    private void copyDerivatives(int lane, double[] to) {
        System.arraycopy(derivativesOf(lane), 0, to, 0, count);
    }

    /** All z of a lane, as {@link LaneNetwork#preActivations} gives them; overwritten by those of another lane. */
    private double[] zOf(int lane) {
        if (ofOneLane == null) {
            ofOneLane = ActivationArrays.ofSize(Math.addExact(count, lanes) / lanes * lanes);
        }
        if (heldLane != lane) {
            network.preActivations(samples, lane, ofOneLane.z());
            heldLane = lane;
            areDerivativesHeld = false;
        }
        return ofOneLane.z();
    }

    /** All phi' of a lane in the same order; overwritten by those of another lane. */
    private double[] derivativesOf(int lane) {
        zOf(lane);
        if (!areDerivativesHeld) {
            activation.apply(ofOneLane, ofOneLane.z().length, kernels.functions());
            areDerivativesHeld = true;
        }
        return ofOneLane.derivatives();
    }

    /** Sets the metrics of hidden layers of a lane in which all numbers are finite, at the epoch of the pass. */
    void measure(int lane, int epoch, Measurement measurement) {
        if (areUnitsDue) {
            units.measure(lane, epoch, measurement);
        }
        if (areSumsDue) {
            measureSums(lane, measurement);
        }
    }

    private void measureSums(int lane, Measurement measurement) {
        var statistics = new ArrayList<HiddenStatistics>(layers.length);
        for (var layer : layers) {
            statistics.add(layer.statistics(lane, limitRegion != null));
        }
        HiddenMetrics.setRatesAndMeans(measurement, statistics, due);
        if (isStudyDue) {
            setPercentiles(lane, measurement);
        }
        for (int layer = 0; areMomentsDue && layer < layers.length; layer++) {
            if (moments.isInRange(layer, lane)) {
                moments.set(measurement, layer, lane, layers[layer].atLimit()[lane]);
            } else {
                moments.setPlainly(measurement, layer, zOf(lane));
            }
        }
    }

    private void setPercentiles(int lane, Measurement measurement) {
        measurement.set(Metric.Z_P90_ABS, pooled.ofZ(lane, Z_PERCENTILE));
        long atLimit = 0;
        for (var layer : layers) {
            atLimit += layer.atLimit()[lane];
        }
        for (var metric : DERIVATIVE_PERCENTILES) {
            measurement.set(metric, pooled.ofDerivatives(lane, metric.probability(), atLimit));
        }
    }

    /** The lives of the hidden units of a lane so far; none if they are never measured. */
    List<UnitLife> lives(int lane) {
        return units == null ? List.of() : units.lives(lane);
    }

    /** Sets metrics of hidden layers of a lane that may hold NaN, one number after the other. */
    void measureDiverged(int lane, Measurement measurement, Set<DiagnosticGroup> groups) {
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
        HiddenMetrics.set(measurement, hidden, groups);
        if (groups.contains(DiagnosticGroup.MOMENTS)) {
            moments.setPlainly(measurement, arrays.z());
        }
        if (groups.contains(DiagnosticGroup.UNITS)) {
            units.measureDiverged(lane, hidden, measurement);
        }
    }
}
