package io.gradflow.engine.lanes;

import io.gradflow.engine.kernels.LaneActivation;
import io.gradflow.engine.kernels.LaneKernels;
import io.gradflow.engine.kernels.LaneMemory;
import io.gradflow.engine.kernels.LaneTile;
import io.gradflow.engine.kernels.PackedMatrix;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.loss.Loss;
import java.util.Arrays;

/**
 * The forward pass and backpropagation of several multilayer perceptrons, one in each lane. The networks process their
 * samples tile by tile, so that a tile stays in the cache from its inputs to its part of the gradient. Gradients are
 * added up over the samples of each tile, then over the tiles.
 *
 * <p>In the array of parameters a layer's biases follow its weights as one more row. The gradient treats biases as the
 * weights of one more unit, whose value is 1 for all samples.
 */
final class LaneNetwork {
    private final LaneKernels kernels;
    private final int lanes;
    private final LaneActivation activation;
    private final Loss loss;
    private final Layer[] layers;
    private final double[] gradient;
    private final double[] parameters;
    private boolean hasRoomForFactors;
    /** Whether the last training pass has kept its factors. */
    private boolean areFactorsKept;

    /** Receives what a training pass computes in the hidden layers, tile by tile. */
    interface HiddenLayerObserver {
        /**
         * Receives a tile of a layer. The tiles are reused afterwards.
         *
         * @param layer from 0
         * @param z pre-activations
         * @param values phi(z)
         * @param derivatives phi'(z)
         * @param rows how many samples the tile holds
         */
        void add(int layer, LaneTile z, LaneTile values, LaneTile derivatives, int rows);
    }

    /** Receives the factors that the gradients of single samples are products of, tile by tile. */
    @FunctionalInterface
    interface FactorObserver {
        /**
         * Receives a tile of a weight layer.
         *
         * @param layer from 0
         * @param tile index of the tile, from 0
         * @param inputs of the layer, followed by the unit that is 1 for all samples
         * @param deltas the derivatives of each sample's loss by the layer's pre-activations
         * @param rows how many samples the tile holds
         */
        void add(int layer, int tile, LaneTile inputs, LaneTile deltas, int rows);
    }

    /** A layer of weights and, unless it is the last, the units of the hidden layer that follows. */
    private static final class Layer {
        private final int fanIn;
        private final int fanOut;
        /** Of the hidden layer that follows. */
        private final int units;
        /** Weights, with the biases as the last row. */
        private final PackedMatrix weights;
        /** Transposed weights, without biases. */
        private final PackedMatrix weightsTransposed;

        /** Index of the first weight in the array of parameters, in doubles. */
        private final int weightOffset;
        /** Pre-activations. */
        private final LaneTile z;
        /** phi(z), followed by the unit that is 1 for all samples. */
        private LaneTile values;
        /** phi'(z); the backward pass replaces it by the derivative of each sample's loss with respect to z. */
        private LaneTile derivatives;
        /** What takes turns as {@link #values}: the tile that all passes share, then one for each tile that is kept. */
        private LaneTile[] allValues;
        /** What takes turns as {@link #derivatives}, in the same order. */
        private LaneTile[] allDerivatives;

        Layer(Architecture architecture, int layer, LaneMemory memory) {
            fanIn = architecture.fanIn(layer);
            fanOut = architecture.fanOut(layer);
            weightOffset = architecture.weightOffset(layer) * memory.lanes();
            weights = memory.matrix((fanIn + 1) * fanOut);
            weightsTransposed = memory.matrix(layer == 0 ? 0 : fanOut * fanIn);
            boolean isHidden = layer < architecture.layers() - 1;
            units = isHidden ? fanOut : 0;
            z = memory.tile(units);
            values = memory.tile(units + 1);
            values.fill(units, memory.lanes(), 1);
            derivatives = memory.tile(units);
            allValues = new LaneTile[] {values};
            allDerivatives = new LaneTile[] {derivatives};
        }

        /** Makes room for tiles that are kept. */
        void keep(int tiles, LaneMemory memory) {
            allValues = Arrays.copyOf(allValues, 1 + tiles);
            allDerivatives = Arrays.copyOf(allDerivatives, 1 + tiles);
            for (int tile = 1; tile <= tiles; tile++) {
                allValues[tile] = memory.tile(units + 1);
                allValues[tile].fill(units, memory.lanes(), 1);
                allDerivatives[tile] = memory.tile(units);
            }
        }

