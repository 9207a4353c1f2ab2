package io.gradflow.engine;

import io.gradflow.nn.Activation;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.Loss;
import java.util.Arrays;

/**
 * Multilayer perceptrons side by side, one in each lane: forward pass and backpropagation. The samples are worked off in
 * tiles, so that a tile stays in the cache from its inputs to its part of the gradient. Sums run over the samples in
 * their order, so neither tiles nor lanes show in the bits.
 */
final class LaneNetwork {
    /** With any number of units a multiple of what the diagnostics take for a group. */
    private static final int SAMPLES_PER_TILE = 16;

    private final LaneKernels kernels;
    private final int lanes;
    private final Activation activation;
    private final Loss loss;
    private final Layer[] layers;
    private final double[] gradient;
    private final LaneMatrix zeros;

    /** A weight layer; all but the last with the activation that follows it. */
    private static final class Layer {
        private final int fanIn;
        private final int fanOut;
        private final LaneMatrix weights;
        private final LaneMatrix weightsTransposed;
        private final LaneMatrix biases;
        private final LaneMatrix weightGradient;
        private final int weightOffset;
        private final int biasOffset;
        /** {@code samples x fanOut} vectors: pre-activations, as the last pass left them. */
        private final double[] z;
        /** What follows is of one tile, {@code SAMPLES_PER_TILE x fanOut} vectors: phi(z), */
        private final LaneMatrix values;

        private final LaneMatrix valuesTransposed;
        /** phi'(z), */
        private final double[] derivatives;
        /** and the derivative of each sample's loss by z. */
        private final LaneMatrix deltas;

        Layer(Architecture architecture, int layer, double[] parameters, double[] gradient, int samples, int lanes) {
            fanIn = architecture.fanIn(layer);
            fanOut = architecture.fanOut(layer);
            weightOffset = architecture.weightOffset(layer) * lanes;
            biasOffset = architecture.biasOffset(layer) * lanes;
            weights = LaneMatrix.rowMajor(parameters, weightOffset, fanOut, lanes);
            weightsTransposed = weights.transposed();
            biases = new LaneMatrix(parameters, biasOffset, 0, lanes);
            weightGradient = LaneMatrix.rowMajor(gradient, weightOffset, fanOut, lanes);
            boolean isHidden = layer < architecture.layers() - 1;
            z = new double[isHidden ? Math.multiplyExact(samples, fanOut * lanes) : 0];
            int tile = isHidden ? SAMPLES_PER_TILE * fanOut * lanes : 0;
            values = LaneMatrix.rowMajor(new double[tile], 0, fanOut, lanes);
            valuesTransposed = values.transposed();
            derivatives = new double[tile];
            deltas = LaneMatrix.rowMajor(new double[tile], 0, fanOut, lanes);
        }
    }

    /** Some samples in a row, and where what belongs to them is. */
    private record Tile(
            LaneSamples samples,
            int first,
            int rows,
            LaneMatrix inputs,
            LaneMatrix inputsTransposed,
            LaneMatrix[] z,
            LaneMatrix logits,
            LaneMatrix deltas) {}

    /** A pass over samples. */
    final class Pass {
        private final LaneSamples samples;
        private final Tile[] tiles;

        private Pass(LaneSamples samples) {
            this.samples = samples;
            int features = layers[0].fanIn;
            tiles = new Tile[(samples.count + SAMPLES_PER_TILE - 1) / SAMPLES_PER_TILE];
            for (int i = 0; i < tiles.length; i++) {
                int first = i * SAMPLES_PER_TILE;
                var inputs = LaneMatrix.rowMajor(samples.inputs, first * features * lanes, features, lanes);
                var z = new LaneMatrix[layers.length - 1];
                for (int layer = 0; layer < z.length; layer++) {
                    int units = layers[layer].fanOut;
                    z[layer] = LaneMatrix.rowMajor(layers[layer].z, first * units * lanes, units, lanes);
                }
                tiles[i] = new Tile(
                        samples,
                        first,
                        Math.min(SAMPLES_PER_TILE, samples.count - first),
                        inputs,
                        inputs.transposed(),
                        z,
                        LaneMatrix.rowMajor(samples.logits, first * lanes, 1, lanes),
                        LaneMatrix.rowMajor(samples.deltas, first * lanes, 1, lanes));
            }
        }

        /** Computes outputs and losses. */
        void evaluate() {
            for (var tile : tiles) {
                forward(tile, null);
            }
        }

