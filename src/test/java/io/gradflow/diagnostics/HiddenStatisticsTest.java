package io.gradflow.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.gradflow.catalog.Parameter;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.Activations;
import io.gradflow.nn.activation.LeakyRelu;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.random.Generator;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Compares the statistics with their definitions, computed one value at a time. {@link PercentilesTest} tests
 * percentiles.
 */
class HiddenStatisticsTest {

    static Stream<Activation> activations() {
        return Activations.CATALOG.kinds().stream()
                .map(kind -> Activations.CATALOG.create(
                        kind,
                        kind.parameters().stream().map(Parameter::defaultValue).toList()));
    }

    @ParameterizedTest
    @MethodSource("activations")
    void everyStatisticIsItsDefinition(Activation activation) {
        // The counts are around the sixteen factors that share a logarithm. The deviations are wide enough for
        // derivatives to underflow.
        for (int count : new int[] {1, 2, 15, 16, 17, 31, 32, 33, 1000}) {
            for (double sd : new double[] {0.05, 1, 10, 1000}) {
                var layer = layer(activation, Generator.seeded(count).fillNormal(new double[count], 0, sd));
                assertDefinitions(layer, HiddenStatistics.of(layer));
            }
        }
    }

    /**
     * The smallest factor is 1e-12, where the derivative is 0. The largest slope that a configuration allows is 1e6.
     */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-300, 1e-12, 1e-3, 1, 1e6})
    void logarithmsOfProductsNeitherOverflowNorUnderflow(double derivative) {
        double[] derivatives = new double[100];
        Arrays.fill(derivatives, derivative);
        var layer = new HiddenLayer(new LeakyRelu(derivative), new double[100], new double[100], derivatives);
        assertClose(
                StrictMath.log(derivative + 1e-12), HiddenStatistics.of(layer).dphiLogMean());
    }

    @Test
    void negativeDerivativesCountByMagnitude() {
        var layer = new HiddenLayer(new LeakyRelu(-2), new double[] {-1, 1}, new double[] {2, 1}, new double[] {-2, 1});
        var statistics = HiddenStatistics.of(layer);
        assertEquals(1.5, statistics.dphiMeanAbs());
        assertEquals(0, statistics.dphiSmallRate());
        assertClose(StrictMath.log(2) / 2, statistics.dphiLogMean());
    }

    @Test
    void theBoundOfSmallDerivativesIsExcludedAndThatOfSmallPreActivationsIncluded() {
        double[] z = {0.1, -0.1, Math.nextUp(0.1), -Math.nextUp(0.1)};
        double[] derivatives = {1e-3, -1e-3, Math.nextDown(1e-3), 1};
        var statistics = HiddenStatistics.of(new HiddenLayer(new Tanh(), z, new double[4], derivatives));
        assertEquals(0.5, statistics.zNear0Rate());
        assertEquals(0.25, statistics.dphiSmallRate());
    }

    @Test
    void nanMakesMeansNanAndCountsInNoRate() {
        var layer = layer(new Tanh(), new double[] {0, 100, Double.NaN, 1});
        var statistics = HiddenStatistics.of(layer);
        assertEquals(Double.NaN, statistics.dphiMeanAbs());
        assertEquals(Double.NaN, statistics.dphiLogMean());
        assertEquals(Double.NaN, statistics.zMeanAbs());
        assertEquals(0.25, statistics.dphiSmallRate());
        assertEquals(0.25, statistics.zNear0Rate());
        assertEquals(0.25, statistics.limitRate());
    }

    @Test
    void anEmptySampleGivesNan() {
        var statistics = new HiddenStatistics();
        for (double value : values(statistics)) {
            assertEquals(Double.NaN, value);
        }
    }

    @Test
    void addedLayersArePooledByTheirSizes() {
        double[] z = Generator.seeded(1).fillNormal(new double[70], 0, 3);
        var pooled = new HiddenStatistics();
        pooled.add(HiddenStatistics.of(layer(new Tanh(), Arrays.copyOfRange(z, 0, 20))));
        pooled.add(HiddenStatistics.of(layer(new Tanh(), Arrays.copyOfRange(z, 20, 20))));
        pooled.add(HiddenStatistics.of(layer(new Tanh(), Arrays.copyOfRange(z, 20, 70))));
        assertDefinitions(layer(new Tanh(), z), pooled);
    }

    private static void assertDefinitions(HiddenLayer layer, HiddenStatistics statistics) {
        double[] z = layer.preActivations();
        double[] magnitudes = Arrays.stream(layer.derivatives()).map(Math::abs).toArray();
        int count = z.length;
        var activation = layer.activation();
        assertClose(Arrays.stream(magnitudes).sum() / count, statistics.dphiMeanAbs());
        assertClose(
                Arrays.stream(magnitudes).map(d -> StrictMath.log(d + 1e-12)).sum() / count, statistics.dphiLogMean());
        assertClose(Arrays.stream(z).map(Math::abs).sum() / count, statistics.zMeanAbs());
        assertEquals(
                (double) Arrays.stream(magnitudes).filter(d -> d < 1e-3).count() / count, statistics.dphiSmallRate());
        assertEquals(
                (double) Arrays.stream(z)
                                .filter(value -> Math.abs(value) <= 0.1)
                                .count()
                        / count,
                statistics.zNear0Rate());
        long atLimit = IntStream.range(0, count)
                .filter(i -> activation.isAtLimit(z[i], layer.values()[i]))
                .count();
        assertEquals(
                activation.traits().limitRegion().isPresent() ? (double) atLimit / count : Double.NaN,
                statistics.limitRate());
        assertEquals(activation.traits().limitRegion().isPresent(), statistics.hasLimitRate());
    }

    /** The tolerance is for the rounding of a sum of a thousand terms and of the sixteen factors of a product. */
    private static void assertClose(double expected, double actual) {
        assertEquals(expected, actual, 1e-12 * Math.max(1, Math.abs(expected)));
    }

    private static double[] values(HiddenStatistics statistics) {
        return new double[] {
            statistics.dphiSmallRate(),
            statistics.dphiMeanAbs(),
            statistics.dphiLogMean(),
            statistics.zMeanAbs(),
            statistics.zNear0Rate(),
            statistics.limitRate()
        };
    }

    private static HiddenLayer layer(Activation activation, double[] z) {
        double[] values = Arrays.stream(z).map(activation::value).toArray();
        double[] derivatives = IntStream.range(0, z.length)
                .mapToDouble(i -> activation.derivative(z[i], values[i]))
                .toArray();
        return new HiddenLayer(activation, z, values, derivatives);
    }
}
