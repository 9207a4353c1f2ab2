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
    public void outputs(double[] logits, double[] outputs, int from, int to, ArrayFunctions functions) {
        functions.sigmoid(logits, outputs, from, to);
    }

    @Override
    public void losses(
            double[] logits,
            double[] outputs,
            double[] targets,
            double[] losses,
            int from,
            int to,
            ArrayFunctions functions) {
        if (clip == 0) {
            fromLogits(logits, targets, losses, from, to, functions);
        } else {
            fromClipped(outputs, targets, losses, from, to, functions);
        }
    }

    private void fromClipped(
            double[] outputs, double[] targets, double[] losses, int from, int to, ArrayFunctions functions) {
        for (int i = from; i < to; i++) {
            double p = Math.min(Math.max(outputs[i], clip), 1 - clip);
            // p or 1 - p, without a branch that is mispredicted at every other sample.
            losses[i] = Math.abs(1 - targets[i] - p);
        }
        functions.log(losses, losses, from, to);
        for (int i = from; i < to; i++) {
            losses[i] = -losses[i];
        }
    }

    /** {@code log(1 + exp(-z))} for class 1, {@code log(1 + exp(z))} for class 0, without overflow. */
    private static void fromLogits(
            double[] logits, double[] targets, double[] losses, int from, int to, ArrayFunctions functions) {
        for (int i = from; i < to; i++) {
            losses[i] = -Math.abs(logits[i]);
        }
        functions.exp(losses, losses, from, to);
        functions.log1p(losses, losses, from, to);
        for (int i = from; i < to; i++) {
            losses[i] += Math.max((1 - 2 * targets[i]) * logits[i], 0);
        }
    }

    @Override
    public void deltas(double[] outputs, double[] targets, double[] deltas, int from, int to) {
        for (int i = from; i < to; i++) {
            deltas[i] = outputs[i] - targets[i];
        }
    }

    @Override
    public boolean isCorrect(double output, double target) {
        return (output >= 0.5 ? 1 : 0) == target;
    }
}
