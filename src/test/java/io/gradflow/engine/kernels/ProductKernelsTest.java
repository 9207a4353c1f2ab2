package io.gradflow.engine.kernels;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Products and quotients of the passes against their formulas: the same bits in every lane, and nothing else written.
 */
@ParameterizedClass
@ValueSource(ints = {2, 4, 8})
class ProductKernelsTest extends KernelTest {
    private static final int[] SAMPLE_COUNTS = {1, 2, 4, 5, 15, 16};
    private static final int[] INNER_COUNTS = {1, 2, 3, 16, 17};

    ProductKernelsTest(int lanes) {
        super(lanes);
    }

    @Test
    void theForwardProductIsAChainOfFusedMultiplyAddsAndThenTheBias() {
        for (int samples : SAMPLE_COUNTS) {
            for (int fanOut : COUNTS) {
                for (int fanIn : INNER_COUNTS) {
                    var a = tile(fanIn, 3);
                    var c = tile(fanOut, 1);
                    double[] parameters = numbers((fanIn + 1) * fanOut + 3);
                    var packed = new PackedMatrix(numbers((fanIn + 1) * fanOut + 2), lanes);
                    kernels.packing().packWeights(parameters, 2 * lanes, packed, fanIn, fanOut);
                    double[] expected = c.data().clone();
                    for (int out = 0; out < fanOut; out++) {
                        int column = 2 * lanes + out * lanes;
                        for (int sample = 0; sample < samples; sample++) {
                            for (int lane = 0; lane < lanes; lane++) {
                                double sum = 0;
                                for (int in = 0; in < fanIn; in++) {
                                    double weight = parameters[column + in * fanOut * lanes + lane];
                                    sum = Math.fma(a.get(in, sample, lane, lanes), weight, sum);
                                }
                                expected[index(c, out, sample, lane)] =
                                        sum + parameters[column + fanIn * fanOut * lanes + lane];
                            }
                        }
                    }
                    kernels.forward().multiplyAndAddBiases(a, packed, c, samples, fanIn, fanOut);
                    assertTile(expected, c, samples, fanOut, samples + " x " + fanIn + " x " + fanOut);
                }
            }
        }
    }

