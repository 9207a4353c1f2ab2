package io.gradflow.engine.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Statistics of hidden layers against plain loops: the same bits in every lane, and nothing else written. */
@ParameterizedClass
@ValueSource(ints = {2, 4, 8})
class StatisticsKernelsTest extends KernelTest {
    StatisticsKernelsTest(int lanes) {
        super(lanes);
    }

    @Test
    void statisticsAreAddedUpUnitByUnit() {
        for (int samples : new int[] {1, 2, 15, 16}) {
            for (int units : new int[] {1, 3, 16}) {
                assertStatistics(samples, units);
            }
        }
    }

    private void assertStatistics(int samples, int units) {
        var sums = new HiddenLayerSums(3 * LaneTile.SAMPLES, units, lanes);
        sums.clear();
        double[] expectedSums = sums.sums.clone();
        long[] expectedCounts = sums.counts.clone();
        double[] expectedProducts = sums.products.clone();
        for (int tile = 0; tile < 3; tile++) {
            var z = new LaneTile(
                    among(units * LaneTile.SAMPLES + 2, 0, 0.1, 1e-300, 0.05, 3, 1e9, Double.POSITIVE_INFINITY),
                    tile % 3 * lanes);
            var derivatives = new LaneTile(
                    among(units * LaneTile.SAMPLES + 1, 0, 1e-3, 1e-12, 1e-18, 0.5, 1, 1e6), tile % 2 * lanes);
            for (int unit = 0; unit < units; unit++) {
                for (int lane = 0; lane < lanes; lane++) {
                    double absoluteSum = 0;
                    double derivativeSum = 0;
                    double product = 1;
                    for (int sample = 0; sample < samples; sample++) {
                        double absolute = Math.abs(z.get(unit, sample, lane, lanes));
                        double derivative = Math.abs(derivatives.get(unit, sample, lane, lanes));
                        absoluteSum += absolute;
                        derivativeSum += derivative;
                        product *= derivative + 1e-12;
                        expectedCounts[lane] += derivative < 1e-3 ? 1 : 0;
                        expectedCounts[lanes + lane] += absolute > 0.1 ? 1 : 0;
                    }
                    expectedSums[lane] += absoluteSum;
                    expectedSums[lanes + lane] += derivativeSum;
                    expectedProducts[(tile * units + unit) * lanes + lane] = product;
                }
            }
            kernels.statistics().addStatistics(z, derivatives, samples, sums);
            assertBits(expectedSums, sums.sums, "sums");
            assertArrayEquals(expectedCounts, sums.counts);
            assertBits(expectedProducts, sums.products, "products");
            assertEquals((tile + 1) * units * lanes, sums.productsEnd);
        }
    }

    @Test
    void momentsAreAddedUpUnitByUnit() {
        for (int samples : new int[] {1, 2, 15, 16}) {
            for (int units : new int[] {1, 3, 16}) {
                assertMoments(samples, units);
            }
        }
    }

    private void assertMoments(int samples, int units) {
        var sums = new MomentSums(3 * LaneTile.SAMPLES, units, lanes);
        sums.clear();
        double[] expected = new double[4 * lanes];
        double[] squares = new double[lanes];
        long[] counts = new long[3 * lanes];
        double[] directions = new double[units * lanes];
        double[] shifts = new double[2 * lanes];
        for (int tile = 0; tile < 3; tile++) {
            // With so many zeros, samples of zeros alone are among them.
            var z = new LaneTile(among(units * LaneTile.SAMPLES + 2, 0, 0, 0, 0.1, 3, 1e-160, 1e150), tile * lanes);
            var values = new LaneTile(among(units * LaneTile.SAMPLES + 2, 0, 0.5, 3), tile * lanes);
            for (int lane = 0; lane < lanes; lane++) {
                if (tile == 0) {
                    shifts[lane] = z.get(0, 0, lane, lanes);
                    shifts[lanes + lane] = values.get(0, 0, lane, lanes);
                }
                addMoments(z, samples, units, lane, shifts[lane], expected, 0);
                addMoments(values, samples, units, lane, shifts[lanes + lane], expected, 2 * lanes);
                double squaresOfTile = 0;
                double[] inverses = new double[samples];
                for (int sample = 0; sample < samples; sample++) {
                    double square = 0;
                    boolean isZero = true;
                    for (int unit = 0; unit < units; unit++) {
                        double element = z.get(unit, sample, lane, lanes);
                        square = Math.fma(element, element, square);
                        isZero &= element == 0;
                    }
                    squaresOfTile += square;
                    counts[lane] += square < 0x1p-970 ? 1 : 0;
                    counts[lanes + lane] += isZero ? 1 : 0;
                    counts[2 * lanes + lane] += square > 0x1p960 ? 1 : 0;
                    inverses[sample] = 1 / Math.sqrt(Math.max(square, 0x1p-970));
                }
                squares[lane] += squaresOfTile;
                for (int unit = 0; unit < units; unit++) {
                    double direction = 0;
                    for (int sample = 0; sample < samples; sample++) {
                        direction = Math.fma(z.get(unit, sample, lane, lanes), inverses[sample], direction);
                    }
                    directions[unit * lanes + lane] += direction;
                }
            }
            kernels.statistics().addMoments(z, values, samples, sums);
            assertBits(shifts, sums.shifts, "shifts");
            assertBits(expected, sums.sums, "sums");
            assertBits(squares, sums.totalSquares, "squares");
            assertArrayEquals(counts, sums.counts);
            assertBits(directions, sums.directions, "directions");
        }
    }

