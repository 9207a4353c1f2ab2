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
