package io.gradflow.diagnostics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.gradflow.nn.Architecture;
import io.gradflow.nn.activation.Activation;
import io.gradflow.nn.activation.IdentityActivation;
import io.gradflow.nn.activation.Relu;
import io.gradflow.nn.activation.Tanh;
import io.gradflow.nn.initializer.Orthogonal;
import io.gradflow.random.Generator;
import io.gradflow.random.NumpyGenerator;
import io.gradflow.results.LayerMetric;
import io.gradflow.results.Measurement;
import io.gradflow.results.Metric;
import java.util.Arrays;
import java.util.Collections;
import java.util.function.LongFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Singular values of random networks against what random matrix theory says of infinitely wide ones. */
class JacobianTheoryTest {
    private static final int WIDTH = 100;
    private static final int DRAWS = 12;

    /** With this many of them, chance alone breaks a test one time in 400. */
    private static final double STANDARD_ERRORS = 3;

    private static double[] of(Measurement[] measurements, ToDoubleFunction<Measurement> metric) {
        return Arrays.stream(measurements).mapToDouble(metric).toArray();
    }

    private static double mean(double... values) {
        return Arrays.stream(values).average().orElseThrow();
    }

    private static double standardError(double... values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(v -> (v - mean) * (v - mean)).sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }

    private static void assertMean(double expected, double... values) {
        assertEquals(expected, mean(values), STANDARD_ERRORS * standardError(values));
    }

    private static Measurement[] measured(LongFunction<Measurement> ofSeed) {
        return LongStream.range(0, DRAWS).mapToObj(ofSeed).toArray(Measurement[]::new);
    }

    /**
     * A network of layers D W and an output layer that changes nothing, at an input of standard normals.
     *
     * @param layers how many layers D W there are
     * @param deviation of the weights, times the root of the width
     */
    private static Measurement network(
            int layers, Activation activation, boolean isOrthogonal, double deviation, long seed) {
        var generator = Generator.seeded(seed);
        var architecture = new Architecture(Collections.nCopies(layers + 2, WIDTH));
        var parameters = new double[architecture.parameterCount()];
        for (int layer = 0; layer < layers; layer++) {
            int first = architecture.weightOffset(layer);
            if (isOrthogonal) {
                new Orthogonal(NumpyGenerator.DEFAULT_RNG.toString())
                        .draw(parameters, first, WIDTH, WIDTH, deviation, generator);
            } else {
                for (int i = first; i < first + WIDTH * WIDTH; i++) {
                    parameters[i] = deviation / Math.sqrt(WIDTH) * generator.standardNormal();
                }
            }
        }
        for (int i = 0; i < WIDTH; i++) {
            parameters[architecture.weightOffset(layers) + i * WIDTH + i] = 1;
        }
        double[] input = generator.fillNormal(new double[WIDTH], 0, 1);
        var measurement = new Measurement(layers + 1);
        new JacobianMetrics(architecture, activation, 1).set(measurement, parameters, input);
        return measurement;
    }

    /**
     * Pennington, Schoenholz, Ganguli 2017: the variance of squares over the square of their mean is L for linear
     * networks of Gaussian and 0 for those of orthogonal weights, 2 L and L for rectifiers. The largest square over
     * that mean is (L + 1)^(L + 1) / L^L for linear Gaussian and L^L / (L - 1)^(L - 1) for rectified orthogonal
     * networks; it is less in networks of this width, by up to a fifth.
     */
    @ParameterizedTest
    @CsvSource({
        "4, false, false, 4, 12.207",
        "4, true, true, 4, 9.481",
        "8, true, true, 8, 20.373",
        "2, false, false, 2, 6.75"
    })
    void variancesAndLargestValuesAreThoseOfWideNetworks(
            int layers, boolean isRectified, boolean isOrthogonal, double variance, double largest) {
        var activation = isRectified ? new Relu() : new IdentityActivation();
        var measured =
                measured(seed -> network(layers, activation, isOrthogonal, isRectified ? Math.sqrt(2) : 1, seed));
        assertMean(1, of(measured, m -> m.get(Metric.JAC_SV_SQ_MEAN)));
        assertMean(
                variance, of(measured, m -> m.get(Metric.JAC_SV_SQ_VAR) / Math.pow(m.get(Metric.JAC_SV_SQ_MEAN), 2)));
        double found = mean(of(measured, m -> m.get(Metric.JAC_SV_SQ_MAX) / m.get(Metric.JAC_SV_SQ_MEAN)));
        assertTrue(found > 0.8 * largest && found < 1.05 * largest, () -> found + " for " + largest);
    }

    /** At this width the variance of rectified Gaussian networks is a tenth larger than that of infinite width. */
    @Test
    void rectifiersDoubleTheVarianceOfGaussianNetworks() {
        var measured = measured(seed -> network(4, new Relu(), false, Math.sqrt(2), seed));
        double found = mean(of(measured, m -> m.get(Metric.JAC_SV_SQ_VAR) / Math.pow(m.get(Metric.JAC_SV_SQ_MEAN), 2)));
        assertEquals(8, found, 1.2);
    }

    @Test
    void orthogonalLayersAreIsometries() {
        var measurement = network(4, new IdentityActivation(), true, 1, 1);
        assertEquals(1, measurement.get(Metric.JAC_SV_MEAN), 1e-13);
        assertEquals(0, measurement.get(Metric.JAC_SV_SQ_VAR), 1e-13);
        assertEquals(1, measurement.get(Metric.JAC_COND), 1e-13);
        assertEquals(WIDTH, measurement.get(Metric.JAC_STABLE_RANK), 1e-10);
        assertEquals(WIDTH, measurement.get(Metric.JAC_PARTICIPATION), 1e-10);
    }

    /** The mean square of a layer is E phi'^2 at z of variance 1, where the weights have that of 1 / fan-in. */
    @Test
    void meansOfSquaresAreThoseOfTheDerivative() {
        var measured = measured(seed -> network(1, new Tanh(), false, 1, seed));
        assertMean(0.464403, of(measured, m -> m.get(0, LayerMetric.JAC_SV_SQ_MEAN)));
    }

    /**
     * Glorot and Bengio 2010 print mean singular values of about 0.5 and 0.8 for weights between +-1 / sqrt n and
     * between +-sqrt(6 / (n + n)): 8 / (3 pi) times the deviation of the weights, times the root of the width.
     */
    @ParameterizedTest
    @CsvSource({"1, 0.4901", "1.7320508, 0.8488"})
    void meanSingularValuesAreTheMarksOfGlorotAndBengio(double bound, double expected) {
        var architecture = new Architecture(Collections.nCopies(3, WIDTH));
        var measured = measured(seed -> {
            double limit = bound / Math.sqrt(WIDTH);
            double[] parameters =
                    Generator.seeded(seed).fillUniform(new double[architecture.parameterCount()], -limit, limit);
            Arrays.fill(parameters, architecture.biasOffset(0), architecture.weightOffset(1), 0);
            var measurement = new Measurement(2);
            new JacobianMetrics(architecture, new Tanh(), 1).set(measurement, parameters, new double[WIDTH]);
            return measurement;
        });
        // At an input of zeros z is 0, and tanh' is 1.
        assertMean(expected, of(measured, m -> m.get(0, LayerMetric.JAC_SV_MEAN)));
        assertMean(expected, of(measured, m -> m.get(1, LayerMetric.JAC_SV_MEAN)));
    }
}