    private void addMoments(LaneTile x, int samples, int units, int lane, double shift, double[] expected, int from) {
        for (int unit = 0; unit < units; unit++) {
            double sum = 0;
            double squares = 0;
            for (int sample = 0; sample < samples; sample++) {
                double shifted = x.get(unit, sample, lane, lanes) - shift;
                sum += shifted;
                squares = Math.fma(shifted, shifted, squares);
            }
            expected[from + lane] += sum;
            expected[from + lanes + lane] += squares;
        }
    }

    @Test
    void marksAreTheSignsOfWhatIsNotSo() {
        for (int count : new int[] {1, 2, 15, 16}) {
            for (int round = 0; round < 20; round++) {
                double[] x = among(LaneTile.SAMPLES + 1, 0, -0.0, 1e-3, -1e-3, 9e-4, Double.MIN_VALUE, 1e300);
                assertMarks(x, count, 9e-4, 1e-3);
                double[] wide = among(LaneTile.SAMPLES + 1, -1, 0, 1, 1e300, -1e-300, 0.5);
                wide[lanes] = Double.POSITIVE_INFINITY;
                wide[lanes + 1] = Double.NEGATIVE_INFINITY;
                assertMarks(wide, count, -1, 0.5);
                assertMarks(wide, count, 1, 1.5);
            }
        }
    }

    private void assertMarks(double[] x, int count, double low, double high) {
        long[] marks = new long[3 * lanes];
        long[] above = new long[lanes + 1];
        long[] between = new long[lanes + 1];
        int from = lanes;
        kernels.statistics().markDerivatives(x, from, count, marks, lanes);
        kernels.statistics().markAbove(low, x, from, count, above, 1);
        kernels.statistics().markBetween(low, high, x, from, count, between, 1);
        for (int lane = 0; lane < lanes; lane++) {
            boolean isZero = true;
            boolean isSmall = true;
            boolean isAbove = false;
            boolean isBetween = false;
            for (int i = 0; i < count; i++) {
                double element = x[from + i * lanes + lane];
                isZero &= element == 0;
                isSmall &= Math.abs(element) < 1e-3;
                isAbove |= element > low;
                isBetween |= element > low && element < high;
            }
            assertEquals(0, marks[lane]);
            assertEquals(isZero, marks[lanes + lane] == 0);
            assertEquals(isSmall, marks[2 * lanes + lane] >= 0);
            assertEquals(isAbove, above[1 + lane] < 0);
            assertEquals(isBetween, between[1 + lane] < 0);
        }
        assertEquals(0, above[0]);
        // What is marked stays so.
        long[] same = marks.clone();
        kernels.statistics().markDerivatives(new double[2 * lanes], 0, 1, marks, lanes);
        for (int lane = 0; lane < lanes; lane++) {
            assertEquals(same[lanes + lane], marks[lanes + lane]);
            assertEquals(same[2 * lanes + lane] < 0, marks[2 * lanes + lane] < 0);
        }
    }

    @Test
    void nanInTheStatisticsStaysInItsLane() {
        for (int lane = 0; lane < lanes; lane++) {
            var z = new LaneTile(among(2 * LaneTile.SAMPLES, 0, 0.1, 1), 0);
            var derivatives = new LaneTile(among(2 * LaneTile.SAMPLES, 0, 1e-3, 1), 0);
            var sums = new HiddenLayerSums(LaneTile.SAMPLES, 2, lanes);
            kernels.statistics().addStatistics(z, derivatives, LaneTile.SAMPLES, sums);
            z.set(0, 0, lane, lanes, NANS[lane % NANS.length]);
            derivatives.set(0, 0, lane, lanes, NANS[lane % NANS.length]);
            var withNan = new HiddenLayerSums(LaneTile.SAMPLES, 2, lanes);
            kernels.statistics().addStatistics(z, derivatives, LaneTile.SAMPLES, withNan);
            for (int i : new int[] {lane, lanes + lane}) {
                assertTrue(Double.isNaN(withNan.sums[i]));
                withNan.sums[i] = sums.sums[i];
                withNan.counts[i] = sums.counts[i];
            }
            assertTrue(Double.isNaN(withNan.products[lane]));
            withNan.products[lane] = sums.products[lane];
            assertBits(sums.sums, withNan.sums, "sums");
            assertArrayEquals(sums.counts, withNan.counts);
            assertBits(sums.products, withNan.products, "products");
        }
    }
}
