package io.gradflow.nn.loss;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;
import java.util.List;

/**
 * Cross-entropy of softmax outputs {@code p_k = exp(z_k) / sum_j exp(z_j)}, one for each class: {@code -log p_y} for a
 * sample of class y. It is computed from the logits, with the largest logit m, as
 * {@code log sum_k exp(z_k - m) - (z_y - m)}. So it is finite for finite logits that lie no more than the largest
 * double apart. Sums are in the order of the classes. The gradient is {@code p_k - 1} for {@code k = y}, and
 * {@code p_k} otherwise.
 *
 * <p>A NaN logit or an infinite largest logit makes all outputs of the sample and its loss NaN. If a logit is -infinity
 * and others are finite, its class has probability 0 and an infinite loss.
 *
 * <p>It is PyTorch's {@code CrossEntropyLoss} with its default settings.
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
        // This holds the largest logit of each item, later the sum and then its logarithm.
        double[] work = block.deltas();

        System.arraycopy(block.logits(), from, work, from, items);
        for (int unit = 1; unit < units; unit++) {
            takeLarger(block.logits(), block.unitFrom(unit), work, from, items);
        }
        for (int unit = 0; unit < units; unit++) {
            subtract(block.logits(), work, from, outputs, block.unitFrom(unit), items);
        }
        // The difference of the target's class is kept before its exponential, which may be 0.
        storeOwnOutputs(block);
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

    /** Stores each item's output for its own class in the losses, as an intermediate result. */
    private static void storeOwnOutputs(OutputBlock block) {
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
