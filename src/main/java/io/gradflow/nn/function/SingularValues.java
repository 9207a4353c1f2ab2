package io.gradflow.nn.function;

import java.util.Arrays;

/**
 * The singular values of matrices, by one-sided Jacobi rotations: columns are rotated in pairs until all are orthogonal
 * to each other, and then their lengths are the singular values (M. R. Hestenes, Inversion of matrices by
 * biorthogonalization and related results, 1958). Small singular values keep their relative accuracy where the matrix
 * has it, in particular if only its columns or rows are badly scaled (J. Demmel and K. Veselic, Jacobi's method is more
 * accurate than QR, 1992). A library's routine would be faster, but its bits depend on the host.
 *
 * <p>The order of rotations and of all sums depends on the shape alone, and there are no operations but sums, products,
 * quotients and square roots, so the bits are the same on every platform. A matrix times a power of two has exactly
 * that multiple of the singular values, as far as these are normal numbers. Absolute errors are some 1e-16 times the
 * largest singular value and the square root of the number of rotations of a vector. Elements that are 1e-380 times as
 * large as the largest one count as 0.
 *
 * <p>An object holds the space for its work, and so is not safe for use by several threads.
 */
public final class SingularValues {
    /** Some 10 are usual. A matrix whose rank is less than its columns and rows may need 25. */
    private static final int MOST_SWEEPS = 60;

    /** Matrices are scaled so that the exponent of their largest element is this. Fourth powers do not overflow. */
    private static final int EXPONENT = 200;

    /**
     * The fourth powers of shorter vectors lose bits, so they are not rotated any more. They are 1e-120 times as long
     * as the largest element, or less.
     */
    private static final double LEAST_SQUARES = 0x1p-400;

    /** If squares shrink to a smaller part by a rotation, the difference has lost bits. */
    private static final double SHRUNK = 0.25;

    private static final double ROUNDING = 0x1p-53;

    private static final int LEAST_TOLERANCE = 8;

    /** The columns, or the rows if these are fewer, without those elements that are zero in all. */
    private final double[][] vectors;
    /** The squares of their lengths, nearly. */
    private final double[] squares;

    private final boolean[] isColumnUsed;
    private final boolean[] isRowUsed;

    /**
     * Makes room for matrices of different shapes.
     *
     * @param shorter the most that the smaller one of the numbers of rows and columns may be
     * @param longer the most that the other one may be
     */
    public SingularValues(int shorter, int longer) {
        vectors = new double[shorter][longer];
        squares = new double[shorter];
        isColumnUsed = new boolean[longer];
        isRowUsed = new boolean[longer];
    }

    /**
     * Computes the singular values of a matrix, of which there are as many as the smaller one of its numbers of rows
     * and columns.
     *
     * @param matrix row-major, {@code rows x columns}; if an element is not finite, all singular values are NaN
     * @param values receives them from {@code first} on, from the largest to the least; those that a row or column of
     *     zeros causes are exactly 0
     */
    public void compute(double[] matrix, int rows, int columns, double[] values, int first) {
        int count = Math.min(rows, columns);
        double largest = largest(matrix, rows * columns);
        // Not the other way round, which would let NaN pass.
        if (!(largest < Double.POSITIVE_INFINITY)) {
            Arrays.fill(values, first, first + count, Double.NaN);
            return;
        }
        Arrays.fill(values, first, first + count, 0);
        if (largest == 0) {
            return;
        }
        int shift = EXPONENT - Math.getExponent(largest);
        int usedColumns = findUsed(matrix, rows, columns);
        int usedRows = used(isRowUsed, rows);
        boolean isWide = usedColumns > usedRows;
        copy(matrix, rows, columns, isWide, shift);
        int used = Math.min(usedColumns, usedRows);
        int length = Math.max(usedColumns, usedRows);
        for (int sweep = 0; sweep < MOST_SWEEPS && sweep(used, length); sweep++) {
            // All is done in the condition.
        }
        for (int i = 0; i < used; i++) {
            values[first + i] = -Math.scalb(length(vectors[i], length), -shift);
        }
        Arrays.sort(values, first, first + used);
        for (int i = first; i < first + used; i++) {
            values[i] = -values[i];
        }
    }

    /** The largest absolute element; NaN if one is NaN. */
    private static double largest(double[] matrix, int size) {
        double largest = 0;
        for (int i = 0; i < size; i++) {
            largest = Math.max(largest, Math.abs(matrix[i]));
        }
        return largest;
    }

