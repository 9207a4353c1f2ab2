package io.gradflow.engine.lanes;

import io.gradflow.diagnostics.NoiseMetrics;
import io.gradflow.diagnostics.NoiseTotals;
import io.gradflow.diagnostics.ParameterNoise;
import io.gradflow.diagnostics.SampleGradients;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.kernels.LaneMemory;
import io.gradflow.engine.kernels.LaneTile;
import io.gradflow.engine.kernels.PackedMatrix;
import io.gradflow.nn.Architecture;
import io.gradflow.results.Measurement;
import java.util.Arrays;

/**
 * Measures how the gradients of single samples differ from their mean, in every lane. A sample's gradient by a layer's
 * parameters is the product of the layer's inputs and of the deltas. So it is never formed: its squared length is the
 * product of both squared lengths, the squares of all samples' gradients by a parameter add up as products of squared
 * inputs and squared deltas, and the product with the mean gradient is that of the inputs with a matrix, and then with
 * the deltas. Of what is too small, too large or too equal for that, {@link SampleGradients} computes the definitions.
 */
final class LaneNoise {
    /** More numbers of all samples and lanes than this are computed twice instead of kept: 64 MB. */
    private static final long MOST_KEPT = 1 << 23;

    /** With a larger sum of squares of all inputs, or of all deltas, products may overflow. */
    private static final double MOST_SQUARES = 0x1p200;

    /** With a smaller square of the gradient's length, squares of products may lose bits. */
    private static final double LEAST_GRADIENT_SQUARES = 0x1p-300;

    /** The squares of numbers times this are 0 for 0 alone. */
    private static final double MAGNIFYING = 0x1p600;

    private final LaneKernels kernels;
    private final int lanes;
    private final LaneNetwork network;
    private final LaneSamples samples;
    private final int[] batches;
    private final Layer[] layers;

    /** The sum over the samples of the squares of their gradients, in the layout of the parameters. */
    private final double[] squares;

    private final LaneTile inputSquares;
    private final LaneTile deltaSquares;

    private final double[] means;
    private final double[] magnifying;
    private final double[] nothing;
    private final double[] unused;
    private final double[] magnitudes;
    /** The layer whose deltas are added to the magnitudes. */
    private int magnitudesOf;

    /** The lane that {@link #factorsOfLane} holds the factors of; -1 for none. */
    private int heldLane;
    /** For each layer the factors of one lane; null until one is needed. */
    private SampleGradients[] factorsOfLane;

    private final LaneNetwork.FactorObserver add = this::add;
    private final LaneNetwork.FactorObserver project = this::project;
    private final LaneNetwork.FactorObserver addMagnitudes = this::addMagnitudes;
    private final LaneNetwork.FactorObserver hold = this::hold;

    /** What a layer's gradients add up to; arrays have a vector for each sample or for each sum. */
    private static final class Layer {
        private final int fanIn;
        private final int fanOut;
        /** Index of the first parameter, in doubles. */
        private final int from;

        private final PackedMatrix gradient;
        /** |inputs|^2 with the unit that is 1, of each sample. */
        private final double[] inputSquares;
        /** |deltas|^2 of each sample. */
        private final double[] deltaSquares;
        /** |g_s| of each sample, later g_s . g. */
        private final double[] ofSamples;
        /** The sums of {@link #inputSquares}, of {@link #deltaSquares} and of all |g_s|. */
        private final double[] sums;

        private final double[] normDifferences;
        private final double[] gradientSquares;
        /** The sum of signals over noises, then that of the noises. */
        private final double[] signalsAndNoises;
        /** How many parameters have noises that are not exact, and how many of these are zeros. */
        private final long[] counts;

        private final double[] projectionDifferences;
        /** Lanes in which all deltas are 0. */
        private final boolean[] isDead;

        Layer(Architecture architecture, int layer, int samples, LaneMemory memory) {
            int lanes = memory.lanes();
            fanIn = architecture.fanIn(layer);
            fanOut = architecture.fanOut(layer);
            from = architecture.weightOffset(layer) * lanes;
            gradient = memory.matrix((fanIn + 1) * fanOut);
            // With the places of missing samples.
            int places = LaneTile.count(samples) * LaneTile.SAMPLES;
            inputSquares = new double[places * lanes];
            deltaSquares = new double[places * lanes];
            ofSamples = new double[places * lanes];
            sums = new double[3 * lanes];
            normDifferences = new double[lanes];
            gradientSquares = new double[lanes];
            signalsAndNoises = new double[2 * lanes];
            counts = new long[2 * lanes];
            projectionDifferences = new double[lanes];
            isDead = new boolean[lanes];
        }

        int parameters() {
            return (fanIn + 1) * fanOut;
        }
    }