        /**
         * Computes outputs, losses and the gradient of the mean loss.
         *
         * @param diagnostics measure the hidden layers; null for none
         */
        void train(LaneDiagnostics diagnostics) {
            Arrays.fill(gradient, 0);
            for (var tile : tiles) {
                forward(tile, diagnostics);
                backward(tile);
            }
            kernels.divide(gradient, 0, gradient.length / lanes, samples.count);
        }
    }

    /**
     * Prepares the networks.
     *
     * @param parameters those of each network as in {@link Architecture}, lane-interleaved; changed by the optimizer
     * @param maxSamples the most samples that a pass has
     */
    LaneNetwork(
            LaneKernels kernels,
            Architecture architecture,
            Activation activation,
            Loss loss,
            double[] parameters,
            int maxSamples) {
        this.kernels = kernels;
        this.lanes = kernels.lanes();
        this.activation = activation;
        this.loss = loss;
        gradient = new double[parameters.length];
        layers = new Layer[architecture.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new Layer(architecture, layer, parameters, gradient, maxSamples, lanes);
        }
        zeros = new LaneMatrix(new double[lanes], 0, 0, 0);
    }

    /** Prepares passes over samples. */
    Pass pass(LaneSamples samples) {
        return new Pass(samples);
    }

    /** The gradient of the mean loss, laid out as the parameters are; the array itself. */
    double[] gradient() {
        return gradient;
    }

    /** The pre-activations of each hidden layer, {@code samples x units} vectors, as the last pass left them. */
    double[][] preActivations() {
        return Arrays.stream(layers, 0, layers.length - 1).map(layer -> layer.z).toArray(double[][]::new);
    }

    /** Adds the squares of the gradient by a layer's weights to each lane's sum. */
    void addGradientSquares(int layer, double[] sums) {
        int from = layers[layer].weightOffset;
        kernels.addSquares(gradient, from, (layers[layer].biasOffset - from) / lanes, sums);
    }

    private void forward(Tile tile, LaneDiagnostics diagnostics) {
        int last = layers.length - 1;
        var inputs = tile.inputs();
        for (int i = 0; i < last; i++) {
            var layer = layers[i];
            var z = tile.z()[i];
            int elements = tile.rows() * layer.fanOut;
            kernels.multiplyAdd(layer.biases, inputs, layer.weights, z, tile.rows(), layer.fanIn, layer.fanOut);
            double[] values = layer.values.data();
            kernels.activate(activation, z.data(), z.offset(), values, layer.derivatives, elements);
            if (diagnostics != null) {
                diagnostics.add(i, z.data(), z.offset(), values, layer.derivatives, elements);
            }
            inputs = layer.values;
        }
        var output = layers[last];
        kernels.multiplyAdd(
                output.biases, inputs, output.weights, tile.logits(), tile.rows(), output.fanIn, output.fanOut);
        var samples = tile.samples();
        int from = tile.first() * lanes;
        int to = from + tile.rows() * lanes;
        loss.outputs(samples.logits, samples.outputs, from, to, kernels);
        loss.losses(samples.logits, samples.outputs, samples.targets, samples.losses, from, to, kernels);
    }

    private void backward(Tile tile) {
        var samples = tile.samples();
        int from = tile.first() * lanes;
        loss.deltas(samples.outputs, samples.targets, samples.deltas, from, from + tile.rows() * lanes);
        var deltas = tile.deltas();
        for (int i = layers.length - 1; i >= 0; i--) {
            var layer = layers[i];
            var inputsTransposed = i == 0 ? tile.inputsTransposed() : layers[i - 1].valuesTransposed;
            kernels.multiplyAdd(
                    layer.weightGradient,
                    inputsTransposed,
                    deltas,
                    layer.weightGradient,
                    layer.fanIn,
                    tile.rows(),
                    layer.fanOut);
            kernels.addRows(deltas.data(), deltas.offset(), tile.rows(), layer.fanOut, gradient, layer.biasOffset);
            if (i > 0) {
                // The deltas of the layer below: (deltas W^T) o phi'(z).
                var below = layers[i - 1];
                kernels.multiplyAdd(
                        zeros, deltas, layer.weightsTransposed, below.deltas, tile.rows(), layer.fanOut, layer.fanIn);
                kernels.multiply(below.deltas.data(), below.derivatives, tile.rows() * layer.fanIn);
                deltas = below.deltas;
            }
        }
    }
}
