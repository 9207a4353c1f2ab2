package io.gradflow.engine.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
