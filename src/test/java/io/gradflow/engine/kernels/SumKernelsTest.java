package io.gradflow.engine.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.diagnostics.ParameterNoise;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sums over arrays against plain loops: the same bits in every lane. */
@ParameterizedClass
@ValueSource(ints = {2, 4, 8})
class SumKernelsTest extends KernelTest {
    SumKernelsTest(int lanes) {
        super(lanes);
    }

    @Test
    void elementsAreAddedUpInOrder() {
        double[] sums = new double[lanes];
        double[] expected = new double[lanes];
        for (int count : COUNTS) {
            double[] x = numbers(count + 2);
            double[] chain = new double[lanes];
            for (int i = 0; i < count * lanes; i++) {
                chain[i % lanes] += x[i];
            }
            Arrays.setAll(expected, lane -> expected[lane] + chain[lane]);
            kernels.sums().add(x, count, sums);
            assertBits(expected, sums, "sums");
        }
    }

    @Test
    void squaresAreAChainOfFusedMultiplyAdds() {
        double[] sums = new double[lanes];
        double[] expected = new double[lanes];
        for (int count : COUNTS) {
            double[] x = numbers(count + 3);
            double[] chain = new double[lanes];
            for (int i = lanes; i < (1 + count) * lanes; i++) {
                chain[i % lanes] = Math.fma(x[i], x[i], chain[i % lanes]);
            }
            Arrays.setAll(expected, lane -> expected[lane] + chain[lane]);
            kernels.sums().addSquares(x, lanes, count, sums);
            assertBits(expected, sums, "sums");
        }
    }

    @Test
    void productsAreAChainOfFusedMultiplyAdds() {
        double[] sums = new double[lanes];
        double[] expected = new double[lanes];
        for (int count : COUNTS) {
            double[] x = numbers(count + 3);
            double[] y = numbers(count + 3);
            double[] chain = new double[lanes];
            for (int i = lanes; i < (1 + count) * lanes; i++) {
                chain[i % lanes] = Math.fma(x[i], y[i], chain[i % lanes]);
            }
            Arrays.setAll(expected, lane -> expected[lane] + chain[lane]);
            kernels.sums().addProducts(x, y, lanes, count, sums);
            assertBits(expected, sums, "sums");
        }
    }

    @Test
    void squaresOfDifferencesAndSumsHaveFactorsOfTheirLane() {
        double[] minus = new double[lanes];
        double[] plus = new double[lanes];
        double[] expectedMinus = new double[lanes];
        double[] expectedPlus = new double[lanes];
        for (int count : COUNTS) {
            double[] x = numbers(count + 3);
            double[] y = numbers(count + 3);
            double[] a = numbers(1);
            double[] b = numbers(1);
            double[] minusChain = new double[lanes];
            double[] plusChain = new double[lanes];
            for (int i = lanes; i < (1 + count) * lanes; i++) {
                int lane = i % lanes;
                double difference = x[i] * a[lane] - y[i] * b[lane];
                double sum = x[i] * a[lane] + y[i] * b[lane];
                minusChain[lane] = Math.fma(difference, difference, minusChain[lane]);
                plusChain[lane] = Math.fma(sum, sum, plusChain[lane]);
            }
            Arrays.setAll(expectedMinus, lane -> expectedMinus[lane] + minusChain[lane]);
            Arrays.setAll(expectedPlus, lane -> expectedPlus[lane] + plusChain[lane]);
            kernels.sums().addSquaresOfDifferencesAndSums(x, a, y, b, lanes, count, minus, plus);
            assertBits(expectedMinus, minus, "differences");
            assertBits(expectedPlus, plus, "sums");
        }
    }

    @Test
    void squaresOfDifferencesAreFromTheNumberOfTheirLane() {
        double[] sums = new double[lanes];
        double[] expected = new double[lanes];
        for (int count : COUNTS) {
            double[] x = numbers(count + 3);
            double[] origins = numbers(1);
            double[] chain = new double[lanes];
            for (int i = 0; i < count * lanes; i++) {
                double difference = x[i] - origins[i % lanes];
                chain[i % lanes] = Math.fma(difference, difference, chain[i % lanes]);
            }
            Arrays.setAll(expected, lane -> expected[lane] + chain[lane]);
            kernels.sums().addSquaresOfDifferences(x, count, origins, sums);
            assertBits(expected, sums, "sums");
        }
    }