    /** The factors are in another tile, or in the one that the product replaces. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theBackwardProductIsAChainOfFusedMultiplyAddsTimesAFactor(boolean isInPlace) {
        for (int samples : SAMPLE_COUNTS) {
            for (int fanIn : COUNTS) {
                for (int fanOut : INNER_COUNTS) {
                    var deltas = tile(fanOut, 3);
                    var c = tile(fanIn, 1);
                    var factors = isInPlace ? c : tile(fanIn, 0);
                    double[] parameters = numbers((fanIn + 1) * fanOut + 3);
                    var packed = new PackedMatrix(numbers(fanIn * fanOut + 2), lanes);
                    kernels.packing().packTransposedWeights(parameters, 2 * lanes, packed, fanIn, fanOut);
                    double[] expected = c.data().clone();
                    for (int in = 0; in < fanIn; in++) {
                        int row = (2 + in * fanOut) * lanes;
                        for (int sample = 0; sample < samples; sample++) {
                            for (int lane = 0; lane < lanes; lane++) {
                                double sum = 0;
                                for (int out = 0; out < fanOut; out++) {
                                    double weight = parameters[row + out * lanes + lane];
                                    sum = Math.fma(deltas.get(out, sample, lane, lanes), weight, sum);
                                }
                                expected[index(c, in, sample, lane)] = sum * factors.get(in, sample, lane, lanes);
                            }
                        }
                    }
                    kernels.backward().multiplyAndScale(deltas, packed, factors, c, samples, fanOut, fanIn);
                    assertTile(expected, c, samples, fanIn, samples + " x " + fanOut + " x " + fanIn);
                }
            }
        }
    }

    @Test
    void theProductOfEachSampleTimesAVectorIsAChainOfFusedMultiplyAdds() {
        for (int samples : SAMPLE_COUNTS) {
            for (int fanOut : COUNTS) {
                for (int fanIn : INNER_COUNTS) {
                    var a = tile(fanIn + 1, 3);
                    var vectors = tile(fanOut, 1);
                    double[] parameters = numbers((fanIn + 1) * fanOut + 3);
                    var packed = new PackedMatrix(numbers((fanIn + 1) * fanOut + 2), lanes);
                    kernels.packing().packWeights(parameters, 2 * lanes, packed, fanIn, fanOut);
                    double[] results = numbers(LaneTile.SAMPLES + 2);
                    double[] expected = results.clone();
                    for (int sample = 0; sample < samples; sample++) {
                        for (int lane = 0; lane < lanes; lane++) {
                            double result = 0;
                            for (int out = 0; out < fanOut; out++) {
                                double sum = 0;
                                for (int in = 0; in <= fanIn; in++) {
                                    double weight = parameters[(2 + in * fanOut + out) * lanes + lane];
                                    sum = Math.fma(a.get(in, sample, lane, lanes), weight, sum);
                                }
                                result = Math.fma(sum, vectors.get(out, sample, lane, lanes), result);
                            }
                            expected[(1 + sample) * lanes + lane] = result;
                        }
                    }
                    kernels.backward().multiplyTwice(a, packed, vectors, samples, fanIn + 1, fanOut, results, lanes);
                    // The places of missing samples may hold anything.
                    System.arraycopy(
                            results,
                            (1 + samples) * lanes,
                            expected,
                            (1 + samples) * lanes,
                            (LaneTile.SAMPLES - samples) * lanes);
                    assertBits(expected, results, samples + " x " + fanIn + " x " + fanOut);
                }
            }
        }
    }

    /** The places of missing samples may hold anything. */
    private void assertTile(double[] expected, LaneTile tile, int samples, int units, String what) {
        for (int unit = 0; unit < units; unit++) {
            for (int sample = samples; sample < LaneTile.SAMPLES; sample++) {
                int at = index(tile, unit, sample, 0);
                System.arraycopy(tile.data(), at, expected, at, lanes);
            }
        }
        assertBits(expected, tile.data(), what);
    }

    private int index(LaneTile tile, int unit, int sample, int lane) {
        return tile.offset() + (unit * LaneTile.SAMPLES + sample) * lanes + lane;
    }

    /** With room before and after. */
    private LaneTile tile(int units, int before) {
        return new LaneTile(numbers(units * LaneTile.SAMPLES + before + 2), before * lanes);
    }

    @Test
    void productsOfUnitsAreAddedUpOverTheSamples() {
        for (int samples : new int[] {1, 2, 15, 16}) {
            for (int rows : COUNTS) {
                for (int columns : COUNTS) {
                    var a = tile(rows, 1);
                    var b = tile(columns, 2);
                    double[] sums = numbers(rows * columns + 3);
                    double[] expected = sums.clone();
                    for (int i = 0; i < rows * columns * lanes; i++) {
                        int row = i / lanes / columns;
                        int column = i / lanes % columns;
                        double sum = 0;
                        for (int sample = 0; sample < samples; sample++) {
                            sum = Math.fma(
                                    a.get(row, sample, i % lanes, lanes), b.get(column, sample, i % lanes, lanes), sum);
                        }
                        expected[lanes + i] += sum;
                    }
                    kernels.gradients().addProducts(a, b, sums, lanes, samples, rows, columns);
                    assertBits(expected, sums, samples + " samples of " + rows + " x " + columns);
                }
            }
        }
    }

    @Test
    void divisionIsInPlaceAndOfTheseElementsAlone() {
        for (int count : COUNTS) {
            double[] x = numbers(count + 3);
            double[] expected = x.clone();
            for (int i = 2 * lanes; i < (2 + count) * lanes; i++) {
                expected[i] /= 49;
            }
            kernels.gradients().divide(x, 2 * lanes, count, 49);
            assertBits(expected, x, "quotients");
        }
    }
}