    /** Finds the rows and columns that are not all zero. Returns the number of columns. */
    private int findUsed(double[] matrix, int rows, int columns) {
        Arrays.fill(isRowUsed, 0, rows, false);
        Arrays.fill(isColumnUsed, 0, columns, false);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                boolean isUsed = matrix[row * columns + column] != 0;
                isRowUsed[row] |= isUsed;
                isColumnUsed[column] |= isUsed;
            }
        }
        return used(isColumnUsed, columns);
    }

    private static int used(boolean[] isUsed, int size) {
        int used = 0;
        for (int i = 0; i < size; i++) {
            used += isUsed[i] ? 1 : 0;
        }
        return used;
    }

    /** Copies what is used, times a power of two. */
    private void copy(double[] matrix, int rows, int columns, boolean isWide, int shift) {
        // One factor alone may exceed the range of doubles.
        double half = Math.scalb(1.0, shift / 2);
        double rest = Math.scalb(1.0, shift - shift / 2);
        int toRow = 0;
        for (int row = 0; row < rows; row++) {
            if (!isRowUsed[row]) {
                continue;
            }
            int toColumn = 0;
            for (int column = 0; column < columns; column++) {
                if (isColumnUsed[column]) {
                    double scaled = matrix[row * columns + column] * half * rest;
                    if (isWide) {
                        vectors[toRow][toColumn] = scaled;
                    } else {
                        vectors[toColumn][toRow] = scaled;
                    }
                    toColumn++;
                }
            }
            toRow++;
        }
    }

    /**
     * Rotates each pair of vectors once, but for those that are orthogonal already. The sums of the two indices are
     * equal modulo the number of vectors for pairs that follow each other, so that these have no vector in common and
     * the processor can work on several at once (P. J. J. Modi and J. D. Pryce, Efficient implementation of Jacobi's
     * diagonalization method on the DAP, 1985).
     *
     * @return whether a pair was rotated
     */
    private boolean sweep(int count, int length) {
        for (int i = 0; i < count; i++) {
            squares[i] = product(vectors[i], vectors[i], length);
        }
        double tolerance = Math.max(LEAST_TOLERANCE, length) * ROUNDING;
        boolean isRotated = false;
        for (int sum = 0; sum < count; sum++) {
            for (int p = 0; p < count; p++) {
                int q = sum >= p ? sum - p : sum - p + count;
                if (p < q) {
                    isRotated |= rotate(p, q, length, tolerance);
                }
            }
        }
        return isRotated;
    }

    /** Rotates two vectors by an angle of at most 45 degrees, so that they are orthogonal. */
    private boolean rotate(int p, int q, int length, double tolerance) {
        double ofP = squares[p];
        double ofQ = squares[q];
        if (ofP < LEAST_SQUARES || ofQ < LEAST_SQUARES) {
            return false;
        }
        double product = product(vectors[p], vectors[q], length);
        if (product * product <= tolerance * tolerance * (ofP * ofQ)) {
            return false;
        }
        // The tangent of twice the angle is opposite / adjacent.
        double opposite = 2 * product;
        double adjacent = ofQ - ofP;
        double hypotenuse = Math.sqrt(adjacent * adjacent + opposite * opposite);
        double tangent = opposite / (adjacent < 0 ? adjacent - hypotenuse : adjacent + hypotenuse);
        double cosine = 1 / Math.sqrt(1 + tangent * tangent);
        rotate(vectors[p], vectors[q], length, cosine, cosine * tangent);
        squares[p] = ofP - tangent * product;
        squares[q] = ofQ + tangent * product;
        int shrunk = adjacent < 0 ? q : p;
        if (squares[shrunk] < SHRUNK * (adjacent < 0 ? ofQ : ofP)) {
            squares[shrunk] = product(vectors[shrunk], vectors[shrunk], length);
        }
        return true;
    }

    private static void rotate(double[] x, double[] y, int length, double cosine, double sine) {
        for (int i = 0; i < length; i++) {
            double ofX = x[i];
            double ofY = y[i];
            x[i] = cosine * ofX - sine * ofY;
            y[i] = sine * ofX + cosine * ofY;
        }
    }

    /** The scalar product: four sums, each of every fourth element, which a processor can add up at the same time. */
    private static double product(double[] x, double[] y, int length) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i < length - 3; i += 4) {
            sum0 += x[i] * y[i];
            sum1 += x[i + 1] * y[i + 1];
            sum2 += x[i + 2] * y[i + 2];
            sum3 += x[i + 3] * y[i + 3];
        }
        for (; i < length; i++) {
            sum0 += x[i] * y[i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }

    private static double length(double[] x, int length) {
        double squares = product(x, x, length);
        double scale = SquareScale.of(squares);
        if (scale == 1) {
            return Math.sqrt(squares);
        }
        double scaled = 0;
        for (int i = 0; i < length; i++) {
            double element = x[i] * scale;
            scaled += element * element;
        }
        return Math.sqrt(scaled) / scale;
    }
}