    @Test
    void rootsOfProductsAreAddedUpWithTheirFactors() {
        double[] sums = new double[3 * lanes];
        double[] expected = new double[3 * lanes];
        for (int count : COUNTS) {
            double[] x = Arrays.stream(numbers(count + 1)).map(Math::abs).toArray();
            double[] y = Arrays.stream(numbers(count + 1)).map(Math::abs).toArray();
            double[] roots = numbers(count + 1);
            double[] expectedRoots = roots.clone();
            double[] chain = new double[3 * lanes];
            for (int i = 0; i < count * lanes; i++) {
                expectedRoots[i] = Math.sqrt(x[i] * y[i]);
                chain[i % lanes] += x[i];
                chain[lanes + i % lanes] += y[i];
                chain[2 * lanes + i % lanes] += expectedRoots[i];
            }
            Arrays.setAll(expected, i -> expected[i] + chain[i]);
            kernels.sums().addRootsOfProducts(x, y, count, roots, sums);
            assertBits(expected, sums, "sums");
            assertBits(expectedRoots, roots, "roots");
        }
    }

    @Test
    void squaresOfUnitsAreAddedUpForEachSample() {
        for (int units : COUNTS) {
            var x = new LaneTile(numbers((units + 1) * LaneTile.SAMPLES + 3), 2 * lanes);
            var squares = new LaneTile(numbers((units + 1) * LaneTile.SAMPLES + 3), lanes);
            double[] sums = numbers(LaneTile.SAMPLES + 2);
            double[] expectedSums = sums.clone();
            double[] expectedSquares = squares.data().clone();
            int size = LaneTile.SAMPLES * lanes;
            Arrays.fill(expectedSums, lanes, lanes + size, 0);
            for (int i = 0; i < units * size; i++) {
                double element = x.data()[x.offset() + i];
                expectedSquares[squares.offset() + i] = element * element;
                expectedSums[lanes + i % size] += element * element;
            }
            kernels.sums().squareUnits(x, units, squares, sums, lanes);
            assertBits(expectedSquares, squares.data(), "squares");
            assertBits(expectedSums, sums, "sums");
        }
    }

    @Test
    void signalsAndNoisesAreAddedUpAndThoseThatAreNotExactCounted() {
        double[] sums = new double[2 * lanes];
        long[] counts = new long[2 * lanes];
        double[] expected = new double[2 * lanes];
        long[] expectedCounts = new long[2 * lanes];
        for (int count : COUNTS) {
            double[] means = among(count + 2, 0, 1, -0.5, 1e-200, 3);
            double[] squares = Arrays.stream(among(count + 2, 0, 7, 7.001, 8, 1e-300, 70))
                    .map(Math::abs)
                    .toArray();
            double[] chain = new double[2 * lanes];
            for (int i = lanes; i < (1 + count) * lanes; i++) {
                int lane = i % lanes;
                double signal = means[i] * means[i] * 7;
                double noise = squares[i] - signal;
                chain[lane] += signal / (noise + Double.MIN_NORMAL);
                chain[lanes + lane] += noise;
                expectedCounts[lane] += ParameterNoise.isExact(squares[i], noise) ? 0 : 1;
                expectedCounts[lanes + lane] += means[i] == 0 && squares[i] == 0 ? 1 : 0;
            }
            Arrays.setAll(expected, i -> expected[i] + chain[i]);
            kernels.sums().addSignalsAndNoises(means, squares, lanes, count, 7, sums, counts);
            assertBits(expected, sums, "sums");
            assertArrayEquals(expectedCounts, counts);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void aLaneWithANumberThatIsNotFiniteIsToldFromTheOthers(double number) {
        for (int count : COUNTS) {
            int place = (int) generator.integers(0, (long) count * lanes);
            double[] x = among((count + 1), 0, 1, Double.MAX_VALUE);
            double[] sums = new double[lanes];
            // Beyond the last.
            x[count * lanes] = number;
            kernels.sums().addNonFinite(x, count, sums);
            assertTrue(Arrays.stream(sums).allMatch(sum -> sum == 0));
            x[place] = number;
            kernels.sums().addNonFinite(x, count, sums);
            for (int lane = 0; lane < lanes; lane++) {
                assertEquals(lane == place % lanes ? Double.NaN : 0, sums[lane]);
            }
        }
    }
}
