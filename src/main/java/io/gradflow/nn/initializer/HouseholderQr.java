package io.gradflow.nn.initializer;

/**
 * The QR decomposition of a matrix with at least as many rows as columns, by Householder reflections (G. H. Golub and
 * C. F. Van Loan, Matrix Computations, section 5.2), of which no more of Q is formed than its first columns. Operations
 * and their order are fixed, every sum is taken in ascending order and nothing is fused: the bits are the same
 * everywhere, as those of a LAPACK are not.
 *
 * <p>Matrices are row-major, so that the inner loops go along rows and the JIT vectorises them. A square matrix of
 * order n takes some 3 n^3 multiplications and additions.
 */
final class HouseholderQr {

    private final int rows;
    private final int columns;

    /** R on and above the diagonal; below it, column by column, the reflections' vectors, whose first entry is 1. */
    private final double[] decomposed;

    /** The reflection of column k is {@code I - factors[k] v v^T}. */
    private final double[] factors;

    /** {@code v^T A} of the reflection at hand. */
    private final double[] sums;

    private HouseholderQr(double[] matrix, int rows, int columns) {
        this.rows = rows;
        this.columns = columns;
        decomposed = matrix;
        factors = new double[columns];
        sums = new double[columns];
        for (int k = 0; k < columns; k++) {
            factors[k] = makeReflection(k);
            reflect(k, decomposed, k + 1);
        }
    }

    /**
     * Q, with the signs that make the diagonal of R positive or 0; its columns are orthonormal even where those of the
     * matrix are linearly dependent.
     *
     * @param matrix {@code rows * columns} finite entries, whose squares have a finite sum; overwritten
     * @param rows at least {@code columns}
     * @return {@code rows * columns} entries
     */
    static double[] orthonormalColumns(double[] matrix, int rows, int columns) {
        return new HouseholderQr(matrix, rows, columns).orthonormalColumns();
    }

    /** Replaces column k from the diagonal down by the entry of R and the vector that reflects the rest to 0. */
    private double makeReflection(int k) {
        int diagonal = k * columns + k;
        double squares = 0;
        for (int i = k; i < rows; i++) {
            double entry = decomposed[i * columns + k];
            squares += entry * entry;
        }
        if (squares == 0) {
            return 0;
        }
        double first = decomposed[diagonal];
        // Of the sign opposite to the first entry's, so that nothing cancels.
        double reflected = -Math.copySign(Math.sqrt(squares), first);
        double divisor = first - reflected;
        for (int i = k + 1; i < rows; i++) {
            decomposed[i * columns + k] /= divisor;
        }
        decomposed[diagonal] = reflected;
        return -divisor / reflected;
    }

    /** Applies the reflection of column k to the columns of a matrix of the same shape, {@code from} on. */
    private void reflect(int k, double[] matrix, int from) {
        double factor = factors[k];
        int top = k * columns;
        System.arraycopy(matrix, top + from, sums, from, columns - from);
        for (int i = k + 1; i < rows; i++) {
            double entry = decomposed[i * columns + k];
            int row = i * columns;
            for (int j = from; j < columns; j++) {
                sums[j] += entry * matrix[row + j];
            }
        }
        for (int j = from; j < columns; j++) {
            matrix[top + j] -= factor * sums[j];
        }
        for (int i = k + 1; i < rows; i++) {
            double entry = factor * decomposed[i * columns + k];
            int row = i * columns;
            for (int j = from; j < columns; j++) {
                matrix[row + j] -= entry * sums[j];
            }
        }
    }

    private double[] orthonormalColumns() {
        var q = new double[rows * columns];
        for (int k = columns - 1; k >= 0; k--) {
            q[k * columns + k] = 1;
            // The columns before k are still those of the identity, which this reflection leaves alone.
            reflect(k, q, k);
        }
        for (int k = 0; k < columns; k++) {
            if (decomposed[k * columns + k] < 0) {
                for (int i = 0; i < rows; i++) {
                    q[i * columns + k] = -q[i * columns + k];
                }
            }
        }
        return q;
    }
}
