package io.gradflow.engine;

import io.gradflow.nn.function.Elementary;
import io.gradflow.nn.loss.BinaryCrossEntropy;
import io.gradflow.nn.loss.Loss;
import io.gradflow.nn.loss.MeanSquaredError;
import io.gradflow.nn.loss.SoftmaxCrossEntropy;

/**
 * What a loss makes of one sample, a number after the other: what it must compute of each of many, in this order.
 *
 * @param outputs probabilities, or the logits themselves
 * @param deltas the derivative of the value by each logit
 */
record ScalarLoss(double[] outputs, double value, double[] deltas, boolean isCorrect) {

    static ScalarLoss of(Loss loss, double[] logits, int label) {
        if (loss instanceof BinaryCrossEntropy binary) {
            return binary(binary, logits[0], label);
        }
        if (loss instanceof SoftmaxCrossEntropy) {
            return softmax(logits, label);
        }
        if (loss instanceof MeanSquaredError) {
            return squared(logits, label);
        }
        throw new AssertionError(loss);
    }

    private static ScalarLoss binary(BinaryCrossEntropy loss, double z, int label) {
        double p = Elementary.sigmoid(z);
        double value;
        if (loss.clip() == 0) {
            double wrong = label == 1 ? -z : z;
            value = Elementary.log1p(Elementary.exp(-Math.abs(z))) + (wrong < 0 ? 0 : wrong);
        } else {
            double clipped = p < loss.clip() ? loss.clip() : p > 1 - loss.clip() ? 1 - loss.clip() : p;
            value = -Elementary.log(label == 1 ? clipped : 1 - clipped);
        }
        double[] outputs = {p};
        return new ScalarLoss(outputs, value, new double[] {p - label}, isClass1(p) == (label == 1));
    }

    private static ScalarLoss softmax(double[] logits, int label) {
        double largest = logits[0];
        for (double z : logits) {
            largest = Math.max(largest, z);
        }
        var outputs = new double[logits.length];
        double sum = 0;
        for (int k = 0; k < logits.length; k++) {
            outputs[k] = Elementary.exp(logits[k] - largest);
            sum += outputs[k];
        }
        var deltas = new double[logits.length];
        for (int k = 0; k < logits.length; k++) {
            outputs[k] /= sum;
            deltas[k] = k == label ? outputs[k] - 1 : outputs[k];
        }
        double value = Elementary.log(sum) - (logits[label] - largest);
        return new ScalarLoss(outputs, value, deltas, isFirstMaximum(outputs, label));
    }

    private static ScalarLoss squared(double[] logits, int label) {
        double sum = 0;
        var deltas = new double[logits.length];
        for (int k = 0; k < logits.length; k++) {
            boolean isOne = logits.length == 1 ? label == 1 : k == label;
            double error = isOne ? logits[k] - 1 : logits[k];
            sum += error * error;
            deltas[k] = 2 * error / logits.length;
        }
        boolean isCorrect = logits.length == 1 ? isClass1(logits[0]) == (label == 1) : isFirstMaximum(logits, label);
        return new ScalarLoss(logits, sum / logits.length, deltas, isCorrect);
    }

    private static boolean isClass1(double output) {
        return output >= 0.5;
    }

    /** As np.argmax(outputs) == label, but that NaN is nobody's maximum. */
    private static boolean isFirstMaximum(double[] outputs, int label) {
        int argmax = 0;
        for (int k = 0; k < outputs.length; k++) {
            if (Double.isNaN(outputs[k])) {
                return false;
            }
            if (outputs[k] > outputs[argmax]) {
                argmax = k;
            }
        }
        return argmax == label;
    }
}
