package io.gradflow.engine.kernels;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Packing of matrices on the Vector API.
 */
final class VectorPackingKernels implements PackingKernels {
    private static final VectorSpecies<Double> SPECIES = VectorWidth.species(MethodHandles.lookup());
    private static final int LANES = SPECIES.length();

    @Override
    public void packWeights(double[] parameters, int from, PackedMatrix packed, int fanIn, int fanOut) {
        pack(parameters, from, fanOut * LANES, LANES, packed, fanIn + 1, fanOut);
    }

    @Override
    public void packTransposedWeights(double[] parameters, int from, PackedMatrix packed, int fanIn, int fanOut) {
        pack(parameters, from, LANES, fanOut * LANES, packed, fanOut, fanIn);
    }

    /** Packs a matrix whose rows and columns are so many doubles apart. */
    private static void pack(
            double[] matrix, int from, int rowStride, int columnStride, PackedMatrix packed, int rows, int columns) {
        double[] to = packed.data();
        int next = packed.offset();
        for (int column = 0; column < columns; ) {
            int width = column + 4 <= columns ? 4 : 1;
            for (int row = 0; row < rows; row++) {
                for (int i = 0; i < width; i++) {
                    DoubleVector.fromArray(SPECIES, matrix, from + row * rowStride + (column + i) * columnStride)
                            .intoArray(to, next);
                    next += LANES;
                }
            }
            column += width;
        }
    }
}
