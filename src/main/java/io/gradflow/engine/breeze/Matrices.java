package io.gradflow.engine.breeze;

import breeze.linalg.DenseMatrix;
import breeze.linalg.operators.HasOps;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Breeze's double matrices as seen from Java, where their element type is erased to Object and their operators are
 * values: the only class that touches Breeze's operators.
 */
final class Matrices {
    /** Held strongly: the logging system forgets the level of a logger that nobody refers to. */
    private static final Logger BLAS_LOGGER = Logger.getLogger("dev.ludovic.netlib");

    static {
        // The pure-Java BLAS, or the bits would depend on which native library a host happens to have.
        System.setProperty("dev.ludovic.netlib.blas.allowNative", "false");
        BLAS_LOGGER.setLevel(Level.OFF);
    }

    private Matrices() {}

    /** A view of {@code data[offset ..]} as a row-major matrix. */
    static DenseMatrix<Object> rowMajor(double[] data, int offset, int rows, int columns) {
        return new DenseMatrix<>(rows, columns, data, offset, columns, true);
    }

    /** A view of {@code data} as a column-major matrix. */
    static DenseMatrix<Object> columnMajor(double[] data, int rows, int columns) {
        return new DenseMatrix<>(rows, columns, data, 0, rows, false);
    }

    /** The matrix product, column-major and dense. */
    static DenseMatrix<Object> product(DenseMatrix<Object> a, DenseMatrix<Object> b) {
        return a.$times(b, HasOps.impl_OpMulMatrix_DMD_DMD_eq_DMD());
    }

    /** A view of the transpose. */
    static DenseMatrix<Object> transpose(DenseMatrix<Object> a) {
        return a.t(HasOps.canTranspose_DM());
    }

    /** The elements of a dense matrix that starts at the beginning of its array: the array itself. */
    static double[] elements(DenseMatrix<Object> a) {
        return (double[]) a.data();
    }
}