    /**
     * Prepares the measurements.
     *
     * @param samples that training passes are over
     * @param batches how many samples an update uses, in each lane
     */
    LaneNoise(
            LaneKernels kernels,
            Architecture architecture,
            LaneNetwork network,
            LaneSamples samples,
            int[] batches,
            LaneMemory memory) {
        this.kernels = kernels;
        this.network = network;
        this.samples = samples;
        this.batches = batches.clone();
        lanes = kernels.lanes();
        layers = new Layer[architecture.layers()];
        int widest = 0;
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new Layer(architecture, layer, samples.count, memory);
            widest = Math.max(widest, Math.max(layers[layer].fanIn + 1, layers[layer].fanOut));
        }
        squares = new double[architecture.parameterCount() * lanes];
        inputSquares = memory.tile(widest);
        deltaSquares = memory.tile(widest);
        means = new double[lanes];
        magnifying = new double[lanes];
        Arrays.fill(magnifying, MAGNIFYING);
        nothing = new double[lanes];
        unused = new double[lanes];
        magnitudes = new double[lanes];
        if (keptNumbers(architecture, samples.count) * lanes <= MOST_KEPT) {
            network.keepFactors(samples, memory);
        }
    }

    /** How many numbers of a lane are kept for an epoch's measurements, if they are few enough for that. */
    static long keptNumbers(Architecture architecture, int samples) {
        return (2L * architecture.hiddenUnits() + architecture.layers()) * samples;
    }

    /** Begins a training pass, which is to be shown to what this returns. */
    LaneNetwork.FactorObserver begin() {
        heldLane = -1;
        Arrays.fill(squares, 0);
        return add;
    }

    private void add(int layer, int tile, LaneTile inputs, LaneTile deltas, int rows) {
        var sums = layers[layer];
        int first = tile * LaneTile.SAMPLES * lanes;
        kernels.sums().squareUnits(inputs, sums.fanIn + 1, inputSquares, sums.inputSquares, first);
        kernels.sums().squareUnits(deltas, sums.fanOut, deltaSquares, sums.deltaSquares, first);
        kernels.gradients()
                .addProducts(inputSquares, deltaSquares, squares, sums.from, rows, sums.fanIn + 1, sums.fanOut);
    }

    /** Ends a training pass that {@link #begin} has begun, once its gradient is there. */
    void finish() {
        for (int layer = 0; layer < layers.length; layer++) {
            addUp(layers[layer]);
            findDead(layer);
        }
        // What was kept last is still in the cache.
        for (int tile = samples.tiles() - 1; tile >= 0; tile--) {
            network.showFactorsAgain(samples, tile, project);
        }
        for (var layer : layers) {
            Arrays.fill(means, 0);
            kernels.sums().add(layer.ofSamples, samples.count, means);
            addDifferences(layer.ofSamples, layer.projectionDifferences);
        }
    }

    private void addUp(Layer layer) {
        double[] gradient = network.gradient();
        Arrays.fill(layer.sums, 0);
        kernels.sums()
                .addRootsOfProducts(layer.inputSquares, layer.deltaSquares, samples.count, layer.ofSamples, layer.sums);
        System.arraycopy(layer.sums, 2 * lanes, means, 0, lanes);
        addDifferences(layer.ofSamples, layer.normDifferences);
        Arrays.fill(layer.gradientSquares, 0);
        kernels.sums().addSquares(gradient, layer.from, layer.parameters(), layer.gradientSquares);
        Arrays.fill(layer.signalsAndNoises, 0);
        Arrays.fill(layer.counts, 0);
        kernels.sums()
                .addSignalsAndNoises(
                        gradient,
                        squares,
                        layer.from,
                        layer.parameters(),
                        samples.count,
                        layer.signalsAndNoises,
                        layer.counts);
        kernels.packing().packWeights(gradient, layer.from, layer.gradient, layer.fanIn, layer.fanOut);
    }

    /** Sums up the squared differences from the mean, of numbers whose sums are in {@link #means}. */
    private void addDifferences(double[] x, double[] differences) {
        for (int lane = 0; lane < lanes; lane++) {
            means[lane] /= samples.count;
        }
        Arrays.fill(differences, 0);
        kernels.sums().addSquaresOfDifferences(x, samples.count, means, differences);
    }

    private void project(int layer, int tile, LaneTile inputs, LaneTile deltas, int rows) {
        var sums = layers[layer];
        kernels.backward()
                .multiplyTwice(
                        inputs,
                        sums.gradient,
                        deltas,
                        rows,
                        sums.fanIn + 1,
                        sums.fanOut,
                        sums.ofSamples,
                        tile * LaneTile.SAMPLES * lanes);
    }

    /** Finds lanes in which all deltas of a layer are 0, as those of a network of dead units are, at every epoch. */
    private void findDead(int layer) {
        var sums = layers[layer];
        boolean isAnySmall = false;
        for (int lane = 0; lane < lanes; lane++) {
            isAnySmall |= sums.sums[lanes + lane] == 0;
        }
        Arrays.fill(sums.isDead, false);
        if (!isAnySmall) {
            return;
        }
        Arrays.fill(magnitudes, 0);
        magnitudesOf = layer;
        for (int tile = 0; tile < samples.tiles(); tile++) {
            network.showFactorsAgain(samples, tile, addMagnitudes);
        }
        for (int lane = 0; lane < lanes; lane++) {
            sums.isDead[lane] = magnitudes[lane] == 0;
        }
    }

    private void addMagnitudes(int layer, int tile, LaneTile inputs, LaneTile deltas, int rows) {
        for (int unit = 0; layer == magnitudesOf && unit < layers[layer].fanOut; unit++) {
            double[] data = deltas.data();
            int from = deltas.offset() + unit * LaneTile.SAMPLES * lanes;
            kernels.sums()
                    .addSquaresOfDifferencesAndSums(data, magnifying, data, nothing, from, rows, magnitudes, unused);
        }
    }

    /** Sets the metrics of a lane in which all numbers are finite, after {@link #finish}. */
    void set(int lane, Measurement measurement) {
        for (int index = 0; index < layers.length; index++) {
            var layer = layers[index];
            if (isInRange(layer, lane)) {
                NoiseMetrics.set(measurement, index, totals(index, lane), batches[lane]);
            } else if (layer.isDead[lane] && Double.isFinite(layer.sums[lane])) {
                var totals = NoiseTotals.ofZeros(samples.count, layer.parameters());
                NoiseMetrics.set(measurement, index, totals, batches[lane]);
            } else {
                setPlainly(index, lane, measurement);
            }
        }
    }

    private boolean isInRange(Layer layer, int lane) {
        return layer.sums[lane] <= MOST_SQUARES
                && layer.sums[lanes + lane] <= MOST_SQUARES
                && layer.gradientSquares[lane] >= LEAST_GRADIENT_SQUARES;
    }

    private NoiseTotals totals(int index, int lane) {
        var layer = layers[index];
        double ratios = layer.signalsAndNoises[lane];
        double noises = layer.signalsAndNoises[lanes + lane];
        long zeros = layer.counts[lanes + lane];
        if (layer.counts[lane] != zeros) {
            ratios = 0;
            noises = 0;
            zeros = 0;
            for (int parameter = 0; parameter < layer.parameters(); parameter++) {
                int i = layer.from + parameter * lanes + lane;
                double mean = network.gradient()[i];
                double signal = mean * mean * samples.count;
                double noise = squares[i] - signal;
                if (ParameterNoise.isExact(squares[i], noise)) {
                    ratios += signal / noise;
                    noises += noise;
                } else if (mean == 0 && squares[i] == 0) {
                    zeros++;
                } else {
                    var exact = factors(lane)[index].noise(parameter, mean);
                    ratios += exact.ratio();
                    noises += exact.deviation() * exact.deviation() * samples.count;
                }
            }
        }
        double gradientNorm = Math.sqrt(layer.gradientSquares[lane]);
        return new NoiseTotals(
                samples.count,
                layer.sums[2 * lanes + lane] / samples.count,
                Math.sqrt(layer.normDifferences[lane] / samples.count),
                layer.parameters(),
                zeros,
                ratios,
                Math.sqrt(noises / samples.count),
                gradientNorm,
                Math.sqrt(layer.projectionDifferences[lane] / samples.count) / gradientNorm);
    }

    /**
     * Sets the metrics of a lane that may hold NaN, by their definitions, after a training pass over the samples that
     * may have been shown to nobody.
     */
    void setPlainly(int lane, Measurement measurement) {
        heldLane = -1;
        for (int layer = 0; layer < layers.length; layer++) {
            setPlainly(layer, lane, measurement);
        }
        heldLane = -1;
    }

    private void setPlainly(int index, int lane, Measurement measurement) {
        var layer = layers[index];
        var gradient = new double[layer.parameters()];
        Arrays.setAll(gradient, i -> network.gradient()[layer.from + i * lanes + lane]);
        NoiseMetrics.set(measurement, index, factors(lane)[index].totals(gradient, 0), batches[lane]);
    }

    private SampleGradients[] factors(int lane) {
        if (factorsOfLane == null) {
            factorsOfLane = new SampleGradients[layers.length];
            Arrays.setAll(
                    factorsOfLane,
                    layer -> new SampleGradients(
                            samples.count,
                            new double[layers[layer].fanIn * samples.count],
                            new double[layers[layer].fanOut * samples.count]));
        }
        if (heldLane != lane) {
            heldLane = lane;
            for (int tile = 0; tile < samples.tiles(); tile++) {
                network.showFactorsAgain(samples, tile, hold);
            }
        }
        return factorsOfLane;
    }

    private void hold(int layer, int tile, LaneTile inputs, LaneTile deltas, int rows) {
        hold(tile, inputs, layers[layer].fanIn, rows, factorsOfLane[layer].inputs());
        hold(tile, deltas, layers[layer].fanOut, rows, factorsOfLane[layer].deltas());
    }

    private void hold(int tile, LaneTile from, int units, int rows, double[] to) {
        for (int unit = 0; unit < units; unit++) {
            int first = unit * samples.count + tile * LaneTile.SAMPLES;
            for (int row = 0; row < rows; row++) {
                to[first + row] = from.get(unit, row, heldLane, lanes);
            }
        }
    }
}
