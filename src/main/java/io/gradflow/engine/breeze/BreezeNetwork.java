package io.gradflow.engine.breeze;

import breeze.linalg.DenseMatrix;
import io.gradflow.data.Samples;
import io.gradflow.diagnostics.HiddenLayer;
import io.gradflow.diagnostics.SampleGradients;
import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.ActivationArrays;
import io.gradflow.nn.function.ArrayFunctions;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.loss.OutputBlock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A multilayer perceptron on Breeze matrices: forward pass and backpropagation, written to be read. Matrices of
 * activations have one row for each sample and one column for each unit.
 */
final class BreezeNetwork {
    private final Architecture architecture;
    private final Activation activation;
    private final Loss loss;
    /** See {@link Architecture} for the layout; changed in place by the optimizer. */
    private final double[] parameters;

    BreezeNetwork(Architecture architecture, Activation activation, Loss loss, double[] parameters) {
        this.architecture = architecture;
        this.activation = activation;
        this.loss = loss;
        this.parameters = parameters;
    }

    /**
     * What a forward pass computed.
     *
     * @param layerInputs the input of each weight layer: the samples, then each hidden layer's phi(z)
     * @param derivatives phi'(z) of each hidden layer
     * @param hidden the same values as plain arrays, for the diagnostics
     * @param output what the loss has made of the last layer's z; column-major as the matrices are
     */
    record Pass(
            List<DenseMatrix<Object>> layerInputs,
            List<DenseMatrix<Object>> derivatives,
            List<HiddenLayer> hidden,
            OutputBlock output) {}

    Pass forward(Samples samples) {
        int count = samples.count();
        var layerInputs = new ArrayList<DenseMatrix<Object>>();
        var derivatives = new ArrayList<DenseMatrix<Object>>();
        var hidden = new ArrayList<HiddenLayer>();
        layerInputs.add(Matrices.rowMajor(samples.inputs(), 0, count, samples.features()));
        for (int layer = 0; layer < architecture.layers() - 1; layer++) {
            double[] z = preActivations(layer, layerInputs.get(layer));
            var arrays = ActivationArrays.ofSize(z.length);
            System.arraycopy(z, 0, arrays.z(), 0, z.length);
            activation.apply(arrays, z.length, ArrayFunctions.SCALAR);
            int units = architecture.fanOut(layer);
            layerInputs.add(Matrices.columnMajor(arrays.values(), count, units));
            derivatives.add(Matrices.columnMajor(arrays.derivatives(), count, units));
            hidden.add(new HiddenLayer(activation, z, arrays.values(), arrays.derivatives()));
        }
        int last = architecture.layers() - 1;
        double[] logits = preActivations(last, layerInputs.get(last));
        double[] targets = Arrays.stream(samples.labels()).asDoubleStream().toArray();
        var output = OutputBlock.of(architecture.outputs(), logits, targets);
        loss.forward(output, ArrayFunctions.SCALAR);
        return new Pass(layerInputs, derivatives, hidden, output);
    }

    double meanLoss(Pass pass) {
        double sum = 0;
        for (double sampleLoss : pass.output().losses()) {
            sum += sampleLoss;
        }
        return sum / pass.output().items();
    }

    double accuracy(Pass pass) {
        var correct = new int[1];
        pass.output().countCorrect(correct);
        return (double) correct[0] / pass.output().items();
    }