        /** Chooses the tiles to work with: 0 for those that all passes share, 1 for the first that is kept. */
        void use(int index) {
            values = allValues[index];
            derivatives = allDerivatives[index];
        }
    }

    /**
     * Prepares the networks.
     *
     * @param parameters of all networks, lane-interleaved, each in the order of {@link Architecture}; the optimizer
     *     changes them
     */
    LaneNetwork(
            LaneKernels kernels,
            Architecture architecture,
            Activation activation,
            Loss loss,
            double[] parameters,
            LaneMemory memory) {
        this.kernels = kernels;
        lanes = kernels.lanes();
        this.activation = kernels.activation(activation);
        this.loss = loss;
        this.parameters = parameters;
        gradient = new double[parameters.length];
        layers = new Layer[architecture.layers()];
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer] = new Layer(architecture, layer, memory);
        }
    }

    /** Packs parameters for the passes that follow. */
    private void pack(double[] at) {
        for (int i = 0; i < layers.length; i++) {
            var layer = layers[i];
            var packing = kernels.packing();
            packing.packWeights(at, layer.weightOffset, layer.weights, layer.fanIn, layer.fanOut);
            if (i > 0) {
                packing.packTransposedWeights(
                        at, layer.weightOffset, layer.weightsTransposed, layer.fanIn, layer.fanOut);
            }
        }
    }

    /** Computes outputs and losses, with the parameters of the last training pass. */
    void evaluate(LaneSamples samples) {
        for (int tile = 0; tile < samples.tiles(); tile++) {
            forward(samples, tile, null);
        }
    }

    /**
     * Computes outputs, losses and the gradient of the mean loss.
     *
     * @param observer receives the tiles of hidden layers; null for none
     */
    void train(LaneSamples samples, HiddenLayerObserver observer) {
        train(parameters, samples, observer);
    }

    /**
     * Computes outputs, losses and the gradient of the mean loss at another point.
     *
     * @param at takes the place of the parameters
     * @param observer receives the tiles of hidden layers; null for none
     */
    void train(double[] at, LaneSamples samples, HiddenLayerObserver observer) {
        train(at, samples, observer, null);
    }

    /**
     * Computes outputs, losses and the gradient of the mean loss.
     *
     * @param observer receives the tiles of hidden layers; null for none
     * @param factors receives the factors of the gradients of single samples; null for none
     */
    void train(LaneSamples samples, HiddenLayerObserver observer, FactorObserver factors) {
        train(parameters, samples, observer, factors);
    }

    private void train(double[] at, LaneSamples samples, HiddenLayerObserver observer, FactorObserver factors) {
        pack(at);
        Arrays.fill(gradient, 0);
        areFactorsKept = factors != null && hasRoomForFactors;
        for (int tile = 0; tile < samples.tiles(); tile++) {
            if (areFactorsKept) {
                use(1 + tile);
            }
            forward(samples, tile, observer);
            backward(samples, tile, gradient, factors);
        }
        if (areFactorsKept) {
            use(0);
        }
        kernels.gradients().divide(gradient, 0, gradient.length / lanes, samples.count);
    }

    /**
     * Makes room to keep the factors of passes that somebody sees them of.
     *
     * @param samples that such passes are over
     */
    void keepFactors(LaneSamples samples, LaneMemory memory) {
        for (var layer : layers) {
            layer.keep(samples.tiles(), memory);
        }
        hasRoomForFactors = true;
    }

    /**
     * Shows the factors of a tile, at the parameters of the last training pass, which was over these samples. They are
     * computed once more unless that pass has kept them.
     */
    void showFactorsAgain(LaneSamples samples, int tile, FactorObserver factors) {
        if (areFactorsKept) {
            int rows = LaneTile.samples(tile, samples.count);
            for (int i = 0; i < layers.length; i++) {
                var layer = layers[i];
                var inputs = i == 0 ? samples.inputs[tile] : layers[i - 1].allValues[1 + tile];
                var deltas = i == layers.length - 1 ? samples.deltaTiles[tile] : layer.allDerivatives[1 + tile];
                factors.add(i, tile, inputs, deltas, rows);
            }
        } else {
            forward(samples, tile, null);
            backward(samples, tile, null, factors);
        }
    }

    private void use(int index) {
        for (var layer : layers) {
            layer.use(index);
        }
    }

    /** The gradient of the mean loss, in the layout of the parameters; the array itself. */
    double[] gradient() {
        return gradient;
    }

    /**
     * Computes the pre-activations of a lane once more, with the parameters of the last training pass.
     *
     * @param z receives them layer by layer, within a layer tile by tile, and within a tile unit by unit
     */
    void preActivations(LaneSamples samples, int lane, double[] z) {
        // A loss may use the room for the outputs' deltas on the way forth.
        areFactorsKept = false;
        for (int tile = 0; tile < samples.tiles(); tile++) {
            forward(samples, tile, null);
            int rows = LaneTile.samples(tile, samples.count);
            int layerFrom = 0;
            for (int i = 0; i < layers.length - 1; i++) {
                int units = layers[i].fanOut;
                int next = layerFrom + tile * LaneTile.SAMPLES * units;
                for (int unit = 0; unit < units; unit++) {
                    for (int row = 0; row < rows; row++) {
                        z[next++] = layers[i].z.get(unit, row, lane, lanes);
                    }
                }
                layerFrom += samples.count * units;
            }
        }
    }

    /** Adds the squares of the gradient with respect to a layer's weights to each lane's sum. */
    void addGradientSquares(int layer, double[] sums) {
        kernels.sums()
                .addSquares(gradient, layers[layer].weightOffset, layers[layer].fanIn * layers[layer].fanOut, sums);
    }

    /**
     * The sum of the squares of one lane's gradient with respect to a layer's weights, each multiplied by a scale. It
     * adds up as {@link #addGradientSquares} does.
     */
    double gradientSquares(int layer, int lane, double scale) {
        int from = layers[layer].weightOffset;
        int to = from + layers[layer].fanIn * layers[layer].fanOut * lanes;
        double squares = 0;
        for (int i = from + lane; i < to; i += lanes) {
            double scaled = gradient[i] * scale;
            squares = Math.fma(scaled, scaled, squares);
        }
        return squares;
    }

    private void forward(LaneSamples samples, int tile, HiddenLayerObserver observer) {
        int last = layers.length - 1;
        int rows = LaneTile.samples(tile, samples.count);
        var inputs = samples.inputs[tile];
        for (int i = 0; i < last; i++) {
            var layer = layers[i];
            kernels.forward().multiplyAndAddBiases(inputs, layer.weights, layer.z, rows, layer.fanIn, layer.fanOut);
            activation.apply(layer.z, layer.values, layer.derivatives, layer.fanOut * LaneTile.SAMPLES);
            if (observer != null) {
                observer.add(i, layer.z, layer.values, layer.derivatives, rows);
            }
            inputs = layer.values;
        }
        var output = layers[last];
        kernels.forward()
                .multiplyAndAddBiases(
                        inputs, output.weights, samples.logitTiles[tile], rows, output.fanIn, output.fanOut);
        loss.forward(samples.blocks[tile], kernels.functions());
    }

    /**
     * Computes the deltas of a tile.
     *
     * @param sums the tile's part of the gradient is added to these; null for none
     * @param factors receives the factors that it is made of; null for none
     */
    private void backward(LaneSamples samples, int tile, double[] sums, FactorObserver factors) {
        int rows = LaneTile.samples(tile, samples.count);
        var deltas = samples.deltaTiles[tile];
        loss.backward(samples.blocks[tile]);
        for (int i = layers.length - 1; i >= 0; i--) {
            var layer = layers[i];
            var inputs = i == 0 ? samples.inputs[tile] : layers[i - 1].values;
            if (sums != null) {
                kernels.gradients()
                        .addProducts(inputs, deltas, sums, layer.weightOffset, rows, layer.fanIn + 1, layer.fanOut);
            }
            if (factors != null) {
                factors.add(i, tile, inputs, deltas, rows);
            }
            if (i > 0) {
                var below = layers[i - 1];
                kernels.backward()
                        .multiplyAndScale(
                                deltas,
                                layer.weightsTransposed,
                                below.derivatives,
                                below.derivatives,
                                rows,
                                layer.fanOut,
                                layer.fanIn);
                deltas = below.derivatives;
            }
        }
    }
}
