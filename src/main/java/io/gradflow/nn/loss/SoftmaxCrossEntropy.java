package io.gradflow.nn.loss;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;
import java.util.List;

/**
 * Cross-entropy of softmax outputs {@code p_k = exp(z_k) / sum_j exp(z_j)}, one for each class: {@code -log p_y} for a
 * sample of class y. With the largest logit m it is computed from the logits as
 * {@code log sum_k exp(z_k - m) - (z_y - m)}, so that it is finite for finite logits that lie no more than the largest
 * double apart; sums are in the order of the classes. The gradient is {@code p_k - 1} for {@code k = y}, and
 * {@code p_k} otherwise.
 *
 * <p>A NaN or an infinite largest logit makes all outputs of the sample and its loss NaN; a class whose logit is
 * -infinity beside finite ones has probability 0 and an infinite loss.
 *
 * <p>As PyTorch's {@code CrossEntropyLoss} with its default settings.
 */
public record SoftmaxCrossEntropy() implements Loss {

    static final Kind<SoftmaxCrossEntropy> KIND = Kind.of(
                    "softmax_cross_entropy",
                    SoftmaxCrossEntropy.class,
                    "-log p_y with p = softmax(logits), one for each class, and y the sample's class; averaged"
                            + " over the samples")
            .withSource("PyTorch's CrossEntropyLoss");

    @Override
    public List<Integer> outputs(int classes) {
        return classes < 2 ? List.of() : List.of(classes);
    }

    @Override
    public void forward(OutputBlock block, ArrayFunctions functions) {
        int units = block.units();
        int items = block.items();
        int from = block.from();
        double[] outputs = block.outputs();
        double[] losses = block.losses();
        // Of each item first the largest logit, then the sum and its logarithm.
        double[] work = block.deltas();

        System.arraycopy(block.logits(), from, work, from, items);
        for (int unit = 1; unit < units; unit++) {
            takeLarger(block.logits(), block.unitFrom(unit), work, from, items);
        }
        for (int unit = 0; unit < units; unit++) {
            subtract(block.logits(), work, from, outputs, block.unitFrom(unit), items);
        }
        // The target's, before its exponential may be 0.
        gather(block);
        for (int unit = 0; unit < units; unit++) {
            functions.exp(outputs, outputs, block.unitFrom(unit), block.unitFrom(unit) + items);
        }
        System.arraycopy(outputs, from, work, from, items);
        for (int unit = 1; unit < units; unit++) {
            add(outputs, block.unitFrom(unit), work, from, items);
        }
        for (int unit = 0; unit < units; unit++) {
            divide(outputs, block.unitFrom(unit), work, from, items);
        }
        functions.log(work, work, from, from + items);
        for (int item = 0; item < items; item++) {
            int i = block.itemsFrom() + item;
            losses[i] = work[from + item] - losses[i];
        }
    }

    private static void takeLarger(double[] x, int xFrom, double[] largest, int from, int count) {
        for (int i = 0; i < count; i++) {
            largest[from + i] = Math.max(largest[from + i], x[xFrom + i]);
        }
    }

    private static void subtract(
            double[] x, double[] subtrahend, int subtrahendFrom, double[] difference, int from, int count) {
        for (int i = 0; i < count; i++) {
            difference[from + i] = x[from + i] - subtrahend[subtrahendFrom + i];
        }
    }

    private static void add(double[] x, int xFrom, double[] sum, int from, int count) {
        for (int i = 0; i < count; i++) {
            sum[from + i] += x[xFrom + i];
        }
    }

    private static void divide(double[] x, int xFrom, double[] divisor, int from, int count) {
        for (int i = 0; i < count; i++) {
            x[xFrom + i] /= divisor[from + i];
        }
    }

    /** Takes each item's output for its own class as its loss, for now. */
    private static void gather(OutputBlock block) {
        double[] outputs = block.outputs();
        double[] targets = block.targets();
        double[] losses = block.losses();
        int from = block.from();
        int stride = block.stride();
        int itemsFrom = block.itemsFrom();
        for (int item = 0; item < block.items(); item++) {
            int ownClass = (int) targets[itemsFrom + item];
            losses[itemsFrom + item] = outputs[from + ownClass * stride + item];
        }
    }

    @Override
    public void backward(OutputBlock block) {
        double[] deltas = block.deltas();
        double[] targets = block.targets();
        int from = block.from();
        int stride = block.stride();
        int itemsFrom = block.itemsFrom();
        for (int unit = 0; unit < block.units(); unit++) {
            System.arraycopy(block.outputs(), block.unitFrom(unit), deltas, block.unitFrom(unit), block.items());
        }
        for (int item = 0; item < block.items(); item++) {
            int ownClass = (int) targets[itemsFrom + item];
            deltas[from + ownClass * stride + item] -= 1;
        }
    }
}
