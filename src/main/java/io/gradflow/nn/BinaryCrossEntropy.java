package io.gradflow.nn;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;

/**
 * Binary cross-entropy of a sigmoid output p: {@code -(y log p + (1 - y) log(1 - p))}. A sample counts as class 1 when
 * {@code p >= 0.5}. The gradient is that of the unclipped loss, {@code p - y}.
 *
 * @param clip bounds p to {@code [clip, 1 - clip]} before the logarithm, as NumPy programs do; with 0 the loss is
 *     computed from the logits, exact and finite for every finite logit
 */
public record BinaryCrossEntropy(double clip) implements Loss {

    static final Kind<BinaryCrossEntropy> KIND = Kind.of(
            "binary_cross_entropy",
            BinaryCrossEntropy.class,
            "-(y log p + (1 - y) log(1 - p)) with p = sigmoid(logit), averaged over the samples",
            Parameter.number(
                    "clip",
                    0.0,
                    Rule.atLeastAndBelow(0, 0.5),
                    "p is bounded to [clip, 1 - clip] in the loss; 0 computes it from the logits"));

    @Override
    public int outputs(int classes) {
        if (classes != 2) {
            throw new IllegalArgumentException("binary cross-entropy needs 2 classes, not " + classes);
        }
        return 1;
    }

    @Override
    public void outputs(double[] logits, double[] outputs) {
        for (int i = 0; i < logits.length; i++) {
            outputs[i] = Elementary.sigmoid(logits[i]);
        }
    }

    @Override
    public double mean(double[] logits, double[] outputs, int[] labels) {
        double sum = 0;
        for (int i = 0; i < labels.length; i++) {
            sum += clip == 0 ? fromLogit(logits[i], labels[i]) : fromClipped(outputs[i], labels[i]);
        }
        return sum / labels.length;
    }

    private double fromClipped(double output, int label) {
        double p = Math.min(Math.max(output, clip), 1 - clip);
        return -Elementary.log(label == 1 ? p : 1 - p);
    }

    /** {@code log(1 + exp(-z))} for class 1, {@code log(1 + exp(z))} for class 0, without overflow. */
    private static double fromLogit(double logit, int label) {
        double margin = label == 1 ? logit : -logit;
        return Math.max(-margin, 0) + Elementary.log1p(Elementary.exp(-Math.abs(margin)));
    }

    @Override
    public void deltas(double[] outputs, int[] labels, double[] deltas) {
        for (int i = 0; i < labels.length; i++) {
            deltas[i] = outputs[i] - labels[i];
        }
    }

    @Override
    public int correct(double[] outputs, int[] labels) {
        int correct = 0;
        for (int i = 0; i < labels.length; i++) {
            if ((outputs[i] >= 0.5 ? 1 : 0) == labels[i]) {
                correct++;
            }
        }
        return correct;
    }
}
