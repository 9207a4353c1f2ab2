package io.gradflow.nn.initializer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.random.Generator;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests orthogonal weights and the decomposition that gives them. */
class OrthogonalTest {
    private static final Orthogonal INIT = new Orthogonal("default_rng");

    /**
     * The bits are pinned, because every result depends on them. They differ from NumPy's {@code linalg.qr} by less
     * than 1e-15.
     */
    @Test
    void bitsArePinned() {
        assertArrayEquals(
                new double[] {
                    0x1.69452370f2p-10,
                    0x1.c769fc765ab98p-3,
                    -0x1.f32e2240136aep-1,
                    -0x1.fed602d9f1107p-1,
                    0x1.0e535907ee56ep-4,
                    0x1.bf0925b8123cp-7,
                    0x1.13fba02e31501p-4,
                    0x1.f20924512ccb7p-1,
                    0x1.c6909de0fca5ap-3
                },
                weights(3, 3, 1, 7));
        assertArrayEquals(
                new double[] {
                    0x1.498bfccdf58p-10,
                    0x1.389f3206876c8p-2,
                    -0x1.1edf05c74682dp-2,
                    -0x1.d1fab395a4995p-1,
                    -0x1.26bbd975ceed6p-1,
                    -0x1.53831de01c986p-1,
                    -0x1.e362ec6816ad1p-2,
                    -0x1.3f2f9e2be4c6p-4
                },
                weights(2, 4, 1, 7));
        assertArrayEquals(
                new double[] {
                    0x1.2dc3e9df2e2p-9,
                    0x1.e580514bea41fp-3,
                    -0x1.06aff29f22165p-1,
                    -0x1.de2d6542e5c2cp-4,
                    -0x1.b3adf2972df96p-1,
                    0x1.914c6e19542bfp-3,
                    0x1.cd0d324374f31p-4,
                    0x1.e3808a32ad1adp-1
                },
                weights(4, 2, 1, 7));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "16, 16", "64, 64", "200, 200", "3, 1", "1, 3", "16, 2", "2, 16", "300, 17", "17, 300"})
    void columnsOrRowsAreOrthonormal(int fanIn, int fanOut) {
        double[] weights = weights(fanIn, fanOut, 1, 11);
        boolean tall = fanIn >= fanOut;
        int vectors = Math.min(fanIn, fanOut);
        for (int a = 0; a < vectors; a++) {
            for (int b = 0; b <= a; b++) {
                double product = 0;
                for (int i = 0; i < Math.max(fanIn, fanOut); i++) {
                    product += tall
                            ? weights[i * fanOut + a] * weights[i * fanOut + b]
                            : weights[a * fanOut + i] * weights[b * fanOut + i];
                }
                assertEquals(a == b ? 1 : 0, product, 1e-14, a + ", " + b);
            }
        }
    }

    /** Computes R = Q^T G, with the standard normals G of the normal initialisers. */
    @ParameterizedTest
    @CsvSource({"5, 5", "7, 3", "1, 1"})
    void whatIsLeftOfTheNormalsIsUpperTriangularWithAPositiveDiagonal(int fanIn, int fanOut) {
        double[] q = weights(fanIn, fanOut, 1, 11);
        double[] normals = Generator.seeded(11).fillNormal(new double[fanIn * fanOut], 0, 1);
        for (int row = 0; row < fanOut; row++) {
            for (int column = 0; column < fanOut; column++) {
                double r = 0;
                for (int i = 0; i < fanIn; i++) {
                    r += q[i * fanOut + row] * normals[i * fanOut + column];
                }
                if (column < row) {
                    assertEquals(0, r, 1e-14);
                } else if (column == row) {
                    assertEquals(Math.abs(r), r);
                }
            }
        }
    }

    @Test
    void aWideLayerIsATallOneOfTheTransposedNormals() {
        double[] wide = weights(3, 5, 1, 11);
        double[] normals = Generator.seeded(11).fillNormal(new double[15], 0, 1);
        double[] tall = HouseholderQr.orthonormalColumns(transposed(normals, 3, 5), 5, 3);
        assertArrayEquals(transposed(tall, 5, 3), wide);
    }

    @Test
    void theScaleIsAFactor() {
        double[] once = weights(4, 3, 1, 11);
        assertArrayEquals(Arrays.stream(once).map(weight -> 1.7 * weight).toArray(), weights(4, 3, 1.7, 11));
    }

    /**
     * An entry of a uniform orthogonal matrix of order 3 is a coordinate of a uniform point on the sphere. By
     * Archimedes, it is uniform in [-1, 1], with mean 0, variance 1/3 and fourth moment 1/5. Mean and variance of each
     * of the nine entries must be within 5 standard errors. With other seeds, one in 10^5 would fail. Without the
     * choice of signs, the mean of the first column would be 60 standard errors off.
     */
    @Test
    void everyMatrixIsEquallyLikely() {
        int matrices = 5000;
        var sums = new double[9];
        var squares = new double[9];
        for (int seed = 0; seed < matrices; seed++) {
            double[] weights = weights(3, 3, 1, seed);
            for (int i = 0; i < 9; i++) {
                sums[i] += weights[i];
                squares[i] += weights[i] * weights[i];
            }
        }
        for (int i = 0; i < 9; i++) {
            assertEquals(0, sums[i] / matrices, 5 * Math.sqrt(1.0 / 3 / matrices));
            assertEquals(1.0 / 3, squares[i] / matrices, 5 * Math.sqrt((1.0 / 5 - 1.0 / 9) / matrices));
        }
    }

    @Test
    void dependentColumnsBecomeOrthonormalToo() {
        double[] zeros = HouseholderQr.orthonormalColumns(new double[6], 3, 2);
        assertArrayEquals(new double[] {1, 0, 0, 1, 0, 0}, zeros);
        double[] q = HouseholderQr.orthonormalColumns(new double[] {1, 2, 2, 4, 2, 4}, 3, 2);
        assertEquals(1, q[0] * q[0] + q[2] * q[2] + q[4] * q[4], 1e-15);
        assertEquals(1, q[1] * q[1] + q[3] * q[3] + q[5] * q[5], 1e-15);
        assertEquals(0, q[0] * q[1] + q[2] * q[3] + q[4] * q[5], 1e-15);
        assertEquals(1.0 / 3, q[0], 1e-15);
    }

    private static double[] weights(int fanIn, int fanOut, double scale, long seed) {
        var weights = new double[fanIn * fanOut];
        INIT.draw(weights, 0, fanIn, fanOut, scale, Generator.seeded(seed));
        return weights;
    }

    private static double[] transposed(double[] matrix, int rows, int columns) {
        var transposed = new double[matrix.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                transposed[j * rows + i] = matrix[i * columns + j];
            }
        }
        return transposed;
    }
}
