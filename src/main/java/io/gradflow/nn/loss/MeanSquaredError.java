package io.gradflow.nn.loss;

import io.gradflow.catalog.Kind;
import io.gradflow.nn.function.ArrayFunctions;
import java.util.Arrays;
import java.util.List;

/**
 * Mean squared error of outputs that are the logits themselves. With one output for each class, a sample's target is 1
 * for its own class and 0 for the others. With one output for two classes, the target is the class, 0 or 1. A sample's
 * loss is the mean over its outputs o of {@code (o - t)^2}, summed in the order of the outputs. So the loss of several
 * samples is the mean over samples and outputs. The gradient is {@code 2 (o - t) / outputs}.
 *
 * <p>A NaN logit makes the loss NaN, and an infinite logit makes it infinite.
 *
 * <p>It is PyTorch's {@code MSELoss} with its default settings.
 */
public record MeanSquaredError() implements Loss {

    static final Kind<MeanSquaredError> KIND = Kind.of(
                    "mean_squared_error",
                    MeanSquaredError.class,
                    "(output - target)^2 with linear outputs, averaged over samples and outputs; targets are 1"
                            + " for the sample's"
                            + " class and 0 for the others, or 0 and 1 with one output for two classes")
            .withSource("PyTorch's MSELoss");

    @Override
    public List<Integer> outputs(int classes) {
        return classes < 2 ? List.of() : classes == 2 ? List.of(1, 2) : List.of(classes);
    }

    @Override
    public void forward(OutputBlock block, ArrayFunctions functions) {
        int items = block.items();
        double[] losses = block.losses();
        Arrays.fill(losses, block.itemsFrom(), block.itemsFrom() + items, 0);
        for (int unit = 0; unit < block.units(); unit++) {
            System.arraycopy(block.logits(), block.unitFrom(unit), block.outputs(), block.unitFrom(unit), items);
            addSquares(block, unit);
        }
        for (int i = block.itemsFrom(); i < block.itemsFrom() + items; i++) {
            losses[i] /= block.units();
        }
    }

    private static void addSquares(OutputBlock block, int unit) {
        double[] outputs = block.outputs();
        double[] targets = block.targets();
        double[] losses = block.losses();
        int from = block.unitFrom(unit);
        int itemsFrom = block.itemsFrom();
        double ownClass = ownClass(block, unit);
        for (int item = 0; item < block.items(); item++) {
            double error = outputs[from + item] - target(targets[itemsFrom + item], ownClass);
            losses[itemsFrom + item] += error * error;
        }
    }

    @Override
    public void backward(OutputBlock block) {
        for (int unit = 0; unit < block.units(); unit++) {
            differentiate(block, unit);
        }
    }

    private static void differentiate(OutputBlock block, int unit) {
        double[] outputs = block.outputs();
        double[] targets = block.targets();
        double[] deltas = block.deltas();
        int from = block.unitFrom(unit);
        int itemsFrom = block.itemsFrom();
        double ownClass = ownClass(block, unit);
        for (int item = 0; item < block.items(); item++) {
            double error = outputs[from + item] - target(targets[itemsFrom + item], ownClass);
            deltas[from + item] = 2 * error / block.units();
        }
    }

    /** The class for which the target of a unit is 1. */
    private static double ownClass(OutputBlock block, int unit) {
        return block.units() == 1 ? 1 : unit;
    }

    /** 1 if the two classes are equal and 0 otherwise, without a branch, so that loops are vectorised. */
    private static double target(double sampleClass, double unitClass) {
        return Math.max(1 - Math.abs(sampleClass - unitClass), 0);
    }
}
