package io.gradflow.nn.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.random.Generator;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Singular values against NumPy's, against closed forms, and against what changes of a matrix do to them. */
class SingularValuesTest {
    private static final double TOLERANCE = 1e-14;

    private static double[] singularValues(double[] matrix, int rows, int columns) {
        var values = new double[Math.min(rows, columns) + 2];
        Arrays.fill(values, 7);
        double[] copy = matrix.clone();
        new SingularValues(Math.min(rows, columns), Math.max(rows, columns)).compute(matrix, rows, columns, values, 1);
        assertArrayEquals(copy, matrix);
        assertEquals(7, values[0]);
        assertEquals(7, values[values.length - 1]);
        return Arrays.copyOfRange(values, 1, values.length - 1);
    }

    /** Quarters from -1.25 to 1.25; {@code ((7*i + 3*j*j + i*j) % 11 - 5) / 4} in Python, too. */
    private static double[] mixed(int rows, int columns) {
        var matrix = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                matrix[i * columns + j] = ((7 * i + 3 * j * j + i * j) % 11 - 5) / 4.0;
            }
        }
        return matrix;
    }

    private static double[] hilbert(int size) {
        var matrix = new double[size * size];
        Arrays.setAll(matrix, i -> 1.0 / (i / size + i % size + 1));
        return matrix;
    }

    private static double[] random(int rows, int columns, long seed) {
        var generator = Generator.seeded(seed);
        var matrix = new double[rows * columns];
        Arrays.setAll(matrix, i -> generator.standardNormal());
        return matrix;
    }

    private static double[] product(double[] a, double[] b, int rows, int inner, int columns) {
        var product = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                for (int k = 0; k < inner; k++) {
                    product[i * columns + j] += a[i * inner + k] * b[k * columns + j];
                }
            }
        }
        return product;
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

    /** From {@code numpy.linalg.svd(matrix, compute_uv=False)} of NumPy 2.4.6; values below 1e-15 stand as 0. */
    static Stream<Arguments> ofNumpy() {
        return Stream.of(
                Arguments.argumentSet("1 x 6", mixed(1, 6), 1, new double[] {1.9685019685029528}),
                Arguments.argumentSet("6 x 1", mixed(6, 1), 6, new double[] {2.0615528128088303}),
                Arguments.argumentSet("5 x 5", mixed(5, 5), 5, new double[] {
                    2.4294520643985464, 1.7188083289729545, 1.3233519648071748, 1.1897971068420508, 0.197694250887882
                }),
                Arguments.argumentSet(
                        "tall", mixed(7, 3), 7, new double[] {2.792356725534931, 2.102354960758017, 1.7770333526234088
                        }),
                Arguments.argumentSet(
                        "wide", mixed(3, 7), 3, new double[] {2.7157510005745245, 2.5322891578875955, 1.2347907206176283
                        }),
                Arguments.argumentSet("of rank 7", mixed(10, 8), 10, new double[] {
                    3.9728859814473774,
                    3.4046796614869312,
                    2.9768094953251776,
                    2.3280691057142158,
                    1.8695113339312586,
                    0.9334740460534657,
                    0.6903523928286068,
                    0
                }),
                Arguments.argumentSet("square and of rank 9", mixed(12, 12), 12, new double[] {
                    5.092231378348621,
                    4.264427565841809,
                    3.8666249287902543,
                    3.0756010345768487,
                    2.66994099208625,
                    1.9484349155657132,
                    1.5038471368653317,
                    1.2781518434067336,
                    0.8461768100920869,
                    0,
                    0,
                    0
                }),
                Arguments.argumentSet("Hilbert", hilbert(8), 8, new double[] {
                    1.6959389969219496,
                    0.2981252113169307,
                    0.026212843578119035,
                    0.0014676881177418473,
                    5.436943369751095e-05,
                    1.2943320918745527e-06,
                    1.7988737457436082e-08,
                    1.1115389793345086e-10
                }));
    }

    @ParameterizedTest
    @MethodSource("ofNumpy")
    void theyAreThoseOfNumpy(double[] matrix, int rows, double[] expected) {
        assertArrayEquals(expected, singularValues(matrix, rows, matrix.length / rows), 3 * TOLERANCE * expected[0]);
    }

    /**
     * A matrix whose columns are each 2^60 times smaller than the one before. Expected are the values of mpmath 1.3.0
     * with 400 digits, so that each has its own relative accuracy.
     */
    @Test
    void smallOnesOfGradedMatricesAreAsAccurateAsLargeOnes() {
        double[] matrix = mixed(5, 5);
        for (int i = 0; i < 25; i++) {
            matrix[i] *= Math.scalb(1.0, -60 * (i % 5));
        }
        double[] expected = {
            1.920286436967152,
            1.464710486210841e-18,
            1.1700307132454314e-36,
            7.902966375434363e-55,
            1.2044131786447477e-73
        };
        for (double[] values :
                new double[][] {singularValues(matrix, 5, 5), singularValues(transposed(matrix, 5, 5), 5, 5)}) {
            for (int i = 0; i < 5; i++) {
                assertEquals(expected[i], values[i], TOLERANCE * expected[i]);
            }
        }
    }

    /** The matrix of the second differences of n points has the eigenvalues 4 sin^2(k pi / (2 (n + 1))). */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 10, 64, 120})
    void theyAreThoseOfClosedForms(int size) {
        var matrix = new double[size * size];
        var expected = new double[size];
        for (int i = 0; i < size; i++) {
            matrix[i * size + i] = 2;
            if (i > 0) {
                matrix[i * size + i - 1] = -1;
                matrix[(i - 1) * size + i] = -1;
            }
            double sine = StrictMath.sin((size - i) * Math.PI / (2 * (size + 1)));
            expected[i] = 4 * sine * sine;
        }
        assertArrayEquals(expected, singularValues(matrix, size, size), TOLERANCE * (4 + size));
    }

    /** Products of orthogonal matrices with a diagonal one: reflections H = I - 2 v v^T / |v|^2 from both sides. */
    @Test
    void orthogonalFactorsChangeNothing() {
        int size = 17;
        var expected = new double[size];
        Arrays.setAll(expected, i -> i < 3 ? 5 : i > 14 ? 0 : 1.0 / i);
        var matrix = new double[size * size];
        for (int i = 0; i < size; i++) {
            matrix[i * size + i] = expected[i];
        }
        for (int seed = 0; seed < 4; seed++) {
            double[] v = random(size, 1, seed);
            double squares = Arrays.stream(v).map(x -> x * x).sum();
            var reflection = new double[size * size];
            for (int i = 0; i < size * size; i++) {
                reflection[i] = (i / size == i % size ? 1 : 0) - 2 * v[i / size] * v[i % size] / squares;
            }
            matrix = seed % 2 == 0
                    ? product(reflection, matrix, size, size, size)
                    : product(matrix, reflection, size, size, size);
        }
        assertArrayEquals(expected, singularValues(matrix, size, size), 5 * TOLERANCE);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 7, 16, 33})
    void theirSquaresAndTheirProductAreThoseOfTheMatrix(int columns) {
        for (int rows : new int[] {columns, columns + 1, 3 * columns}) {
            double[] matrix = random(rows, columns, 11);
            double[] values = singularValues(matrix, rows, columns);
            double squares = Arrays.stream(matrix).map(x -> x * x).sum();
            assertEquals(squares, Arrays.stream(values).map(x -> x * x).sum(), TOLERANCE * squares);
            for (int i = 1; i < columns; i++) {
                assertTrue(values[i - 1] >= values[i] && values[i] > 0);
            }
        }
    }

    @Test
    void permutationsSignsAndTranspositionChangeNothing() {
        int rows = 9;
        int columns = 6;
        double[] matrix = random(rows, columns, 5);
        double[] expected = singularValues(matrix, rows, columns);
        assertArrayEquals(expected, singularValues(transposed(matrix, rows, columns), columns, rows));
        var changed = new double[rows * columns];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                changed[i * columns + j] = matrix[(i * 4 + 2) % rows * columns + (j * 5 + 1) % columns]
                        * (i % 2 == 0 ? -1 : 1)
                        * (j % 3 == 0 ? -1 : 1);
            }
        }
        assertArrayEquals(expected, singularValues(changed, rows, columns), TOLERANCE * expected[0]);
    }

    @ParameterizedTest
    @ValueSource(ints = {-960, -700, -400, -1, 1, 400, 700, 1010})
    void powersOfTwoScaleThemExactly(int exponent) {
        double[] matrix = random(12, 10, 3);
        double[] expected = singularValues(matrix, 12, 10);
        for (int i = 0; i < matrix.length; i++) {
            matrix[i] = Math.scalb(matrix[i], exponent);
        }
        for (int i = 0; i < expected.length; i++) {
            expected[i] = Math.scalb(expected[i], exponent);
        }
        assertArrayEquals(expected, singularValues(matrix, 12, 10));
    }

    @Test
    void extremesAreRight() {
        double least = Double.MIN_VALUE;
        double most = Double.MAX_VALUE;
        assertArrayEquals(new double[] {least}, singularValues(new double[] {-least}, 1, 1));
        assertArrayEquals(new double[] {most}, singularValues(new double[] {most}, 1, 1));
        assertArrayEquals(new double[] {5 * least}, singularValues(new double[] {3 * least, 4 * least}, 1, 2));
        assertArrayEquals(
                new double[] {Double.POSITIVE_INFINITY, 0},
                singularValues(new double[] {most, most, most, most}, 2, 2));
        // The least is 1e-631 times as large as the largest: no scale has room for both.
        assertArrayEquals(
                new double[] {most, 1, 0}, singularValues(new double[] {0, 0, -1, most, 0, 0, 0, least, 0}, 3, 3));
        assertArrayEquals(
                new double[] {most, 1e-50, 0}, singularValues(new double[] {most, 0, 0, 0, 1e-50, 0, 0, 0, 0}, 3, 3));
    }

    /** The zeros are exact, and what is left has the bits of the matrix without them. */
    @Test
    void rowsAndColumnsOfZerosGiveZeros() {
        assertArrayEquals(new double[3], singularValues(new double[15], 5, 3));
        double[] dense = random(3, 2, 8);
        var matrix = new double[5 * 4];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 2; j++) {
                matrix[(2 * i) * 4 + 2 * j + 1] = dense[i * 2 + j];
            }
        }
        double[] expected = Arrays.copyOf(singularValues(dense, 3, 2), 4);
        assertArrayEquals(expected, singularValues(matrix, 5, 4));
        assertArrayEquals(expected, singularValues(transposed(matrix, 5, 4), 4, 5));
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void oneElementThatIsNotFiniteMakesAllNaN(double value) {
        for (int at = 0; at < 12; at++) {
            double[] matrix = mixed(4, 3);
            matrix[at] = value;
            assertArrayEquals(new double[] {Double.NaN, Double.NaN, Double.NaN}, singularValues(matrix, 4, 3));
        }
    }

    /** Space that has been used for another matrix is as good as new. */
    @Test
    void nothingIsLeftOfTheMatrixBefore() {
        var space = new SingularValues(6, 9);
        var values = new double[6];
        space.compute(random(6, 9, 1), 6, 9, values, 0);
        for (int[] shape : new int[][] {{4, 5}, {5, 4}, {1, 9}, {9, 6}, {3, 3}}) {
            double[] matrix = random(shape[0], shape[1], 2);
            space.compute(matrix, shape[0], shape[1], values, 0);
            assertArrayEquals(
                    singularValues(matrix, shape[0], shape[1]), Arrays.copyOf(values, Math.min(shape[0], shape[1])));
        }
    }
}
