package io.gradflow.nn.loss;

import io.gradflow.catalog.Kind;
import io.gradflow.catalog.Parameter;
import io.gradflow.catalog.Rule;
import io.gradflow.nn.function.ArrayFunctions;
import java.util.List;

/**
 * Binary cross-entropy of one sigmoid output p for two classes: {@code -(y log p + (1 - y) log(1 - p))}. The gradient
 * is that of the unclipped loss, {@code p - y}. NaN stays NaN.
 *
 * @param clip bounds p to {@code [clip, 1 - clip]} before the logarithm, as NumPy programs do; with 0 the loss is
 *     computed from the logits and is exact and finite for every finite logit
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
                            "p is bounded to [clip, 1 - clip] in the loss; 0 computes it from the logits"))
            .withSource("with clip 0, PyTorch's BCEWithLogitsLoss");

    @Override
    public List<Integer> outputs(int classes) {
        return classes == 2 ? List.of(1) : List.of();
    }

    @Override
    public void forward(OutputBlock block, ArrayFunctions functions) {
        functions.sigmoid(block.logits(), block.outputs(), block.from(), block.from() + block.items());
        if (clip == 0) {
            computeFromLogits(block, functions);
        } else {
            computeFromClippedOutputs(block, functions);
        }
    }

    private void computeFromClippedOutputs(OutputBlock block, ArrayFunctions functions) {
        double[] outputs = block.outputs();
        double[] targets = block.targets();
        double[] losses = block.losses();
        int from = block.itemsFrom();
        int to = from + block.items();
        int shift = block.from() - from;
        for (int i = from; i < to; i++) {
            double p = Math.min(Math.max(outputs[i + shift], clip), 1 - clip);
            // This is p or 1 - p, without a branch that would be mispredicted at every other sample.
            losses[i] = Math.abs(1 - targets[i] - p);
        }
        functions.log(losses, losses, from, to);
        for (int i = from; i < to; i++) {
            losses[i] = -losses[i];
        }
    }

    /** {@code log(1 + exp(-z))} for class 1, {@code log(1 + exp(z))} for class 0, without overflow. */
    private static void computeFromLogits(OutputBlock block, ArrayFunctions functions) {
        double[] logits = block.logits();
        double[] targets = block.targets();
        double[] losses = block.losses();
        int from = block.itemsFrom();
        int to = from + block.items();
        int shift = block.from() - from;
        for (int i = from; i < to; i++) {
            losses[i] = -Math.abs(logits[i + shift]);
        }
        functions.exp(losses, losses, from, to);
        functions.log1p(losses, losses, from, to);
        for (int i = from; i < to; i++) {
            losses[i] += Math.max((1 - 2 * targets[i]) * logits[i + shift], 0);
        }
    }

    @Override
    public void backward(OutputBlock block) {
        double[] outputs = block.outputs();
        double[] targets = block.targets();
        double[] deltas = block.deltas();
        int from = block.from();
        int itemsFrom = block.itemsFrom();
        for (int item = 0; item < block.items(); item++) {
            deltas[from + item] = outputs[from + item] - targets[itemsFrom + item];
        }
    }
}
