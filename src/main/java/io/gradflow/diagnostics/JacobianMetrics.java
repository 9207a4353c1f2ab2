package io.gradflow.diagnostics;

import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.ActivationArrays;
import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.function.SingularValues;
import io.gradflow.results.Measurement;
import java.util.stream.IntStream;

/**
 * Measures Jacobians of a network at some points: that of the outputs, before the loss makes probabilities of them, by
 * the inputs; and that of each weight layer, of a hidden layer's phi(z) by the layer's inputs, D W with the diagonal
 * matrix D of phi'(z), and of the output layer W. All engines measure them here, one network after the other, in one
 * order of sums, so that their bits depend on nothing but parameters and points.
 *
 * <p>An object holds the space for its work, for networks of one architecture, and so is not safe for use by several
 * threads.
 */
public final class JacobianMetrics {
    private final Architecture architecture;
    private final Activation activation;
    private final int points;
    private final SingularValues singularValues;

    /** phi(z) of a layer, which are the inputs of the next one. */
    private final double[] layerInputs;

    private final ActivationArrays arrays;
    /** The transposed Jacobian of a layer, row-major {@code fanIn x fanOut} as weights are. */
    private final double[] ofLayer;
    /** The transposed Jacobian of a layer's phi(z) by the network's inputs, a row for each input. */
    private double[] byInputs;
    /** That of the next layer. */
    private double[] nextByInputs;

    private final JacobianSpectra network;
    private final JacobianSpectra[] layers;

    /**
     * Makes room for the work.
     *
     * @param points how many points there are
     */
    public JacobianMetrics(Architecture architecture, Activation activation, int points) {
        this.architecture = architecture;
        this.activation = activation;
        this.points = points;
        int inputs = architecture.inputs();
        int widest =
                architecture.widths().stream().mapToInt(width -> width).max().orElseThrow();
        int layerCount = architecture.layers();
        int widestOutputs =
                IntStream.range(0, layerCount).map(architecture::fanOut).max().orElseThrow();
        singularValues = new SingularValues(
                Math.max(
                        Math.min(inputs, architecture.outputs()),
                        IntStream.range(0, layerCount)
                                .map(layer -> Math.min(architecture.fanIn(layer), architecture.fanOut(layer)))
                                .max()
                                .orElseThrow()),
                widest);
        layerInputs = new double[widest];
        arrays = ActivationArrays.ofSize(widest);
        ofLayer = new double
                [IntStream.range(0, layerCount)
                        .map(layer -> architecture.fanIn(layer) * architecture.fanOut(layer))
                        .max()
                        .orElseThrow()];
        byInputs = new double[Math.multiplyExact(inputs, widestOutputs)];
        nextByInputs = new double[byInputs.length];
        network = new JacobianSpectra(points, architecture.outputs(), inputs);
        layers = new JacobianSpectra[layerCount];
        for (int layer = 0; layer < layerCount; layer++) {
            layers[layer] = new JacobianSpectra(points, architecture.fanOut(layer), architecture.fanIn(layer));
        }
    }

    /**
     * Sets the metrics of a network and of its layers.
     *
     * @param parameters of the network
     * @param inputs the points, row-major, a row for each
     */
    public void set(Measurement measurement, double[] parameters, double[] inputs) {
        for (int point = 0; point < points; point++) {
            measure(point, parameters, inputs);
        }
        network.set(measurement);
        for (int layer = 0; layer < layers.length; layer++) {
            layers[layer].set(measurement, layer);
        }
    }

    /** Finds the singular values at a point. */
    private void measure(int point, double[] parameters, double[] inputs) {
        int features = architecture.inputs();
        System.arraycopy(inputs, point * features, layerInputs, 0, features);
        int last = layers.length - 1;
        for (int layer = 0; layer <= last; layer++) {
            int fanIn = architecture.fanIn(layer);
            int fanOut = architecture.fanOut(layer);
            System.arraycopy(parameters, architecture.weightOffset(layer), ofLayer, 0, fanIn * fanOut);
            if (layer < last) {
                passForwards(layer, parameters);
                for (int i = 0; i < fanIn * fanOut; i++) {
                    ofLayer[i] *= arrays.derivatives()[i % fanOut];
                }
            }
            if (layer < last || point == 0) {
                singularValues.compute(ofLayer, fanIn, fanOut, layers[layer].values(), layers[layer].first(point));
            } else {
                layers[layer].repeat(point);
            }
            chain(layer, features, fanIn, fanOut);
        }
        singularValues.compute(byInputs, features, architecture.outputs(), network.values(), network.first(point));
    }

    /** Computes phi(z), which are the next layer's inputs, and phi'(z) of a hidden layer. */
    private void passForwards(int layer, double[] parameters) {
        int fanIn = architecture.fanIn(layer);
        int fanOut = architecture.fanOut(layer);
        double[] z = arrays.z();
        System.arraycopy(parameters, architecture.biasOffset(layer), z, 0, fanOut);
        for (int in = 0; in < fanIn; in++) {
            double input = layerInputs[in];
            int row = architecture.weightOffset(layer) + in * fanOut;
            for (int out = 0; out < fanOut; out++) {
                z[out] += input * parameters[row + out];
            }
        }
        activation.apply(arrays, fanOut, ArrayFunctions.SCALAR);
        System.arraycopy(arrays.values(), 0, layerInputs, 0, fanOut);
    }

    /** Multiplies the Jacobian of the layers below by that of a layer. */
    private void chain(int layer, int features, int fanIn, int fanOut) {
        if (layer == 0) {
            System.arraycopy(ofLayer, 0, byInputs, 0, fanIn * fanOut);
            return;
        }
        for (int feature = 0; feature < features; feature++) {
            int to = feature * fanOut;
            for (int out = 0; out < fanOut; out++) {
                nextByInputs[to + out] = 0;
            }
            for (int in = 0; in < fanIn; in++) {
                double below = byInputs[feature * fanIn + in];
                for (int out = 0; out < fanOut; out++) {
                    nextByInputs[to + out] += below * ofLayer[in * fanOut + out];
                }
            }
        }
        double[] swapped = byInputs;
        byInputs = nextByInputs;
        nextByInputs = swapped;
    }
}