    /**
     * Whether all samples have the same logits, and these are finite. They are computed anew, in one order for each
     * sample: libraries that multiply matrices have several, and so other roundings for some of the samples.
     */
    boolean isConstant(Pass pass) {
        int last = architecture.layers() - 1;
        var inputs = pass.layerInputs().get(last);
        int outputs = architecture.outputs();
        for (int output = 0; output < outputs; output++) {
            double first = 0;
            for (int sample = 0; sample < inputs.rows(); sample++) {
                double logit = parameters[architecture.biasOffset(last) + output];
                for (int in = 0; in < inputs.cols(); in++) {
                    logit += inputs.apply$mcD$sp(sample, in)
                            * parameters[architecture.weightOffset(last) + in * outputs + output];
                }
                first = sample == 0 ? logit : first;
                if (logit != first || !Double.isFinite(logit)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The gradient of the mean loss, laid out as the parameters are. */
    double[] gradient(Pass pass) {
        var gradient = new double[parameters.length];
        var deltas = deltas(pass);
        for (int layer = 0; layer < architecture.layers(); layer++) {
            var ofLayer = deltas.get(layer);
            var byWeight =
                    Matrices.product(Matrices.transpose(pass.layerInputs().get(layer)), ofLayer);
            storeGradient(layer, byWeight, ofLayer, gradient);
        }
        return gradient;
    }

    /** The gradients of each sample's own loss by the parameters of each layer, as their factors. */
    List<SampleGradients> sampleGradients(Pass pass) {
        var deltas = deltas(pass);
        var gradients = new ArrayList<SampleGradients>();
        for (int layer = 0; layer < architecture.layers(); layer++) {
            var inputs = pass.layerInputs().get(layer);
            gradients.add(new SampleGradients(
                    inputs.rows(), columnMajorElements(inputs), Matrices.elements(deltas.get(layer))));
        }
        return gradients;
    }

    private static double[] columnMajorElements(DenseMatrix<Object> matrix) {
        var elements = new double[matrix.rows() * matrix.cols()];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = matrix.apply$mcD$sp(i % matrix.rows(), i / matrix.rows());
        }
        return elements;
    }

    /** The derivatives of each sample's own loss by the pre-activations of each weight layer. */
    private List<DenseMatrix<Object>> deltas(Pass pass) {
        var all = new ArrayDeque<DenseMatrix<Object>>();
        loss.backward(pass.output());
        all.add(Matrices.columnMajor(pass.output().deltas(), pass.output().items(), architecture.outputs()));
        for (int layer = architecture.layers() - 1; layer > 0; layer--) {
            // delta of the layer below: (delta W^T) o phi'(z)
            var deltas = Matrices.product(all.getFirst(), Matrices.transpose(weights(layer)));
            multiplyInPlace(deltas, pass.derivatives().get(layer - 1));
            all.addFirst(deltas);
        }
        return List.copyOf(all);
    }

    /** {@code z = h W + b}, column-major. */
    private double[] preActivations(int layer, DenseMatrix<Object> layerInput) {
        double[] z = Matrices.elements(Matrices.product(layerInput, weights(layer)));
        int count = layerInput.rows();
        int biases = architecture.biasOffset(layer);
        for (int unit = 0; unit < architecture.fanOut(layer); unit++) {
            double bias = parameters[biases + unit];
            for (int i = unit * count; i < (unit + 1) * count; i++) {
                z[i] += bias;
            }
        }
        return z;
    }

    private DenseMatrix<Object> weights(int layer) {
        return Matrices.rowMajor(
                parameters, architecture.weightOffset(layer), architecture.fanIn(layer), architecture.fanOut(layer));
    }

    /** Divides sums over the samples by their number and puts them where the layer's parameters are. */
    private void storeGradient(int layer, DenseMatrix<Object> byWeight, DenseMatrix<Object> deltas, double[] gradient) {
        int fanIn = architecture.fanIn(layer);
        int fanOut = architecture.fanOut(layer);
        int count = deltas.rows();
        int weights = architecture.weightOffset(layer);
        int biases = architecture.biasOffset(layer);
        double[] sums = Matrices.elements(byWeight);
        for (int out = 0; out < fanOut; out++) {
            for (int in = 0; in < fanIn; in++) {
                gradient[weights + in * fanOut + out] = sums[out * fanIn + in] / count;
            }
            double sum = 0;
            for (int sample = 0; sample < count; sample++) {
                sum += deltas.apply$mcD$sp(sample, out);
            }
            gradient[biases + out] = sum / count;
        }
    }

    /** The elementwise product, into {@code a}; both are column-major and of the same shape. */
    private static void multiplyInPlace(DenseMatrix<Object> a, DenseMatrix<Object> b) {
        double[] product = Matrices.elements(a);
        double[] factors = Matrices.elements(b);
        for (int i = 0; i < product.length; i++) {
            product[i] *= factors[i];
        }
    }
}
