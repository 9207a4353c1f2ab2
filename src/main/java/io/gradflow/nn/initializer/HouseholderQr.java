package io.gradflow.nn.initializer;

/**
 * The QR decomposition of a matrix with at least as many rows as columns, by Householder reflections (G. H. Golub and
 * C. F. Van Loan, Matrix Computations, section 5.2). Only the first columns of Q are formed, as many as the matrix has.
 * The operations and their order are fixed: every sum is taken in ascending order and nothing is fused. So the bits are
 * the same everywhere, unlike those of LAPACK implementations.
 *
 * <p>Matrices are row-major and the inner loops go along rows, so the JIT vectorises them. A square matrix of order n
 * takes some 3 n^3 multiplications and additions.
 */
final class HouseholderQr {

    private final int rows;
    private final int columns;

    /**
     * Holds R on and above the diagonal. Each column below it holds the vector of a reflection without its first entry,
     * which is 1.
     */
    private final double[] decomposed;

    /** The reflection of column k is {@code I - factors[k] v v^T}. */
    private final double[] factors;

    /** {@code v^T A} of the current reflection. */
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
     * Computes Q, with the signs that make the diagonal of R positive or 0. Its columns are orthonormal even if those
     * of the matrix are linearly dependent.
     *
     * @param matrix {@code rows * columns} finite entries whose squares have a finite sum; overwritten
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
        // The sign is opposite to that of the first entry, so that nothing cancels.
        double reflected = -Math.copySign(Math.sqrt(squares), first);
        double divisor = first - reflected;
        for (int i = k + 1; i < rows; i++) {
            decomposed[i * columns + k] /= divisor;
        }
        decomposed[diagonal] = reflected;
        return -divisor / reflected;
    }

    /**
     * Applies the reflection of column k to the columns of a matrix of the same shape, starting with column
     * {@code from}.
     */
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
