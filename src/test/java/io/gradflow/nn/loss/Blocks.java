package io.gradflow.nn.loss;

import io.gradflow.nn.function.ArrayFunctions;
import java.util.Arrays;

/** Makes blocks of outputs for tests of losses, which give the logits of one sample after the other. */
final class Blocks {
    private Blocks() {}

    /** A block of samples with its losses and deltas. */
    static OutputBlock computed(Loss loss, double[] logits, double... labels) {
        int units = logits.length / labels.length;
        var block = OutputBlock.of(units, transposed(logits, labels.length, units), labels);
        loss.forward(block, ArrayFunctions.SCALAR);
        loss.backward(block);
        return block;
    }

    static double mean(OutputBlock block) {
        return Arrays.stream(block.losses()).sum() / block.items();
    }

    /** The outputs of each sample, one sample after the other. */
    static double[] outputs(OutputBlock block) {
        return transposed(block.outputs(), block.units(), block.items());
    }

    /** The deltas of each sample, one sample after the other. */
    static double[] deltas(OutputBlock block) {
        return transposed(block.deltas(), block.units(), block.items());
    }

    static int correct(OutputBlock block) {
        var counts = new int[1];
        block.countCorrect(counts);
        return counts[0];
    }

    /** Converts a row-major {@code rows x columns} matrix to column-major. */
    private static double[] transposed(double[] matrix, int rows, int columns) {
        var transposed = new double[rows * columns];
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                transposed[column * rows + row] = matrix[row * columns + column];
            }
        }
        return transposed;
    }
}
