package io.gradflow.engine.lanes;

import io.gradflow.diagnostics.HiddenLayer;
import io.gradflow.diagnostics.LayerMoments;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.kernels.LaneTile;
import io.gradflow.engine.kernels.MomentSums;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.ActivationArrays;
import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.results.Measurement;
import java.util.Arrays;

/** Measures the moments of each hidden layer of every lane while a training pass runs. */
final class LaneMoments {
    private static final double[] PROBABILITIES = LayerMoments.probabilities();

    private final LaneKernels kernels;
    private final Activation activation;
    private final int samples;
    private final int[] units;
    private final MomentSums[] sums;
    private final LanePercentiles[] percentiles;
    /** For each layer, copies its part of z or of phi' of all layers. */
    private final RankSearch.LaneValues[] zOfLayers;

    private final RankSearch.LaneValues[] derivativesOfLayers;
    private final double[] ofZ = new double[PROBABILITIES.length];
    private final double[] ofDerivatives = new double[PROBABILITIES.length];

    /**
     * Prepares the moments.
     *
     * @param z gives all z of a lane, layer by layer
     * @param derivatives gives all phi' of a lane in the same order
     */
    LaneMoments(
            LaneKernels kernels,
            Architecture architecture,
            Activation activation,
            int samples,
            LaneValuesOfLayers z,
            LaneValuesOfLayers derivatives) {
        this.kernels = kernels;
        this.activation = activation;
        this.samples = samples;
        int layers = architecture.layers() - 1;
        units = new int[layers];
        sums = new MomentSums[layers];
        percentiles = new LanePercentiles[layers];
        zOfLayers = new RankSearch.LaneValues[layers];
        derivativesOfLayers = new RankSearch.LaneValues[layers];
        int from = 0;
        for (int layer = 0; layer < layers; layer++) {
            units[layer] = architecture.fanOut(layer);
            sums[layer] = new MomentSums(samples, units[layer], kernels.lanes());
            percentiles[layer] = new LanePercentiles(
                    activation, samples * units[layer], kernels.lanes(), PROBABILITIES, PROBABILITIES);
            int first = from;
            zOfLayers[layer] = (lane, to) -> System.arraycopy(z.of(lane), first, to, 0, to.length);
            derivativesOfLayers[layer] = (lane, to) -> System.arraycopy(derivatives.of(lane), first, to, 0, to.length);
            from += samples * units[layer];
        }
    }

    /** Gives numbers of one lane: layer by layer, within a layer tile by tile, and within a tile unit by unit. */
    @FunctionalInterface
    interface LaneValuesOfLayers {
        double[] of(int lane);
    }

    /** Begins a training pass. */
    void begin() {
        for (int layer = 0; layer < sums.length; layer++) {
            sums[layer].clear();
            percentiles[layer].begin();
        }
    }

    /** Adds a tile of a layer, but not to the percentiles. */
    void add(int layer, LaneTile z, LaneTile values, int rows) {
        kernels.statistics().addMoments(z, values, rows, sums[layer]);
    }

    /** The percentiles of a layer. */
    LanePercentiles percentiles(int layer) {
        return percentiles[layer];
    }

    /** Searches a lane in which all numbers are finite, after a training pass. */
    void search(int lane) {
        for (int layer = 0; layer < percentiles.length; layer++) {
            percentiles[layer].search(zOfLayers[layer], derivativesOfLayers[layer], lane);
        }
    }

    /** Whether {@link #set} can be used for a lane and layer. */
    boolean isInRange(int layer, int lane) {
        return sums[layer].isInRange(lane);
    }

    /**
     * Sets the moments of a layer.
     *
     * @param atLimit how many of the layer's z are in the limit region
     */
    void set(Measurement measurement, int layer, int lane, long atLimit) {
        LayerMoments.set(measurement, layer, sums[layer].totals(lane));
        for (int i = 0; i < PROBABILITIES.length; i++) {
            ofZ[i] = percentiles[layer].ofZ(lane, PROBABILITIES[i]);
            ofDerivatives[i] = percentiles[layer].ofDerivatives(lane, PROBABILITIES[i], atLimit);
        }
        LayerMoments.setPercentiles(measurement, layer, ofZ, ofDerivatives);
    }

    /**
     * Sets the moments of a layer by their definition, one number after the other.
     *
     * @param z of all layers of the lane
     */
    void setPlainly(Measurement measurement, int layer, double[] z) {
        int from = samples * Arrays.stream(units, 0, layer).sum();
        var arrays = ActivationArrays.ofSize(samples * units[layer]);
        for (int sample = 0; sample < samples; sample++) {
            int tile = sample / LaneTile.SAMPLES;
            int rows = LaneTile.samples(tile, samples);
            int tileFrom = from + tile * LaneTile.SAMPLES * units[layer];
            for (int unit = 0; unit < units[layer]; unit++) {
                arrays.z()[unit * samples + sample] = z[tileFrom + unit * rows + sample % LaneTile.SAMPLES];
            }
        }
        activation.apply(arrays, arrays.z().length, ArrayFunctions.SCALAR);
        LayerMoments.set(
                measurement,
                layer,
                new HiddenLayer(activation, arrays.z(), arrays.values(), arrays.derivatives()),
                samples);
    }

    /** Sets the moments of all layers by their definition. */
    void setPlainly(Measurement measurement, double[] z) {
        for (int layer = 0; layer < units.length; layer++) {
            setPlainly(measurement, layer, z);
        }
    }
}
